import { doubleMetaphone } from 'double-metaphone';

const VOWELS = 'aeiouy';
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
/** Letters that are written for one another by ear. */
const ALIKE = ['ckqsxz', 'fpv', 'dt', 'gj', 'bp', 'mn', 'vw'];

/** Where a key lies, in keys: a row is offset by about half a key from the one above it. */
const KEYS: ReadonlyMap<string, readonly [x: number, y: number]> = new Map(
  ROWS.flatMap((row, y) => [...row].map((key, x) => [key, [x + y / 2, y]] as const)),
);

const neighbours = (a: string, b: string): boolean => {
  const [one, two] = [KEYS.get(a), KEYS.get(b)];
  return one !== undefined && two !== undefined && Math.hypot(one[0] - two[0], one[1] - two[1]) < 1.3;
};

const instead = (a: string, b: string): number => {
  if (a === b) return 0;
  if (VOWELS.includes(a) && VOWELS.includes(b)) return 0.6;
  if (ALIKE.some((group) => group.includes(a) && group.includes(b))) return 0.7;
  return neighbours(a, b) ? 0.7 : 1;
};

/** A letter that one of both words has alone: doubled ones and silent ones are easily too many or too few. */
const alone = (word: string, at: number): number => {
  const letter = word.charAt(at);
  if (at > 0 && letter === word.charAt(at - 1)) return 0.4;
  return 'aeiouyh'.includes(letter) ? 0.7 : 0.9;
};

const SWAP = 0.7;

/**
 * Edits between two words, weighted by how people mistype and misspell: letters changed, missing, too many, and neighbours that
 * changed places (optimal string alignment; Damerau 1964).
 */
const edits = (typed: string, word: string): number => {
  const width = word.length + 1;
  let [two, one] = [new Float64Array(width), new Float64Array(width)];
  for (let k = 1; k < width; k++) one[k] = (one[k - 1] ?? 0) + alone(word, k - 1);
  for (let i = 1; i <= typed.length; i++) {
    const row = new Float64Array(width);
    row[0] = (one[0] ?? 0) + alone(typed, i - 1);
    for (let k = 1; k < width; k++) {
      const [a, b] = [typed.charAt(i - 1), word.charAt(k - 1)];
      let least = Math.min(
        (one[k - 1] ?? 0) + instead(a, b),
        (one[k] ?? 0) + alone(typed, i - 1),
        (row[k - 1] ?? 0) + alone(word, k - 1),
      );
      if (i > 1 && k > 1 && a !== b && a === word.charAt(k - 2) && typed.charAt(i - 2) === b)
        least = Math.min(least, (two[k - 2] ?? 0) + SWAP);
      row[k] = least;
    }
    [two, one] = [one, row];
  }
  return one[width - 1] ?? 0;
};

/** The sounds of a word, the likelier first (Double Metaphone; Philips 2000). '' for what has none. */
export const soundsOf = (word: string): readonly [string, string] => doubleMetaphone(word);

/** Least likeness of two words of which one may be meant by the other. */
export const LIKE = 0.6;

/** How like two plain words are, from 0 to 1, the same word; what sounds the same counts as half as far. */
export const likeness = (typed: string, word: string): number => {
  if (typed === word) return 1;
  const longest = Math.max(typed.length, word.length);
  if (Math.abs(typed.length - word.length) > longest / 2) return 0;
  const far = edits(typed, word) / longest;
  const [sound] = soundsOf(typed);
  const heard = sound.length > 1 && soundsOf(word).includes(sound);
  return Math.max(0, 1 - (heard ? far / 2 : far));
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Every word one slip away: a letter too few, too many or another, two neighbours that changed places (after Norvig 2007). */
export const oneSlipAway = (word: string): string[] => {
  const all = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if (tail !== '') all.add(head + tail.slice(1));
    if (tail.length > 1) all.add(`${head}${tail.charAt(1)}${tail.charAt(0)}${tail.slice(2)}`);
    for (const letter of LETTERS) {
      all.add(head + letter + tail);
      if (tail !== '') all.add(head + letter + tail.slice(1));
    }
  }
  all.delete(word);
  return [...all];
};
