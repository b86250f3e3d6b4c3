import { distance } from 'fastest-levenshtein';
import { lettersOf } from './words.ts';

/** Part of the letters that differ, 0 (the same) to 1. Spaces do not count. */
export const difference = (one: string, other: string): number => {
  const [a, b] = [lettersOf(one), lettersOf(other)];
  const length = Math.max(a.length, b.length);
  return length === 0 ? 0 : distance(a, b) / length;
};

const oncePerDouble = (text: string): string => lettersOf(text).replace(/(.)\1+/g, '$1');

/**
 * Are these the same words to this ear? They are when it wrote them just so before: it is unsure only of how often it
 * heard one letter. A letter more or less may be another name.
 */
export const soundsLike = (heard: string, forms: readonly string[]): boolean =>
  forms.some((form) => oncePerDouble(heard) === oncePerDouble(form));

export interface Place {
  /** Index of the first word, and of the word after the last. */
  readonly start: number;
  readonly end: number;
  readonly difference: number;
}

/**
 * The last place where a phrase stands in heard words, allowing for misheard, split and joined words.
 * @param allowed part of the phrase's letters that may differ
 */
export const lastPlaceOf = (words: readonly string[], phrase: string, allowed = 0.2): Place | null => {
  const count = phrase.split(' ').length;
  let best: Place | null = null;
  for (let end = words.length; end > 0; end--) {
    if (best !== null && best.end - end > 2) break;
    for (let size = Math.max(1, count - 2); size <= count + 2 && size <= end; size++) {
      const start = end - size;
      const found = difference(words.slice(start, end).join(''), phrase);
      if (found <= allowed && (best === null || found < best.difference)) best = { start, end, difference: found };
    }
  }
  return best;
};
