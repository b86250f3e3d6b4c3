import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { Type, type Static } from 'typebox';
import { E164 } from '../lines/setting.ts';

const strict = { additionalProperties: false } as const;
/** A line's name. */
export const LineName = Type.String({ pattern: '^[a-z][a-z0-9_-]{0,31}$' });
/** Host, or `host:port`. */
const Server = Type.String({ pattern: String.raw`^(\[[\da-fA-F:]+\]|[\w.-]+)(:\d{1,5})?$` });
const Codec = Type.Union([Type.Literal('pcmu'), Type.Literal('pcma')]);
const CallerId = Type.Union([
  Type.Literal('p-asserted-identity'),
  Type.Literal('remote-party-id'),
  Type.Literal('from'),
]);
/**
 * `number_in_to`: the number rung stands in To, whatever the Request-URI says. `no_keep_alive`: OPTIONS are not sent.
 * `numbers_as_sent`: numbers are kept as they come, not written as E.164 of North America. `no_tcp`: requests too long for UDP
 * go by it all the same.
 */
const Quirk = Type.Union([
  Type.Literal('number_in_to'),
  Type.Literal('no_keep_alive'),
  Type.Literal('numbers_as_sent'),
  Type.Literal('no_tcp'),
]);

/** `auto`: as the carrier's domain prefers (RFC 3263 section 4.1). */
const TransportName = Type.Union([Type.Literal('udp'), Type.Literal('tcp'), Type.Literal('tls'), Type.Literal('auto')]);

/** Encryption of the sound, its keys told in the SDP (RFC 4568). */
const Srtp = Type.Union([Type.Literal('required'), Type.Literal('offered'), Type.Literal('off')]);

/** One carrier's trunk: registered, or known by the addresses it calls from, or both. */
export const TrunkFile = Type.Object(
  {
    name: LineName,
    register: Type.Optional(
      Type.Object(
        {
          server: Server,
          user: Type.String({ minLength: 1 }),
          /** Name of the environment variable that holds the password. */
          password_env: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' }),
          /** Seconds to ask for. */
          expires: Type.Optional(Type.Integer({ minimum: 60, maximum: 86_400 })),
        },
        strict,
      ),
    ),
    /** Addresses and CIDR ranges the carrier calls from; the registrar's own are known without. */
    hosts: Type.Optional(Type.Array(Type.String())),
    transport: Type.Optional(TransportName),
    tls: Type.Optional(
      Type.Object(
        {
          /** Certificates of the authorities that may have signed the carrier's, PEM; the public ones when left out. */
          ca: Type.Optional(Type.String({ minLength: 1 })),
          /** Name that the carrier's certificate is made out to, where it is not that of the server. */
          server_name: Type.Optional(Type.String({ minLength: 1 })),
        },
        strict,
      ),
    ),
    /** IP address that this carrier is told, where it differs from that of the box (NAT). */
    advertise: Type.Optional(Type.String()),
    /** Codecs taken and offered. */
    codecs: Type.Optional(Type.Array(Codec, { minItems: 1 })),
    srtp: Type.Optional(Srtp),
    /** Where the caller's number is looked for, in this order. */
    caller_id: Type.Optional(Type.Array(CallerId, { minItems: 1 })),
    /** Number rung -> line name; other numbers ring the line of the trunk's name. */
    numbers: Type.Optional(Type.Record(Type.String(), LineName)),
    /** Where calls of ours go; its addresses may ring, and without `register` it is asked whether it is there. The registrar when left out. */
    server: Type.Optional(Server),
    /** The number that calls of ours show; the registered user when left out. */
    shows: Type.Optional(Type.String({ pattern: String.raw`^\+?[0-9]{2,15}$` })),
    /** How callers of this trunk are handed to a person. */
    transfer: Type.Optional(Type.Union([Type.Literal('bridge'), Type.Literal('refer')])),
    /** How Refer-To names a number: `sip:number@server`, or `tel:number`. */
    refer_to: Type.Optional(Type.Union([Type.Literal('sip'), Type.Literal('tel')])),
    max_calls: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    /** The carrier takes a 302 and rings the number in it. */
    redirect: Type.Optional(Type.Boolean()),
    /** The number that the carrier rings when the box cannot be reached, as set with the carrier; `none` when it has no such thing. */
    carrier_failover: Type.Optional(Type.Union([E164, Type.Literal('none')])),
    /** Its calls are copies that a PBX forks: they are listened to and never spoken into. */
    shadow: Type.Optional(Type.Boolean()),
    quirks: Type.Optional(Type.Array(Quirk)),
  },
  strict,
);
export type TrunkFile = Static<typeof TrunkFile>;

