import { storeFault } from '../fault.ts';
import { untilPassed } from '../until-passed.ts';

/** True when SQLite says that another connection holds the lock (SQLITE_BUSY and its extended codes). */
const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');

/**
 * Tries until the lock is free, waiting without holding up the event loop (SQLite's own busy timeout blocks the thread).
 * Waits grow from 1 to 25 ms with jitter.
 * @throws PilotError `store_busy` after `limitMs`
 */
export const whenFree = async <T>(attempt: () => Promise<T>, limitMs = 5000): Promise<T> => {
  try {
    return await untilPassed(attempt, isBusy, { limitMs, pauseMs: 25 });
  } catch (error) {
    throw isBusy(error) ? storeFault(error) : error;
  }
};
