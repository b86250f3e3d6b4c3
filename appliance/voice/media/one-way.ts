/** Why the caller cannot be heard: no packet came, or packets whose every sample is zero. */
export type OneWayCause = 'no_packets' | 'digital_silence';

export interface OneWayReport {
  readonly cause: OneWayCause;
  /** Media time at which it was noticed, ms since answer. */
  readonly afterMs: number;
  /** Media time of the first sound after that; null while there was none. */
  readonly restoredMs: number | null;
}

export interface OneWayLimits {
  /** Without any packet, ms. */
  readonly noPacketsMs: number;
  /** Of packets without any sound, ms. Longer than most greetings: some phones send nothing but zeros while nobody speaks. */
  readonly silenceMs: number;
}

export const ONE_WAY_LIMITS: OneWayLimits = { noPacketsMs: 5000, silenceMs: 20_000 };

/** A-law has no zero: its quietest levels are +-8. */
const ZERO = 8;

export const isDigitalSilence = (pcm: Int16Array): boolean => pcm.every((sample) => Math.abs(sample) <= ZERO);

/**
 * Tells a call whose sound goes one way only: we send, and from the answer on nothing arrives, or nothing but zeros. What falls
 * silent later is the media timeout's business. Holds and times in which we have nowhere to send do not count.
 *
 *   waiting --limit--> told --sound--> heard
 *      +--------------sound-------------^
 */
export class OneWay {
  readonly #limits: OneWayLimits;
  #waitedMs = 0;
  #packets = false;
  #heard = false;
  #told: OneWayReport | null = null;

  constructor(limits: OneWayLimits) {
    this.#limits = limits;
  }

  /** A packet of the call came. @param sound it is sound whatever it holds: a key, or comfort noise */
  packet(sound: boolean): void {
    // What is waited for is another thing now.
    if (!this.#packets && this.#told === null) this.#waitedMs = 0;
    this.#packets = true;
    if (sound) this.#heard = true;
  }

  /**
   * Some time of the call.
   * @param atMs media time at its end
   * @param frames heard in it
   * @param counts false on hold, and while there is nowhere to send
   * @returns what is to be told now
   */
  pass(ms: number, atMs: number, frames: readonly Int16Array[], counts: boolean): OneWayReport | null {
    if (this.#heard && this.#told === null) return null;
    if (this.#told?.restoredMs != null) return null;
    if (this.#packets && frames.some((frame) => !isDigitalSilence(frame))) this.#heard = true;
    if (this.#told !== null) return this.#heard ? (this.#told = { ...this.#told, restoredMs: atMs }) : null;
    if (this.#heard) return null;
    if (counts) this.#waitedMs += ms;
    const { noPacketsMs, silenceMs } = this.#limits;
    if (this.#waitedMs < (this.#packets ? silenceMs : noPacketsMs)) return null;
    this.#told = { cause: this.#packets ? 'digital_silence' : 'no_packets', afterMs: atMs, restoredMs: null };
    return this.#told;
  }
}
