import type { Directory } from './directory.ts';
import { baseOf } from './gazetteer.ts';
import { isNumberWord, ordinalOf } from './numbers.ts';
import { SUFFIXES } from './states.ts';

/** Words that begin no street: beside a house number they are the digit they sound like. */
const DIGIT_ALWAYS: Readonly<Record<string, string>> = {
  to: 'two',
  too: 'two',
  for: 'four',
  fore: 'four',
  won: 'one',
  ate: 'eight',
};
/** Words that streets are named with as well: `tree top lane`. */
const DIGIT_OR_STREET: Readonly<Record<string, string>> = { tree: 'three', free: 'three' };
const AFTER_TREE =
  /^(top|line|house|side|view|haven|trunk|farm|shade|shadow|bark|ridge|crest|frog|branch|of|leaf|bend|swallow|union|soil|port|bird|spirit|will)$/;
/** `two rivers road`, `five mile road`: the number is the street's. */
const COUNTED =
  /^(mile|notch|rivers|seasons|hills|oaks|pines|springs|lakes|creeks|sisters|brothers|forks|corners|points|ponds|bridges|bells|stones|elms|maples|cedars|winds|islands|mills|rod|chimneys|gables|locks|trees)$/;
const COUNT = /^(two|three|four|five|six|seven|eight|nine|ten|twelve)$/;
/** Who is asked where to come begins with the number, whatever it sounds like. */
const BEFORE_NUMBER = /^(um|uh|well|yeah|so|like|okay|is|its|thats|address|sure|yes|no|said|at)$/;
const INTERJECTED = /^(no|sorry|wait|i|yeah|well|actually|my|god|and|hold|hang)$/;

export interface HeardNumber {
  /** The same words; those that are digits stand as number words, those that are the street's as `two-`. */
  readonly words: readonly string[];
  /** Tokens at which another reading remains: number and street are told apart when they are read back. */
  readonly doubtful: ReadonlySet<number>;
}

const isStreetNear = (words: readonly string[], from: number, end: number): boolean => {
  for (let i = from + 1; i < Math.min(end, from + 5); i++) if (SUFFIXES[words[i] ?? ''] !== undefined) return true;
  return /^(county|state|us|highway|route|rural|fm|cr|sr)$/.test(words[from] ?? '');
};

/** The words of a street up to its suffix. */
const streetFrom = (words: readonly string[], from: number, end: number): string => {
  let to = from + 1;
  while (to < end && to < from + 5 && SUFFIXES[words[to] ?? ''] === undefined) to++;
  return words.slice(from, to + 1).join(' ');
};

const isListed = (words: readonly string[], from: number, end: number, { gazetteer }: Directory): boolean =>
  gazetteer !== null && gazetteer.named(baseOf(streetFrom(words, from, end))).length > 0;

/**
 * Words beside a house number that sound like a digit, and number words that begin a street's name: `thirteen sixty for
 * sycamore drive` is 1364, `twelve two rivers road` is 12. Which it is goes by what streets can be called; the list of the area's
 * addresses decides where it knows one of both.
 * @param end tokens from here on belong to city, state and ZIP
 */
export const hearHouseNumber = (words: readonly string[], end: number, directory: Directory): HeardNumber => {
  const heard = [...words];
  const doubtful = new Set<number>();
  for (let i = 0; i < end; i++) {
    const word = words[i] ?? '';
    const after = words[i + 1] ?? '';
    const follows = isNumberWord(heard[i - 1]);
    const sound = DIGIT_ALWAYS[word];
    if (sound !== undefined) {
      const begins = isNumberWord(after) && (i === 0 || BEFORE_NUMBER.test(words[i - 1] ?? ''));
      if (follows && SUFFIXES[after] === undefined && !isNumberWord(after) && isStreetNear(words, i + 1, end))
        heard[i] = sound;
      else if (begins && !follows) {
        heard[i] = sound;
        doubtful.add(i);
      }
      continue;
    }
    const unsure = DIGIT_OR_STREET[word];
    if (unsure !== undefined && follows && SUFFIXES[after] === undefined && isStreetNear(words, i + 1, end)) {
      const asStreet = isListed(words, i, end, directory);
      const asDigit = isListed(words, i + 1, end, directory);
      doubtful.add(i);
      if (asDigit || (!asStreet && !AFTER_TREE.test(after))) heard[i] = unsure;
      continue;
    }
    if (follows && COUNT.test(word) && !isNumberWord(after) && ordinalOf(after) === undefined) {
      const listed = isListed(words, i, end, directory);
      if ((listed || COUNTED.test(after)) && isStreetNear(words, i, end) && !isListed(words, i + 1, end, directory)) {
        heard[i] = `${word}-`;
        doubtful.add(i);
      }
      continue;
    }
    // `one two three oh sorry`: nobody says a zero and takes it back in one breath.
    if (follows && /^(oh|o)$/.test(word) && INTERJECTED.test(after)) heard[i] = '~';
  }
  return { words: heard, doubtful };
};
