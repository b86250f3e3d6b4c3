import { doubleMetaphone } from 'double-metaphone';
import { distance } from 'fastest-levenshtein';

const cache = new Map<string, string>();

/** The primary Double Metaphone code of a word (Philips 2000), cached. */
export const soundOf = (word: string): string => {
  const known = cache.get(word);
  if (known !== undefined) return known;
  if (cache.size > 60_000) cache.clear();
  const code = doubleMetaphone(word)[0];
  cache.set(word, code);
  return code;
};

export const editDistance = (a: string, b: string): number => distance(a, b);

/**
 * How far a heard word is from a written one, in edits: letters count whole, and half where both sound the same.
 * 0 is the same word.
 */
export const heardDistance = (heard: string, written: string): number => {
  if (heard === written) return 0;
  const letters = distance(heard, written);
  return soundOf(heard) === soundOf(written) ? letters * 0.5 : letters;
};
