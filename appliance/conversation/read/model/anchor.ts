import { tokenize } from '../../language/en-US/tokens.ts';

/**
 * The stretch of the utterance that a model quoted, as the caller said it; null when these words do not stand there in a row.
 * Case, punctuation and apostrophes do not count: they are the recognizer's.
 */
export const anchored = (quote: string, utterance: string): string | null => {
  const wanted = tokenize(quote).map(({ word }) => word);
  const tokens = tokenize(utterance);
  if (wanted.length === 0) return null;
  const from = tokens.findIndex((_, i) => wanted.every((word, k) => tokens[i + k]?.word === word));
  const first = tokens[from];
  const last = tokens[from + wanted.length - 1];
  return first && last ? utterance.slice(first.start, last.end) : null;
};
