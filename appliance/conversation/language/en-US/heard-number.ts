import type { Directory } from './directory.ts';
import { isNumberWord } from './numbers.ts';
import { SUFFIXES } from './states.ts';

/** Ordinals that differ from their number by a breath. */
const NEARLY: Readonly<Record<string, string>> = {
  fourth: 'four',
  sixth: 'six',
  seventh: 'seven',
  eighth: 'eight',
  ninth: 'nine',
  tenth: 'ten',
};

/**
 * `Four one eighth maple avenue`: between digits and a street that has a name of its own, an ordinal is the last digit of the house
 * number. `Four one eighth avenue` stays what it is.
 */
export const lastDigitHeard = (words: readonly string[], directory: Directory): readonly string[] =>
  words.map((word, i) => {
    const digit = NEARLY[word];
    const [name, kind] = [words[i + 1] ?? '', words[i + 2] ?? ''];
    if (digit === undefined || !isNumberWord(words[i - 1]) || SUFFIXES[name] !== undefined) return word;
    return SUFFIXES[kind] !== undefined && directory.street(name)?.sure === true ? digit : word;
  });