export interface TrunkConfig {
  readonly name: string;
  readonly register: {
    readonly server: string;
    readonly user: string;
    readonly passwordEnv: string;
    readonly expires: number;
  } | null;
  readonly hosts: readonly string[];
  readonly transport: Static<typeof TransportName>;
  /** `ca` is an absolute path. */
  readonly tls: { readonly ca: string | null; readonly serverName: string | null };
  readonly advertise: string | null;
  readonly codecs: readonly Static<typeof Codec>[];
  readonly srtp: Static<typeof Srtp>;
  readonly callerId: readonly Static<typeof CallerId>[];
  readonly numbers: Readonly<Record<string, string>>;
  /** Where calls of ours go; null when the trunk makes none. */
  readonly server: string | null;
  /** The number they show. */
  readonly shows: string | null;
  readonly transfer: 'bridge' | 'refer';
  readonly referTo: 'sip' | 'tel';
  /** Null: only the limit of all calls together. */
  readonly maxCalls: number | null;
  readonly redirect: boolean;
  /** Null: the owner has not said. */
  readonly carrierFailover: string | null;
  readonly shadow: boolean;
  readonly quirks: readonly Static<typeof Quirk>[];
}

const isRange = (text: string): boolean => {
  const [address = '', bits, more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32));
};

/** Where something is wrong, and what. */
export interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

/** Entries that are neither addresses nor CIDR ranges, each with its path below `path`. */
export const addressFaults = (hosts: readonly string[], path: readonly string[]): Fault[] =>
  hosts.flatMap((host, k) =>
    isRange(host) ? [] : [{ path: [...path, String(k)], message: `${host} is neither an IP address nor a CIDR range` }],
  );

/**
 * What the schema cannot say: path below `sip.trunks`, and what is wrong there.
 * @param listens what carriers may connect to us by
 */
export const trunkFaults = (
  trunks: readonly TrunkFile[],
  listens: { readonly tcp: boolean; readonly tls: boolean },
): Fault[] =>
  trunks.flatMap((trunk, i) => {
    const at = String(i);
    const faults = addressFaults(trunk.hosts ?? [], [at, 'hosts']);
    const say = (path: string[], message: string): void => void faults.push({ path: [at, ...path], message });
    const { register, server, transport = 'udp' } = trunk;
    if (!register && server === undefined && (trunk.hosts ?? []).length === 0)
      say([], 'needs register, or server or hosts that the carrier calls from');
    if (trunk.tls && transport !== 'tls' && transport !== 'auto') say(['tls'], 'is for transport: tls');
    if (!register && transport === 'tcp' && !listens.tcp)
      say(['transport'], 'the carrier has to connect to the box, and sip.tcp is false');
    if (!register && transport === 'tls' && !listens.tls)
      say(['transport'], 'the carrier has to connect to the box: give it a certificate in sip.tls');
    if (trunk.advertise !== undefined && isIP(trunk.advertise) === 0)
      say(['advertise'], `${trunk.advertise} is no IP address`);
    if (trunks.slice(0, i).some((one) => one.name === trunk.name))
      say(['name'], `another trunk is called ${trunk.name}`);
    return faults;
  });

/** Fills in the defaults. @param folder where relative paths start from */
export const completeTrunk = (trunk: TrunkFile, folder = '.'): TrunkConfig => ({
  name: trunk.name,
  register: trunk.register
    ? {
        server: trunk.register.server,
        user: trunk.register.user,
        passwordEnv: trunk.register.password_env,
        expires: trunk.register.expires ?? 600,
      }
    : null,
  hosts: trunk.hosts ?? [],
  transport: trunk.transport ?? 'udp',
  tls: {
    ca: trunk.tls?.ca === undefined ? null : resolve(folder, trunk.tls.ca),
    serverName: trunk.tls?.server_name ?? null,
  },
  advertise: trunk.advertise ?? null,
  codecs: trunk.codecs ?? ['pcmu', 'pcma'],
  // By TLS the keys are safe on their way, and a carrier that knows no SRTP passes them over.
  srtp: trunk.srtp ?? (trunk.transport === 'tls' ? 'offered' : 'off'),
  callerId: trunk.caller_id ?? ['p-asserted-identity', 'remote-party-id', 'from'],
  numbers: trunk.numbers ?? {},
  server: trunk.server ?? trunk.register?.server ?? null,
  shows: trunk.shows ?? trunk.register?.user ?? null,
  transfer: trunk.transfer ?? 'bridge',
  referTo: trunk.refer_to ?? 'sip',
  maxCalls: trunk.max_calls ?? null,
  redirect: trunk.redirect ?? false,
  carrierFailover: trunk.carrier_failover ?? null,
  shadow: trunk.shadow ?? false,
  quirks: trunk.quirks ?? [],
});
