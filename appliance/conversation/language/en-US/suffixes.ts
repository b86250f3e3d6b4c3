import type { Directory } from './directory.ts';
import { isNumberWord } from './numbers.ts';
import { heardDistance } from './sound.ts';
import { SUFFIXES } from './states.ts';

const LONG = [
  'street',
  'avenue',
  'drive',
  'court',
  'boulevard',
  'circle',
  'terrace',
  'parkway',
  'highway',
  'trail',
  'lane',
  'road',
];

export interface MendedSuffixes {
  readonly words: readonly string[];
  /** Letters that were glued to a suffix and belong to the city: `courtfair hope` is Court, Fairhope. */
  readonly rests: ReadonlyMap<number, string>;
}

/** Mends street suffixes that a recognizer broke: `boulevar`, `lan`, `streetfairhope`. Only where a house number stands before. */
export const mendSuffixes = (words: readonly string[], directory: Directory): MendedSuffixes => {
  const rests = new Map<number, string>();
  const numbered = words.findIndex((word) => isNumberWord(word));
  if (numbered === -1) return { words, rests };
  let found = false;
  const mended = words.map((word, i) => {
    if (SUFFIXES[word] !== undefined && word.length > 2 && i > numbered) found = true;
    if (found || i < numbered + 2 || word.length < 3 || isNumberWord(word) || isNumberWord(words[i - 1])) return word;
    const glued = LONG.find((suffix) => suffix.length >= 5 && word.startsWith(suffix) && word.length > suffix.length);
    if (glued !== undefined) {
      found = true;
      rests.set(i, word.slice(glued.length));
      return glued;
    }
    if (directory.wordRank(word) < 2000) return word;
    const near = LONG.find((suffix) => heardDistance(word, suffix) <= (suffix.length > 4 ? 1 : 0.5));
    if (near === undefined) return word;
    found = true;
    return near;
  });
  // A glued or broken suffix counts only where no whole one follows.
  const whole = words.some((word, i) => i > numbered + 1 && SUFFIXES[word] !== undefined && word.length > 3);
  return whole ? { words, rests: new Map() } : { words: mended, rests };
};
