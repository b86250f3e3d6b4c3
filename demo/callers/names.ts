import { doubleMetaphone } from 'double-metaphone';
import { distance } from 'fastest-levenshtein';

/** Names the bench recognizer was trained on, as `training-names.txt` lists them: lower case, spaces inside names as spaces. */
export interface HeardNames {
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly streets: readonly string[];
  readonly cities: readonly string[];
}

/** Reads the four lists; held-out names are not among them. */
export const parseHeardNames = (text: string): HeardNames => {
  const list = (title: string): string[] => {
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${title}:`));
    if (line === undefined) throw new Error(`the name lists hold no "${title}:" line`);
    return line
      .slice(title.length + 1)
      .trim()
      .split(/\s+/)
      .map((name) => name.replaceAll('_', ' '));
  };
  return {
    first: list('first names'),
    last: list('last names'),
    streets: list('street names'),
    cities: list('cities'),
  };
};

/** As people write it. */
export const written = (name: string): string => name.replace(/(^| )[a-z]/g, (letter) => letter.toUpperCase());

/** Sarah and Sara, Steven and Stephen: nobody can tell them apart by ear. */
const soundAlike = (one: string, other: string): boolean =>
  one.charAt(0) === other.charAt(0) &&
  distance(one, other) <= 2 &&
  doubleMetaphone(one)[0] === doubleMetaphone(other)[0];

/**
 * The `count` most common names of a list; of names that sound alike the most common alone.
 * @param ranking words by frequency, most frequent first
 */
export const commonNames = (names: readonly string[], ranking: readonly string[], count: number): string[] => {
  const rank = new Map(ranking.map((word, at) => [word, at]));
  const ordered = names
    .flatMap((name) => {
      const at = rank.get(name);
      return at === undefined ? [] : [{ name, at }];
    })
    .toSorted((a, b) => a.at - b.at)
    .map(({ name }) => name);
  const kept: string[] = [];
  for (const name of ordered) {
    if (kept.length === count) break;
    if (!kept.some((other) => soundAlike(name, other))) kept.push(name);
  }
  return kept;
};
