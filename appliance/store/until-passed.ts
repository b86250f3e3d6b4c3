import { setTimeout as wait } from 'node:timers/promises';

export interface Patience {
  /** From the first attempt to the last, ms. */
  readonly limitMs: number;
  /** The longest pause between two attempts, ms; the first are shorter, and each is half to one and a half times as long. */
  readonly pauseMs: number;
}

/**
 * Tries until the fault is over, without holding up the event loop.
 * @param passing says whether a fault may be over a moment later
 * @throws what the last attempt threw
 */
export const untilPassed = async <T>(
  attempt: () => Promise<T>,
  passing: (error: unknown) => boolean,
  { limitMs, pauseMs }: Patience,
): Promise<T> => {
  const end = performance.now() + limitMs;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!passing(error) || performance.now() >= end) throw error;
      await wait(Math.min(pauseMs, tries * (pauseMs / 25)) * (0.5 + Math.random()));
    }
  }
};
