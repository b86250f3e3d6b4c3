/**
 * Watches for silence on our turn. The caller has finished, and until our answer sounds somebody must speak: after
 * `FILLER_AFTER_MS` without sound, the wait for the end of the turn included, a filler is due, but never within
 * `GRACE_MS` of that end, for most answers come by then; after `GIVE_UP_MS` of our turn with no answer from core voice goes on alone.
 * Pure: the time is passed in, ms of one monotonic clock.
 */
export const FILLER_AFTER_MS = 1150;
export const GRACE_MS = 300;
export const GIVE_UP_MS = 15_000;

export type Watch = 'wait' | 'filler' | 'alone';

export class TurnWatch {
  #since: number | null = null;
  /** The last time the turn became ours. */
  #oursSince = 0;
  #quietSince = 0;
  /** Number of the last event that core owes an answer to; 0 when it owes none. */
  #asked = 0;
  /** The answer is here and waits for its sound, or for what is being said before it. */
  #ordered = false;

  /**
   * The caller has stopped, or pressed a key: whatever it meant, the next sound is ours.
   * @param silentMs for how long nothing was heard of the caller by now
   */
  ours(now: number, silentMs = 0): void {
    this.#since ??= now;
    this.#ordered = false;
    this.#oursSince = now;
    this.#quietSince = now - silentMs;
  }

  /** Core was told event `seq` and owes an answer. The wait counts from the moment the turn became ours. */
  asked(seq: number, now: number): void {
    this.#asked = seq;
    this.#ordered = false;
    if (this.#since === null) this.ours(now);
  }

  /**
   * Core has answered, and what it said is still to be heard.
   * @param answers number of the event it answers, 0 when it answers none
   */
  ordered(answers: number): void {
    if (answers === 0 || answers >= this.#asked) this.#ordered = true;
  }

  /**
   * An answer sounds, or we were told to listen.
   * @param answers number of the event it answers, 0 when it answers none
   * @returns false when core still owes an answer to something newer
   */
  answered(answers = 0): boolean {
    if (answers !== 0 && answers < this.#asked) return false;
    this.#asked = 0;
    this.#since = null;
    return true;
  }

  /** What the caller was heard to do wants no answer: the turn is theirs again, unless core owes one. */
  nothing(): void {
    if (this.#asked === 0) this.#since = null;
  }

  /** A filler has ended. */
  quiet(now: number): void {
    this.#quietSince = now;
  }

  get waiting(): boolean {
    return this.#since !== null;
  }

  /** @param sounding whether something can be heard of us right now */
  check(now: number, sounding: boolean): Watch {
    if (this.#since === null) return 'wait';
    if (sounding) {
      this.#quietSince = now;
      return 'wait';
    }
    if (now - this.#since >= GIVE_UP_MS && !this.#ordered) return 'alone';
    const due = Math.max(this.#quietSince + FILLER_AFTER_MS, this.#oursSince + GRACE_MS);
    return now >= due ? 'filler' : 'wait';
  }
}
