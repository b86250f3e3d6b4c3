/** Two clocks, both passed in: business time decides, monotonic time measures. */
export interface Clock {
  /** Business time: epoch milliseconds, UTC. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonic(): number;
}

/**
 * The machine's clock.
 * @param offsetMs shifts business time against the wall clock (drills and demos only)
 */
export const systemClock = (offsetMs = 0): Clock => ({
  now: () => Date.now() + offsetMs,
  monotonic: () => performance.now(),
});
