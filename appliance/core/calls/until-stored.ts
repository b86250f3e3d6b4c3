import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '#observe/log.ts';
import type { Clock } from '#shared/clock.ts';
import { isPassing } from '#store/fault.ts';

/** So long a store that cannot be reached is waited for: the caller hears nothing of us meanwhile. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 250;

export interface Storing<T> {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
  /** Stores; may be done again when it has thrown. */
  readonly attempt: () => Promise<T>;
  /** What was stored although `attempt` threw: a commit whose answer was lost stands. Null when nothing was. */
  readonly stood: () => Promise<T | null>;
}

/**
 * Stores something once, over short absences of the database. After a fault it is looked up whether the commit stands, before it
 * is tried again.
 * @throws what the store threw last, when it does not come back or the fault is of another kind
 */
export const untilStored = async <T>({ clock, log, attempt, stood }: Storing<T>): Promise<T> => {
  const end = clock.monotonic() + PATIENCE_MS;
  const outlast = async (step: () => Promise<T | null>): Promise<T | null | undefined> => {
    try {
      return await step();
    } catch (error) {
      if (!isPassing(error) || clock.monotonic() >= end) throw error;
      log.warn({ err: error }, 'the store cannot be reached just now, and is tried again');
      await pause(PAUSE_MS);
      return undefined;
    }
  };
  for (let sure = true; ; ) {
    const stored = await outlast(sure ? attempt : stood);
    if (stored !== undefined && stored !== null) return stored;
    sure = stored === null;
  }
};
