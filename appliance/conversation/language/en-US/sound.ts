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

const VOWELS = 'aeiouy';
/** Consonants that recognizers write for one another. */
const ALIKE = ['bp', 'dt', 'ckgq', 'fv', 'sz', 'mn', 'cs', 'jg', 'vw', 'xs'];

const swap = (a: string, b: string): number => {
  if (a === b) return 0;
  const [vowelA, vowelB] = [VOWELS.includes(a), VOWELS.includes(b)];
  if (vowelA && vowelB) return 0.45;
  if (vowelA !== vowelB) return 1.1;
  return ALIKE.some((group) => group.includes(a) && group.includes(b)) ? 0.5 : 1;
};

/** What it costs that letter `i` of a word stands in one word alone. */
const alone = (word: string, i: number): number => {
  const letter = word.charAt(i);
  if (i > 0 && letter === word.charAt(i - 1)) return 0.15;
  if (letter === 'e' && i === word.length - 1 && i > 1) return 0.2;
  if (VOWELS.includes(letter)) return i === 0 ? 0.8 : 0.5;
  // The end of `noland` is hardly heard.
  if ('dt'.includes(letter) && i > 1 && i === word.length - 1 && 'nl'.includes(word.charAt(i - 1))) return 0.5;
  return letter === 'h' && i > 0 ? 0.4 : 'rlnt'.includes(letter) && i > 0 ? 0.85 : 1;
};

/** Edits weighted by what recognizers really confuse: vowels are lost and swapped far more often than consonants. */
const weighted = (heard: string, written: string): number => {
  let row = new Float64Array(written.length + 1);
  for (let k = 1; k <= written.length; k++) row[k] = (row[k - 1] ?? 0) + alone(written, k - 1);
  for (let i = 1; i <= heard.length; i++) {
    const next = new Float64Array(written.length + 1);
    next[0] = (row[0] ?? 0) + alone(heard, i - 1);
    for (let k = 1; k <= written.length; k++) {
      next[k] = Math.min(
        (row[k - 1] ?? 0) + swap(heard.charAt(i - 1), written.charAt(k - 1)),
        (row[k] ?? 0) + alone(heard, i - 1),
        (next[k - 1] ?? 0) + alone(written, k - 1),
      );
    }
    row = next;
  }
  return row[written.length] ?? 0;
};

/**
 * How far a heard word is from a written one, in edits as a recognizer makes them (a consonant taken for an unlike one is
 * 1), and at most half the letters that differ where both sound the same. 0 is the same word.
 */
export const heardDistance = (heard: string, written: string): number => {
  if (heard === written) return 0;
  const edits = weighted(heard, written);
  return soundOf(heard) === soundOf(written) ? Math.min(edits, distance(heard, written) * 0.5) : edits;
};
