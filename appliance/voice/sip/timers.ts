/**
 * Delays, passed in so that tests own time. `after` returns a function that cancels; a pending delay never keeps the process alive
 * longer than the socket does.
 */
export interface Timers {
  after(ms: number, run: () => void): () => void;
}

export const systemTimers = (): Timers => ({
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
});

/** RFC 3261 section 17.1.1.1 and table 4, in ms. */
export const T1 = 500;
export const T2 = 4_000;
export const T4 = 5_000;
/** Timers B, F, H, J and L, M of RFC 6026: how long a transaction waits for the far end. */
export const TRANSACTION_TIMEOUT = 64 * T1;
/** Timer D: longer than 32 s over UDP (section 17.1.1.2). */
export const TIMER_D = 32_000;
