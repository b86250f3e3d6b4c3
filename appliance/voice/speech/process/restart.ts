/** How soon a dead worker is started again: at once the first time, then ever later while it keeps dying. */
export interface RestartState {
  /** Deaths since the last calm run. */
  readonly deaths: number;
}

export const CALM_MS = 60_000;
const DELAYS = [0, 250, 1000, 2000, 5000, 10_000, 30_000] as const;

export const freshStart: RestartState = { deaths: 0 };

/**
 * The worker died.
 * @param upMs how long it had been ready, 0 if it never was
 * @returns the next state and the wait before the next start, in ms
 */
export const afterDeath = (state: RestartState, upMs: number): { state: RestartState; delayMs: number } => {
  const earlier = upMs >= CALM_MS ? 0 : state.deaths;
  const delayMs = DELAYS[Math.min(earlier, DELAYS.length - 1)] ?? 30_000;
  return { state: { deaths: earlier + 1 }, delayMs };
};
