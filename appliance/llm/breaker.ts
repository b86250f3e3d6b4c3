/**
 * A circuit breaker as a plain value.
 *
 *   closed --failures in a row--> open --retryAt passed, a probe begins--> half_open
 *     ^                            ^                                          |
 *     +---- probe worked ----------|------------------------------------------+
 *                                  +---- probe failed: twice as long ---------+
 *
 * Only probes go out while it is not closed: no caller's turn is spent on finding out.
 */
export interface Breaker {
  readonly state: 'closed' | 'open' | 'half_open';
  /** Failures in a row. */
  readonly failures: number;
  /** How long the next opening lasts, ms. */
  readonly waitMs: number;
  /** Monotonic ms from which a probe may go out; of no meaning while closed. */
  readonly retryAt: number;
}

export const BREAKER = { failures: 3, firstWaitMs: 2_000, longestWaitMs: 60_000 } as const;

/** Before the first sign of life: a probe may go out at once. */
export const unproven: Breaker = { state: 'open', failures: 0, waitMs: BREAKER.firstWaitMs, retryAt: 0 };

export const probing = (breaker: Breaker): Breaker => ({ ...breaker, state: 'half_open' });

export const worked = (): Breaker => ({ state: 'closed', failures: 0, waitMs: BREAKER.firstWaitMs, retryAt: 0 });

/**
 * @param now monotonic ms
 * @param gone nothing is there at all: no second failure is waited for
 */
export const failed = (breaker: Breaker, now: number, gone = false): Breaker => {
  const failures = breaker.failures + 1;
  if (breaker.state === 'closed' && !gone && failures < BREAKER.failures) return { ...breaker, failures };
  return {
    state: 'open',
    failures,
    waitMs: Math.min(breaker.waitMs * 2, BREAKER.longestWaitMs),
    retryAt: now + breaker.waitMs,
  };
};
