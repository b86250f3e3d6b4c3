import { createCipheriv } from 'node:crypto';

/** What a master key and salt give for RTP or for RTCP (RFC 3711 section 4.3). */
export interface SessionKeys {
  /** 16 octets, AES-128. */
  readonly cipher: Buffer;
  /** 14 octets. */
  readonly salt: Buffer;
  /** 20 octets, HMAC-SHA1. */
  readonly auth: Buffer;
}

/** Labels of section 4.3.2: cipher, authentication and salt of RTP; those of RTCP are three higher. */
const LABELS = { rtp: 0, rtcp: 3 } as const;

/**
 * Derives session keys, once for the life of a master key (a key derivation rate of zero).
 * @param master 16 octets of key, 14 of salt
 */
export const deriveKeys = (master: Uint8Array, kind: 'rtp' | 'rtcp'): SessionKeys => {
  const derive = (label: number, length: number): Buffer => {
    // x = label * 2^48 XOR salt; the keystream begins at x * 2^16 (sections 4.3.1 and 4.3.3).
    const start = Buffer.alloc(16);
    start.set(master.subarray(16, 30));
    start[7] = (start[7] ?? 0) ^ label;
    return createCipheriv('aes-128-ctr', master.subarray(0, 16), start).update(Buffer.alloc(length));
  };
  const first = LABELS[kind];
  return { cipher: derive(first, 16), auth: derive(first + 1, 20), salt: derive(first + 2, 14) };
};
