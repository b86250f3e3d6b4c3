import type { CryptoLine, SrtpSuite } from './crypto-attribute.ts';
import type { MasterKey } from './master-key.ts';

/** RTP direction as our side sees it: `sendonly` means we send and do not receive. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export type Codec = 'pcmu' | 'pcma';

/** In our order of preference. */
export const CODECS: readonly Codec[] = ['pcmu', 'pcma'];

/** RTP in the clear and SRTP (RFC 3551 section 8, RFC 3711 section 12). */
export type Profile = 'RTP/AVP' | 'RTP/SAVP';

/**
 * `required`: sound is encrypted or there is no call. `offered`: encrypted where the far end can; an offer of ours is one that who
 * knows no SRTP can answer too. `off`: in the clear.
 */
export type SrtpPolicy = 'required' | 'offered' | 'off';

/** What we take and offer, and whose sound we expect: as a trunk lays it down. */
export interface MediaTerms {
  /** In our order of preference. */
  readonly codecs: readonly Codec[];
  readonly srtp: SrtpPolicy;
  /** Addresses and CIDR ranges of the carrier: sound from there is preferred over a stranger's. */
  readonly carrier: readonly string[];
}

export const OPEN_TERMS: MediaTerms = { codecs: CODECS, srtp: 'off', carrier: [] };

/** Where our RTP is received. */
export interface MediaAddress {
  readonly host: string;
  readonly port: number;
}

/** What the far end offers: G.711 codecs in its order of preference. */
export interface MediaOffer {
  readonly remoteHost: string;
  readonly remotePort: number;
  readonly codecs: readonly { readonly codec: Codec; readonly payloadType: number }[];
  readonly dtmfPayloadType: number | null;
  /** Packet length the far end wishes to receive, ms. */
  readonly ptime: number;
  /** As the far end sees it. A connection address of 0.0.0.0 takes the receiving side away (RFC 3264 section 8.4). */
  readonly direction: Direction;
  readonly profile: Profile;
  /** Keys the far end can be spoken to with, the best first; none: in the clear. */
  readonly crypto: readonly CryptoLine[];
}

/** Keys of both sides: each seals what it sends with its own (RFC 4568 section 5.1). */
export interface NegotiatedSrtp {
  readonly suite: SrtpSuite;
  readonly ours: MasterKey;
  readonly theirs: MasterKey;
}

/** What both ends agreed on. */
export interface NegotiatedMedia {
  readonly remoteHost: string;
  readonly remotePort: number;
  readonly codec: Codec;
  readonly payloadType: number;
  readonly dtmfPayloadType: number | null;
  /** Length of the packets we send, ms. */
  readonly ptime: number;
  /** As our side sees it. */
  readonly direction: Direction;
  /** Null: in the clear. */
  readonly srtp: NegotiatedSrtp | null;
  /** Addresses and CIDR ranges whose sound is preferred over a stranger's. */
  readonly carrier: readonly string[];
}

/** True when nothing changed, the keys included. */
export const sameMedia = (a: NegotiatedMedia, b: NegotiatedMedia | null): boolean =>
  b !== null && JSON.stringify(a) === JSON.stringify(b) && sameKeys(a.srtp, b.srtp);

const sameKeys = (a: NegotiatedSrtp | null, b: NegotiatedSrtp | null): boolean =>
  a === null || b === null ? a === b : a.ours.equals(b.ours) && a.theirs.equals(b.theirs);

const parts = (direction: Direction): { send: boolean; receive: boolean } => ({
  send: direction === 'sendrecv' || direction === 'sendonly',
  receive: direction === 'sendrecv' || direction === 'recvonly',
});

const directionOf = (send: boolean, receive: boolean): Direction =>
  send ? (receive ? 'sendrecv' : 'sendonly') : receive ? 'recvonly' : 'inactive';

/**
 * Our direction from theirs and from what we want: we send only where they receive (RFC 3264 section 6.1).
 * @param theirs as the far end sees it
 */
export const meet = (theirs: Direction, ours: Direction): Direction => {
  const them = parts(theirs);
  const us = parts(ours);
  return directionOf(us.send && them.receive, us.receive && them.send);
};

export const withoutReceiving = (direction: Direction): Direction => directionOf(parts(direction).send, false);
