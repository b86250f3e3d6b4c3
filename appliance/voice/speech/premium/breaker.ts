/**
 * Whether the premium voice may be asked.
 *
 *   closed --fault--> open --probe works--> closed
 *                      ^  \
 *                      +---+ probe fails: the next one waits twice as long
 *
 * One fault opens it: each costs a caller the wait for the first sound.
 */
export interface BreakerState {
  /** Faults in a row; 0 is closed. */
  readonly faults: number;
}

export const closed: BreakerState = { faults: 0 };

const SHORTEST_MS = 2000;
const LONGEST_MS = 300_000;
/** What does not mend in seconds is asked for no more often than this. */
const LASTING_MS = 60_000;

/**
 * @param lasting it will not mend in seconds: the key, the quota, the voice
 * @param shortestMs wait before the first probe
 * @returns the next state, and the wait before it is probed, ms
 */
export const afterFault = (
  state: BreakerState,
  lasting: boolean,
  shortestMs = SHORTEST_MS,
): { state: BreakerState; probeMs: number } => ({
  state: { faults: state.faults + 1 },
  probeMs: Math.min(LONGEST_MS, Math.max(shortestMs * 2 ** Math.min(state.faults, 20), lasting ? LASTING_MS : 0)),
});
