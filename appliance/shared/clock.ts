/** Two clocks, both passed in: business time decides, monotonic time measures. */
export interface Clock {
  /** Business time: epoch milliseconds, UTC. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonic(): number;
}

/**
 * The machine's clock. `startAt` shifts business time so that it reads that instant now (drills and demos only).
 * @param startAt epoch milliseconds, UTC
 */
export const systemClock = (startAt?: number): Clock => {
  const offset = startAt === undefined ? 0 : startAt - Date.now();
  return { now: () => Date.now() + offset, monotonic: () => performance.now() };
};
