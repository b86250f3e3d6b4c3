import type { Draft } from '../decide/draft.ts';
import type { CallState } from '../state/state.ts';
import { fitting, isWished } from './windows.ts';

/** Windows a search brings beside those that were spoken already. */
const FRESH = 8;

/** What was on offer was not wanted. */
export const passOffered = ({ state: { records } }: Draft): void => {
  records.passed = [...new Set([...records.passed, ...records.offered])];
  records.offered = [];
};

/** A window that another caller took is gone for the rest of the call, whoever asks for it. */
export const loseWindow = ({ records }: CallState, id: string): void => {
  records.passed = [...new Set([...records.passed, id])];
  records.lost = [...new Set([...(records.lost ?? []), id])];
};

/** A search finds what was declined too, so that nobody who comes back to it hears that it is taken. */
export const searchBounds = ({ records }: CallState): { limit: number; exclude: readonly string[] } => {
  const lost = records.lost ?? [];
  return { limit: FRESH + records.passed.length - lost.length, exclude: lost };
};

/**
 * The caller names a time that was declined before, and nothing else fits: it counts as open again.
 * @returns whether a window was called back
 */
export const callBack = ({ state: { records, wishes } }: Draft): boolean => {
  if (!isWished(wishes)) return false;
  const declined = records.windows.filter(
    ({ id }) => records.passed.includes(id) && !(records.lost ?? []).includes(id),
  );
  const again = fitting(declined, wishes).map(({ id }) => id);
  records.passed = records.passed.filter((id) => !again.includes(id));
  return again.length > 0;
};
