import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { Log } from '#observe/log.ts';
import { Headers } from '../parse/headers.ts';
import type { Authorizer } from '../auth/authorizer.ts';
import type { SipRequest } from '../parse/message.ts';
import { parseUri, writeHost } from '../parse/uri.ts';
import { MAGIC_COOKIE, writeVia } from '../parse/via.ts';
import type { MediaAddress, MediaTerms } from '../session/media.ts';
import type { Timers } from '../timers.ts';
import type { Transactions } from '../transaction/layer.ts';
import type { Endpoint } from '../transport/transport.ts';

/** How we name ourselves in Via, Contact and User-Agent. */
export interface Self {
  readonly host: string;
  /** Address of the socket; `host` is another one behind a router, or when the socket listens on all of them. */
  readonly bound: string;
  readonly port: number;
  readonly protocol: string;
  /** Of the socket: a name is looked up to an address of this family. */
  readonly family: 4 | 6;
  readonly product: string;
  /** How a trunk's far ends see us, where that differs. */
  readonly contact?: { readonly user: string; readonly host: string; readonly port: number };
}

/** What every call needs of the layers below it. */
export interface Stack {
  readonly transactions: Transactions;
  readonly timers: Timers;
  readonly log: Log;
  readonly self: Self;
  /** Epoch ms. */
  readonly now: () => number;
  /** Credentials of the trunk that a call goes over. */
  readonly authorizer?: Authorizer;
  /** What that trunk lays down for the sound; when left out, all codecs of ours in the clear. */
  readonly terms?: MediaTerms;
}

export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, NOTIFY, REFER';
/** Extensions: session timers (RFC 4028), reliable provisional responses (RFC 3262). */
export const SUPPORTED = 'timer, 100rel';
export const ACCEPT = 'application/sdp';

export const newToken = (bytes = 8): string => randomBytes(bytes).toString('hex');

export const newSessionId = (): number => randomBytes(4).readUInt32BE();

/** Our address for requests of far ends inside a dialog. */
export const contactUri = (self: Self): string => {
  const { user, host, port } = self.contact ?? { user: 'pilot', host: self.host, port: self.port };
  return `sip:${user}@${writeHost(host)}:${port}`;
};

/**
 * Where far ends are told to send RTP: where they see us, unless the sound has an address of its own. 0.0.0.0 must never be told:
 * it means hold (RFC 3264 section 8.4).
 */
export const mediaSeen = (self: Self, at: MediaAddress): MediaAddress =>
  at.host === self.bound || at.host === '0.0.0.0' || at.host === '::'
    ? { host: self.contact?.host ?? self.host, port: at.port }
    : at;

/** A Via of ours with a fresh branch, asking for `rport` (RFC 3581). */
const freshVia = (self: Self): string =>
  writeVia({
    transport: self.protocol,
    host: self.host,
    port: self.port,
    params: new Map([
      ['branch', `${MAGIC_COOKIE}${newToken()}`],
      ['rport', null],
    ]),
  });

/** Header fields by name in lower case long form; a list stands in several lines. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

export interface RequestParts {
  readonly method: string;
  readonly uri: string;
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly cseq: number;
  readonly routes?: readonly string[];
  readonly fields?: Fields;
  readonly sdp?: Buffer | undefined;
}

/** A request of ours (RFC 3261 section 8.1.1), with a fresh branch. */
export const makeRequest = (self: Self, parts: RequestParts): SipRequest => {
  const headers = Headers.of({
    via: freshVia(self),
    'max-forwards': '70',
    route: parts.routes ?? [],
    from: parts.from,
    to: parts.to,
    'call-id': parts.callId,
    cseq: `${parts.cseq} ${parts.method}`,
    ...(parts.method === 'INVITE' || parts.method === 'UPDATE'
      ? { contact: `<${contactUri(self)}>`, allow: ALLOW, accept: ACCEPT, supported: SUPPORTED }
      : {}),
    'user-agent': self.product,
    ...parts.fields,
    ...(parts.sdp ? { 'content-type': ACCEPT } : {}),
  });
  return { kind: 'request', method: parts.method, uri: parts.uri, headers, body: parts.sdp ?? Buffer.alloc(0) };
};

/**
 * Where a URI's host is reached, every address of it. An IP address is used at once; a name is looked up (A/AAAA; RFC 3263
 * section 4.2 without SRV).
 */
export const locateAll = (
  self: Self,
  uri: string,
  found: (to: readonly [Endpoint, ...Endpoint[]]) => void,
  failed: (cause: string) => void,
): void => {
  const parsed = parseUri(uri);
  if (!parsed || (parsed.scheme !== 'sip' && parsed.scheme !== 'sips')) return failed('the next hop is not a sip URI');
  const port = parsed.port ?? 5060;
  if (isIP(parsed.host)) return found([{ address: parsed.host, port }]);
  lookup(parsed.host, { family: self.family, all: true }, (error, all) => {
    const [first, ...more] = error ? [] : all.map(({ address }) => ({ address, port }));
    if (first) found([first, ...more]);
    else
      failed(
        `the name of the next hop, ${parsed.host}, was not found${error ? `: ${error.code ?? error.message}` : ''}`,
      );
  });
};

/** The first of those addresses. */
export const locate = (self: Self, uri: string, found: (to: Endpoint) => void, failed: (cause: string) => void): void =>
  locateAll(self, uri, ([first]) => found(first), failed);
