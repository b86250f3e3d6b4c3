import type { Clock } from '#shared/clock.ts';

/** A clock that stands still until it is moved: a drill takes as long as its work, and comes out the same each time. */
export interface DrillClock extends Clock {
  /** @param ms business time and monotonic time go on by this much */
  advance(ms: number): void;
}

/** @param start epoch ms */
export const drillClock = (start: number): DrillClock => {
  let passed = 0;
  return {
    now: () => start + passed,
    monotonic: () => passed,
    advance: (ms) => {
      passed += ms;
    },
  };
};
