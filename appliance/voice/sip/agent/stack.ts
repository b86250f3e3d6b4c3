import { randomBytes } from 'node:crypto';
import type { Log } from '#observe/log.ts';
import { Headers } from '../parse/headers.ts';
import type { Authorizer } from '../auth/authorizer.ts';
import type { SipRequest } from '../parse/message.ts';
import { writeHost } from '../parse/uri.ts';
import { MAGIC_COOKIE, writeVia } from '../parse/via.ts';
import type { MediaAddress, MediaTerms } from '../session/media.ts';
import type { Timers } from '../timers.ts';
import type { Transactions } from '../transaction/layer.ts';
import type { Ports, Protocol, Target } from '../transport/transport.ts';
import type { Locate, Way } from '../locate/locate.ts';
import type { Outages } from '../locate/outages.ts';

/** How we name ourselves in Via, Contact and User-Agent. */
export interface Self {
  readonly host: string;
  /** Address of the socket; `host` is another one behind a router, or when the socket listens on all of them. */
  readonly bound: string;
  /** Where we listen, or would, by each protocol. */
  readonly ports: Ports;
  /** By which far ends are to reach us: our Contact says it. */
  readonly protocol: Protocol;
  /** The protocols that others can reach us by without a connection of ours. */
  readonly listening: ReadonlySet<Protocol>;
  /** `host` was set for this trunk: what far ends say of our address is passed over. */
  readonly fixed?: boolean;
  /** Contact is to be a `sips:` URI, as what we were called by (RFC 3261 section 12.1.1). */
  readonly secure?: boolean;
  /** Of the socket: a name is looked up to an address of this family. */
  readonly family: 4 | 6;
  readonly product: string;
  /** How a trunk's far ends see us, where that differs. */
  readonly contact?: { readonly user: string; readonly host: string; readonly port: number };
}

/** What every call needs of the layers below it. */
export interface Stack {
  readonly transactions: Transactions;
  readonly locate: Locate;
  readonly outages: Outages;
  readonly timers: Timers;
  readonly log: Log;
  readonly self: Self;
  /** How the trunk of a call is reached. */
  readonly way: Way;
  /** Whether requests too long for UDP may go by TCP. */
  readonly longByTcp: boolean;
  /** Who serves this dialog or binding already. */
  readonly near?: Target;
  /** Epoch ms. */
  readonly now: () => number;
  /** Whether an address may talk SIP to us: a trunk's, or one that is allowed. */
  readonly mayTalk: (address: string, protocol: Protocol) => boolean;
  /** Credentials of the trunk that a call goes over. */
  readonly authorizer?: Authorizer;
  /** What that trunk lays down for the sound; when left out, all codecs of ours in the clear. */
  readonly terms?: MediaTerms;
}

export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, NOTIFY, REFER';
/** Extensions: session timers (RFC 4028), reliable provisional responses (RFC 3262), one call in the place of another (RFC 3891). */
export const SUPPORTED = 'timer, 100rel, replaces';
export const ACCEPT = 'application/sdp';

export const newToken = (bytes = 8): string => randomBytes(bytes).toString('hex');

export const newSessionId = (): number => randomBytes(4).readUInt32BE();

/** Our address for requests of far ends inside a dialog, and for calls to a binding of ours. */
export const contactUri = (self: Self): string => {
  const { user, host, port } = self.contact ?? { user: 'pilot', host: self.host, port: self.ports[self.protocol] };
  const transport = self.protocol === 'UDP' || self.secure ? '' : `;transport=${self.protocol.toLowerCase()}`;
  return `${self.secure ? 'sips' : 'sip'}:${user}@${writeHost(host)}:${port}${transport}`;
};

/**
 * Where far ends are told to send RTP: where they see us, unless the sound has an address of its own. 0.0.0.0 must never be told:
 * it means hold (RFC 3264 section 8.4).
 */
export const mediaSeen = (self: Self, at: MediaAddress): MediaAddress =>
  at.host === self.bound || at.host === '0.0.0.0' || at.host === '::'
    ? { host: self.contact?.host ?? self.host, port: at.port }
    : at;

/** The request with a Via of ours on top: a fresh branch for each try, asking for `rport` (RFC 3581). */
export const withVia = (self: Self, request: SipRequest, protocol: Protocol): SipRequest => {
  const via = writeVia({
    transport: protocol,
    host: self.host,
    port: self.ports[protocol],
    params: new Map([
      ['branch', `${MAGIC_COOKIE}${newToken()}`],
      ['rport', null],
    ]),
  });
  return { ...request, headers: request.headers.copy().prepend('via', via) };
};

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

/** A request of ours (RFC 3261 section 8.1.1); its Via comes when it is sent. */
export const makeRequest = (self: Self, parts: RequestParts): SipRequest => {
  const headers = Headers.of({
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
