import { randomBytes, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

/** 16 octets of key, 14 of salt. */
const OCTETS = 30;
const HIDDEN = '[master key]';

/** A master key and salt of SRTP. It shows itself to nobody: not in JSON, not in a log, not in an error. */
export class MasterKey {
  readonly #octets: Buffer;

  private constructor(octets: Buffer) {
    this.#octets = octets;
  }

  static fresh(): MasterKey {
    return new MasterKey(randomBytes(OCTETS));
  }

  /** From base64 as an SDP tells it; null when it is of another length. */
  static parse(text: string): MasterKey | null {
    const octets = Buffer.from(text, 'base64');
    return octets.length === OCTETS ? new MasterKey(octets) : null;
  }

  /** A copy, for who seals or opens packets with it. */
  octets(): Uint8Array {
    return Uint8Array.from(this.#octets);
  }

  /** In base64, for an SDP. */
  tell(): string {
    return this.#octets.toString('base64');
  }

  equals(other: MasterKey): boolean {
    return timingSafeEqual(this.#octets, other.#octets);
  }

  toJSON(): string {
    return HIDDEN;
  }

  toString(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
