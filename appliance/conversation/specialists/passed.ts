import type { Draft } from '../decide/draft.ts';
import type { CallState } from '../state/state.ts';
import { fitting, isWished, wishKey } from './windows.ts';

/** Windows a search brings beside those that were spoken already. */
const FRESH = 8;

/** What was on offer was not wanted, by who wished for this. */
export const passOffered = ({ state: { records, wishes } }: Draft): void => {
  records.passed = [...new Set([...records.passed, ...records.offered])];
  records.offered = [];
  records.declinedFor = wishKey(wishes);
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

/** Windows that fit the wish and were declined, not lost. */
const declined = ({ state: { records, wishes } }: Draft): readonly string[] =>
  isWished(wishes)
    ? fitting(
        records.windows.filter(({ id }) => records.passed.includes(id) && !(records.lost ?? []).includes(id)),
        wishes,
      ).map(({ id }) => id)
    : [];

/**
 * The caller comes back to a time that was declined under another wish, and nothing else fits: it counts as open again.
 * @returns whether a window was called back
 */
export const callBack = (draft: Draft): boolean => {
  const { records, wishes } = draft.state;
  const again = records.declinedFor === wishKey(wishes) ? [] : declined(draft);
  records.passed = records.passed.filter((id) => !again.includes(id));
  return again.length > 0;
};

/** Is all that fits the wish declined, so that nobody may say it cannot be had? */
export const isAllDeclined = (draft: Draft): boolean => declined(draft).length > 0;
