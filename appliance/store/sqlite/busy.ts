import { setTimeout as wait } from 'node:timers/promises';
import { PilotError } from '#shared/errors.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** True when SQLite says that another connection holds the lock (SQLITE_BUSY and its extended codes). */
const isBusy = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_BUSY');

/**
 * Tries until the lock is free, waiting without holding up the event loop (SQLite's own busy timeout blocks the thread).
 * Waits grow from 1 to 25 ms with jitter.
 * @throws PilotError `store_busy` after `limitMs`
 */
export const whenFree = async <T>(attempt: () => Promise<T>, limitMs = 5000): Promise<T> => {
  const end = performance.now() + limitMs;
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() >= end) {
        throw new PilotError('store_busy', 'another process holds the database', {
          retryable: true,
          fix: 'See which other pilot command or backup is at work on this data folder, and let it finish.',
          cause: error,
        });
      }
      await wait(Math.min(25, 1 + tries) * (0.5 + Math.random()));
    }
  }
};
