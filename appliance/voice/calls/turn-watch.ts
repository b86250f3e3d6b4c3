/**
 * Watches for silence on our turn. The caller has finished, and until our answer sounds somebody must speak: after
 * `FILLER_AFTER_MS` without sound a filler is due; after `GIVE_UP_MS` of our turn without an answer voice goes on alone.
 * Pure: the time is passed in, ms of one monotonic clock.
 */
export const FILLER_AFTER_MS = 1100;
export const GIVE_UP_MS = 15_000;

export type Watch = 'wait' | 'filler' | 'alone';

export class TurnWatch {
  #since: number | null = null;
  #quietSince = 0;

  /** Our turn began: the caller finished, pressed a key, or was answered. */
  ours(now: number): void {
    this.#since ??= now;
    this.#quietSince = now;
  }

  /** An answer sounds, or we were told to listen: the turn is not ours to fill. */
  answered(): void {
    this.#since = null;
  }

  /** A filler has ended. */
  quiet(now: number): void {
    this.#quietSince = now;
  }

  get waiting(): boolean {
    return this.#since !== null;
  }

  /** @param sounding whether something is being said right now */
  check(now: number, sounding: boolean): Watch {
    if (this.#since === null) return 'wait';
    if (sounding) {
      this.#quietSince = now;
      return 'wait';
    }
    if (now - this.#since >= GIVE_UP_MS) return 'alone';
    return now - this.#quietSince >= FILLER_AFTER_MS ? 'filler' : 'wait';
  }
}
