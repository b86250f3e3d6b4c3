/** RTP direction as our side sees it: `sendonly` means we send and do not receive. */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export type Codec = 'pcmu' | 'pcma';

/** In our order of preference. */
export const CODECS: readonly Codec[] = ['pcmu', 'pcma'];

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
}

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
