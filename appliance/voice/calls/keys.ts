/** How a key came: in the sound (RFC 4733) or in the signalling (SIP INFO). */
export type KeyWay = 'rtp' | 'info';

/** Within this time the same key by the other way is the same press, ms: INFO may come when the key is let go. */
const SAME_PRESS_MS = 1500;

interface Press {
  readonly digit: string;
  readonly way: KeyWay;
  readonly at: number;
}

/** Some trunks tell each key both ways: each press is one key, whichever way is faster. */
export class Keys {
  /** Told, and not yet met by their double. */
  #told: Press[] = [];

  /**
   * @param at monotonic ms
   * @returns whether this is a press of its own
   */
  take(digit: string, way: KeyWay, at: number): boolean {
    this.#told = this.#told.filter((one) => at - one.at < SAME_PRESS_MS);
    const double = this.#told.findIndex((one) => one.digit === digit && one.way !== way);
    if (double >= 0) {
      this.#told.splice(double, 1);
      return false;
    }
    this.#told.push({ digit, way, at });
    return true;
  }
}
