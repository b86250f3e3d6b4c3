import { Temporal } from 'temporal-polyfill';
import type { WindowReading } from '../../reading.ts';
import { ordinalOf } from './numbers.ts';
import { tokenize } from './tokens.ts';

const NEARER = /\b(this|first|former|sooner|earlier|nearer|coming|closest)\b/;
const FARTHER = /\b(next|second|latter|later|following|other|after|farther)\b/;

/**
 * Which of two days of the same name the answer means: by its date, by its number, or as the nearer or farther one.
 * @param days local dates, the nearer first
 * @param window what the reader made of the answer
 * @returns null when the answer names neither
 */
export const readWhichDay = (
  text: string,
  window: WindowReading | undefined,
  days: readonly [string, string],
): string | null => {
  const words = tokenize(text).map(({ word }) => word);
  const numbered = days.filter((date) => {
    const { day } = Temporal.PlainDate.from(date);
    return words.some((word, i) => {
      const tens = { twenty: 20, thirty: 30 }[words[i - 1] ?? ''] ?? 0;
      return tens + (ordinalOf(word) ?? Number.NaN) === day;
    });
  });
  if (numbered.length === 1) return numbered[0] ?? null;
  const [nearer, farther] = days;
  if (window?.date === nearer) return nearer;
  const said = words.join(' ');
  if (FARTHER.test(said)) return farther;
  return NEARER.test(said) ? nearer : window?.date === farther ? farther : null;
};
