import type { Directory } from './directory.ts';
import { ordinalOf } from './numbers.ts';
import { heardDistance } from './sound.ts';
import { DIRECTIONS, SUFFIXES } from './states.ts';

/** A street as a list of addresses writes it. */
export interface KnownStreet {
  /** In full: `North Oakridge Drive`. */
  readonly name: string;
  /** Its name alone, as `baseOf` gives it: `oakridge`. */
  readonly base: string;
  readonly city: string;
}

/** The addresses of the area, from a list that the installer supplied. It helps to hear a street and refuses none. */
export interface Gazetteer {
  /** Streets with just this name. @param base as `baseOf` gives it */
  named(base: string): readonly KnownStreet[];
  /** Streets whose names share letters or sound with this one; nothing is promised about how near they are. */
  near(base: string): readonly KnownStreet[];
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const wordsOf = (street: string): string[] => street.toLowerCase().match(/[a-z0-9]+/g) ?? [];
/** A suffix or direction counts as one beside a name only: `Court Street`, `North Street`. */
const nameRange = (words: readonly string[]): readonly [number, number] => {
  let [from, to] = [0, words.length];
  if (to - from > 1 && DIRECTIONS[words[to - 1] ?? ''] !== undefined) to--;
  if (to - from > 1 && SUFFIXES[words[to - 1] ?? ''] !== undefined) to--;
  if (to - from > 1 && DIRECTIONS[words[from] ?? ''] !== undefined) from++;
  return [from, to];
};

/** A street's name without kind and direction, as names are compared: `N Oak Ridge Dr` -> `oakridge`, `Second St` -> `2`. */
export const baseOf = (street: string): string => {
  const words = wordsOf(street);
  const [from, to] = nameRange(words);
  return words
    .slice(from, to)
    .map((word, i) => (i === 0 && word === 'st' ? 'saint' : String(ordinalOf(word) ?? word)))
    .join('');
};

/** A street in full, from the way lists abbreviate it: `N OAK RIDGE DR` -> `North Oak Ridge Drive`. */
export const writtenStreet = (street: string): string => {
  const words = wordsOf(street);
  const [from, to] = nameRange(words);
  return words
    .map((word, i) => {
      if (i < from || i > to) return DIRECTIONS[word] ?? capital(word);
      if (i === to) return SUFFIXES[word] ?? DIRECTIONS[word] ?? capital(word);
      return i === from && word === 'st' ? 'Saint' : capital(word);
    })
    .join(' ');
};

/** A street's name as it is written, without kind and direction: `North Oak Ridge Drive` -> `Oak Ridge`. */
export const nameAlone = (street: string): string => {
  const words = wordsOf(street);
  const [from, to] = nameRange(words);
  return words.slice(from, to).map(capital).join(' ');
};

/** What stands beside the name: kind and direction. */
const restOf = (street: string): string => {
  const words = wordsOf(writtenStreet(street));
  const [from, to] = nameRange(words);
  return [...words.slice(0, from), ...words.slice(to)].join(' ');
};

/** One spelling for what was heard: the only one there is, or the one of its own kind. */
const settled = (heard: string, streets: readonly KnownStreet[]): string | null => {
  const names = [...new Set(streets.map(({ name }) => name))];
  const rest = restOf(heard);
  const alike = names.filter((name) => restOf(name) === rest);
  const [only, ...others] = alike.length > 0 ? alike : rest === '' ? names : [];
  return only !== undefined && others.length === 0 ? only : null;
};

/** Words that are names by themselves give way only to a street that sounds the same. */
const SAME_SOUND = 0.5;

/**
 * The known spelling of a street that was heard; null when the list has none, or several are as likely. The caller hears it
 * read back before it counts.
 * @param ordinary each word of it is one that streets are named with
 */
export const knownStreet = (heard: string, ordinary: boolean, { gazetteer }: Directory): string | null => {
  const base = baseOf(heard);
  if (!gazetteer || base === '') return null;
  const exact = gazetteer.named(base);
  if (exact.length > 0) return settled(heard, exact);
  if (/\d/.test(base) || base.length < 4) return null;
  const limit = ordinary ? SAME_SOUND : Math.max(1, base.length / 5);
  let best: { base: string; distance: number } | null = null;
  let second = Number.POSITIVE_INFINITY;
  const near = gazetteer.near(base);
  for (const other of new Set(near.map((street) => street.base))) {
    const distance = heardDistance(base, other);
    if (best === null || distance < best.distance) {
      second = best?.distance ?? second;
      best = { base: other, distance };
    } else second = Math.min(second, distance);
  }
  if (best === null || best.distance > limit || second - best.distance < 0.4) return null;
  return settled(
    heard,
    near.filter((street) => street.base === best.base),
  );
};
