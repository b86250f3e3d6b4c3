import { type Cipheriv, createCipheriv } from 'node:crypto';

const BLOCK = 16;

/**
 * AES in counter mode as SRTP has it (RFC 3711 section 4.1.1): the counter of a packet begins at
 * salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16. The cipher is made once: to make one for each packet costs more than its use.
 */
export class CounterMode {
  readonly #cipher: Cipheriv;
  readonly #salt: Uint8Array;
  #blocks = Buffer.alloc(0);

  /** @param key 16 octets; @param salt 14 octets */
  constructor(key: Uint8Array, salt: Uint8Array) {
    this.#cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    this.#salt = salt;
  }

  /**
   * Turns plain text into cipher text and back, in place.
   * @param index 48 bits: roll-over counter and sequence number, or the SRTCP index
   */
  apply(text: Uint8Array, ssrc: number, index: number): void {
    const count = Math.ceil(text.length / BLOCK);
    if (count === 0) return;
    const blocks = this.#counters(count, ssrc, index);
    const stream = this.#cipher.update(blocks);
    for (let i = 0; i < text.length; i++) text[i] = (text[i] as number) ^ (stream[i] as number);
  }

  #counters(count: number, ssrc: number, index: number): Buffer {
    if (this.#blocks.length < count * BLOCK) this.#blocks = Buffer.alloc(count * BLOCK);
    const blocks = this.#blocks;
    blocks.set(this.#salt);
    blocks.writeUInt32BE((blocks.readUInt32BE(4) ^ ssrc) >>> 0, 4);
    blocks.writeUInt16BE(blocks.readUInt16BE(8) ^ Math.floor(index / 2 ** 32), 8);
    blocks.writeUInt32BE((blocks.readUInt32BE(10) ^ (index % 2 ** 32)) >>> 0, 10);
    for (let i = 0; i < count; i++) {
      if (i > 0) blocks.copyWithin(i * BLOCK, 0, BLOCK - 2);
      blocks.writeUInt16BE(i, i * BLOCK + BLOCK - 2);
    }
    return blocks.subarray(0, count * BLOCK);
  }
}
