import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { Type, type Static } from 'typebox';
import { completeTrunk, trunkFaults, TrunkFile, type Fault, type TrunkConfig } from './trunks.ts';

const Port = Type.Integer({ minimum: 0, maximum: 65535 });
const strict = { additionalProperties: false } as const;

/** The telephone side: where we listen, who may ring, and the carriers' trunks. */
export const SipFile = Type.Object(
  {
    host: Type.Optional(Type.String()),
    port: Type.Optional(Port),
    /** Listen for TCP too, on the same port; when left out, where a trunk uses it. */
    tcp: Type.Optional(Type.Boolean()),
    /** Listen for TLS with a certificate of ours, files in PEM. */
    tls: Type.Optional(
      Type.Object(
        { port: Type.Optional(Port), cert: Type.String({ minLength: 1 }), key: Type.String({ minLength: 1 }) },
        strict,
      ),
    ),
    /** Name servers, IP addresses with or without a port; those of the system when left out. */
    dns: Type.Optional(Type.Array(Type.String())),
    /** Address told to the far end, when it differs from `host` (NAT). */
    advertise: Type.Optional(Type.String()),
    /** Addresses or CIDR ranges that may send SIP; anything else is dropped in silence. */
    allowed: Type.Optional(Type.Array(Type.String())),
    max_calls: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    trunks: Type.Optional(Type.Array(TrunkFile)),
  },
  strict,
);
export type SipFile = Static<typeof SipFile>;

export interface SipConfig {
  readonly host: string;
  readonly port: number;
  readonly tcp: boolean;
  /** Absolute paths. */
  readonly tls: { readonly port: number; readonly cert: string; readonly key: string } | null;
  readonly dns: readonly string[];
  readonly advertise: string | null;
  readonly allowed: readonly string[];
  readonly maxCalls: number;
  readonly trunks: readonly TrunkConfig[];
}

const isServer = (text: string): boolean => {
  const plain = /^\[(.*)\](?::\d{1,5})?$/.exec(text)?.[1] ?? (isIP(text) === 6 ? text : text.replace(/:\d{1,5}$/, ''));
  return isIP(plain) !== 0;
};

/** What the schema cannot say: path below `sip`, and what is wrong there. */
export const sipFaults = (sip: SipFile): Fault[] => [
  ...(sip.dns ?? []).flatMap((server, i) =>
    isServer(server)
      ? []
      : [{ path: ['dns', String(i)], message: `${server} is no IP address, with or without a port` }],
  ),
  ...trunkFaults(sip.trunks ?? [], { tcp: sip.tcp !== false, tls: sip.tls !== undefined }).map((fault) => ({
    ...fault,
    path: ['trunks', ...fault.path],
  })),
];

/** Fills in the defaults. @param folder where relative paths start from */
export const completeSip = (sip: SipFile, folder: string): SipConfig => {
  const trunks = (sip.trunks ?? []).map((trunk) => completeTrunk(trunk, folder));
  return {
    host: sip.host ?? '127.0.0.1',
    port: sip.port ?? 5060,
    tcp: sip.tcp ?? trunks.some(({ transport }) => transport === 'tcp' || transport === 'auto'),
    tls: sip.tls
      ? { port: sip.tls.port ?? 5061, cert: resolve(folder, sip.tls.cert), key: resolve(folder, sip.tls.key) }
      : null,
    dns: sip.dns ?? [],
    advertise: sip.advertise ?? null,
    allowed: sip.allowed ?? ['127.0.0.0/8'],
    maxCalls: sip.max_calls ?? 20,
    trunks,
  };
};
