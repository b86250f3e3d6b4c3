/** Crypto suites of SRTP with keys told in SDP (RFC 4568 section 6.2). */
export type SrtpSuite = 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32';

/** What one call's sound is sealed with: each side has a master key and salt of its own. */
export interface SrtpKeys {
  readonly suite: SrtpSuite;
  /** 16 octets of master key, 14 of salt: ours, for what we send. */
  readonly send: Uint8Array;
  /** As many: the far end's, for what it sends. */
  readonly receive: Uint8Array;
}

/** Octets of the authentication tag; the short one is for RTP alone (RFC 4568 section 6.2.2). */
export const tagBytes = (suite: SrtpSuite, kind: 'rtp' | 'rtcp'): number =>
  kind === 'rtp' && suite === 'AES_CM_128_HMAC_SHA1_32' ? 4 : 10;
