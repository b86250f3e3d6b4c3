import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

/** Tags of HMAC-SHA1, cut short (RFC 3711 section 4.2). */
export class Authentication {
  readonly #key: KeyObject;
  readonly #bytes: number;

  /** @param key 20 octets; @param bytes of the tag */
  constructor(key: Uint8Array, bytes: number) {
    this.#key = createSecretKey(key);
    this.#bytes = bytes;
  }

  get tagBytes(): number {
    return this.#bytes;
  }

  /** @param text what is authenticated: header, sealed payload, and the roll-over counter or SRTCP index */
  tag(text: Uint8Array): Buffer {
    return createHmac('sha1', this.#key).update(text).digest().subarray(0, this.#bytes);
  }

  verify(text: Uint8Array, tag: Uint8Array): boolean {
    return timingSafeEqual(this.tag(text), tag);
  }
}
