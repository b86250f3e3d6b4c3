/** Who calls whom, as the far end told it before the sound came. */
export interface ExpectedCall {
  readonly from: string;
  readonly to: string;
}

/**
 * Calls that were announced and whose sound is to come: each is known by a key that nobody can guess, is good once, and not for
 * long. Times are ms of a monotonic clock.
 */
export class ExpectedCalls<Call extends ExpectedCall = ExpectedCall> {
  readonly #lastsMs: number;
  readonly #most: number;
  readonly #kept = new Map<string, { readonly call: Call; readonly until: number }>();

  constructor(options: { readonly lastsMs: number; readonly most: number }) {
    this.#lastsMs = options.lastsMs;
    this.#most = options.most;
  }

  /** Calls that still wait. */
  waiting(now: number): number {
    for (const [key, { until }] of this.#kept) if (until <= now) this.#kept.delete(key);
    return this.#kept.size;
  }

  /** @returns false when too many wait, or the key is known */
  add(key: string, call: Call, now: number): boolean {
    if (this.waiting(now) >= this.#most || this.#kept.has(key)) return false;
    this.#kept.set(key, { call, until: now + this.#lastsMs });
    return true;
  }

  /** The call of this key, once; null when there is none, or it came too late. */
  take(key: string, now: number): Call | null {
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    return kept && kept.until > now ? kept.call : null;
  }
}
