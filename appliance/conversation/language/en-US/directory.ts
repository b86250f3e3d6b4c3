import type { Gazetteer } from './gazetteer.ts';
import { EDIT_COST, HOMOPHONE, scoreNames, shelve, type Shelf } from './near-names.ts';
import { editDistance, heardDistance, soundOf } from './sound.ts';
import { hearStreet } from './heard-street.ts';

export interface Place {
  readonly city: string;
  readonly state: string;
  readonly zips: readonly string[];
}

export interface NameMatch {
  readonly name: string;
  /** 0 when heard exactly; else edits, halved where it sounds the same. */
  readonly distance: number;
  /** True when no other name is nearly as likely. */
  readonly sure: boolean;
  readonly alternatives: readonly string[];
  /** True when another name is nearly as likely and sounds nearly the same, so that only letters tell them apart: `carl`, `carol`. */
  readonly alike: boolean;
}

export interface PlaceMatch extends Place {
  readonly distance: number;
  readonly sure: boolean;
}

/** The people and places the reader knows. Pure: it is built from lists that someone else loaded. */
export interface Directory {
  /** True for an ordinary English word. */
  isWord(word: string): boolean;
  /** Rank among ordinary words by use, 0 the commonest; Infinity when unknown. */
  wordRank(word: string): number;
  isFirstName(word: string): boolean;
  /** Rank among first names, 0 the commonest; a high number when unknown. */
  firstRank(word: string): number;
  isLastName(word: string): boolean;
  /** Rank among last names, 0 the commonest; Infinity when unknown. */
  lastRank(word: string): number;
  first(heard: string): NameMatch | null;
  last(heard: string): NameMatch | null;
  /** A customer of the shop whose full name sounds like what was heard. */
  customer(heard: string): { first: string; last: string } | null;
  /** Full names of the shop's technicians. */
  readonly technicians: readonly string[];
  zip(zip: string): Place | null;
  city(heard: string, state: string): PlaceMatch | null;
  /** All cities of a state: name without spaces, and how many ZIP codes it has. */
  cities(state: string): Iterable<{ readonly key: string; readonly zips: number }>;
  /** True when some state has a city written like this. */
  isCity(heard: string): boolean;
  /** The word streets are named with that a heard non-word is likest to: `ceder` -> `cedar`. */
  soundsLike(heard: string): NameMatch | null;
  /** What a heard word of a street's name means; how often streets are called so weighs as much as the sound: `burch` -> `birch`. */
  street(heard: string): NameMatch | null;
  /** Common street names with nearly as many letters, for letters a telephone swapped. */
  streetsSpelledLike(letters: string): readonly string[];
  /** Rank among the words that streets are commonly named after, 0 the commonest; Infinity for others. */
  streetRank(word: string): number;
  readonly home: { readonly state: string; readonly zip?: string } | null;
  /** The area's addresses, where the installer supplied a list. */
  readonly gazetteer: Gazetteer | null;
}

export interface DirectoryLists {
  /** Lower case, commonest first. */
  readonly firstNames: readonly string[];
  /** Lower case, commonest first. */
  readonly lastNames: readonly string[];
  /** Lower case, commonest first. */
  readonly words: readonly string[];
  /** Words streets are commonly named after, lower case, commonest first. */
  readonly streetNames?: readonly string[];
  /** Lines `city TAB state TAB zip`. */
  readonly places: Iterable<{ readonly city: string; readonly state: string; readonly zip: string }>;
  readonly customers?: readonly { readonly first: string; readonly last: string }[];
  /** Full names; may grow in place. */
  readonly technicians?: readonly string[];
  readonly home?: { readonly state: string; readonly zip?: string };
  readonly gazetteer?: Gazetteer;
}

/** Below this rank last names are too rare to be guessed at from a mishearing. */
const LIKELY_LAST_NAMES = 20_000;
/** How far, in log odds, another name may lie behind before letters need not be told: 7 to 1. */
const ALIKE = 2;

export const squash = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replace(/^(st|saint) /, 'saint ')
    .replace(/^mt /, 'mount ')
    .replace(/^ft /, 'fort ')
    .replace(/ /g, '');

const nearest = (
  heard: string,
  names: Shelf,
  rankOf: (name: string) => number,
  { guessFrom = 5, listed = true }: { readonly guessFrom?: number; readonly listed?: boolean } = {},
): NameMatch | null => {
  const scored = scoreNames(heard, names, rankOf).toSorted((a, b) => a.cost - b.cost);
  const [best, second] = scored;
  if (!best) return null;
  const behind = second === undefined ? Number.POSITIVE_INFINITY : second.cost - best.cost;
  const long = heard.length >= guessFrom;
  // A mishearing that two names explain, or one only by much, is asked for letter by letter.
  const far = best.distance <= HOMOPHONE && editDistance(heard, best.name) > 1;
  const either = !listed && (behind < ALIKE || far);
  const sure =
    !either && ((best.distance <= HOMOPHONE && (long || listed)) || (long && best.distance <= 1 && behind > ALIKE));
  return {
    name: best.name,
    distance: best.distance,
    sure,
    alike: behind < ALIKE,
    alternatives: scored
      .slice(1, 4)
      .filter((other) => other.cost - best.cost < 6)
      .map((other) => other.name),
  };
};

/** Builds the indexes. Sound is computed only for candidates that are already near in letters. */
export const createDirectory = (lists: DirectoryLists): Directory => {
  const wordRanks = new Map<string, number>();
  for (const [rank, word] of lists.words.entries()) if (!wordRanks.has(word)) wordRanks.set(word, rank);
  const lastRanks = new Map<string, number>();
  for (const [rank, name] of lists.lastNames.entries()) lastRanks.set(name, rank);
  const byZip = new Map<string, { city: string; state: string }>();
  const byState = new Map<string, Map<string, { city: string; zips: string[] }>>();
  for (const { city, state, zip } of lists.places) {
    byZip.set(zip, { city, state });
    let cities = byState.get(state);
    if (!cities) byState.set(state, (cities = new Map()));
    const key = squash(city);
    const known = cities.get(key);
    if (known) known.zips.push(zip);
    else cities.set(key, { city, zips: [zip] });
  }
  const likelyLast = shelve(lists.lastNames.slice(0, LIKELY_LAST_NAMES));
  const likelyWords = lists.words
    .slice(0, 20_000)
    .filter((word, rank) => /^[a-z]{3,}$/.test(word) && (rank >= 200 || (lastRanks.get(word) ?? 100_000) < 5000));
  // Streets are named after people, places and things; never after the little words of speech.
  const streetRanks = new Map<string, number>();
  const nameStreets = (words: Iterable<string>, from: number): void => {
    let rank = from;
    for (const word of words) {
      rank++;
      if (word.length > 2) streetRanks.set(word, Math.min(streetRanks.get(word) ?? rank, rank));
    }
  };
  nameStreets(likelyWords, 0);
  nameStreets(lists.lastNames.slice(0, 5000), 500);
  nameStreets(lists.firstNames.slice(0, 2000), 500);
  const streetShelf = shelve(streetRanks.keys());
  const streetRank = (word: string): number => streetRanks.get(word) ?? 60_000;
  const common = new Map((lists.streetNames ?? []).map((word, rank) => [word, rank]));
  const commonShelf = shelve(common.keys());
  /** The little words of speech are no streets, though somebody is called Will. */
  const uncommonRank = (word: string): number => {
    const known = streetRanks.get(word);
    if ((wordRanks.get(word) ?? 200) < 200 || word.length < 3) return Number.POSITIVE_INFINITY;
    if (known !== undefined) return known;
    // `marys court`
    const owner = word.endsWith('s') ? streetRanks.get(word.slice(0, -1)) : undefined;
    if (owner !== undefined) return owner + 500;
    const named = (lastRanks.get(word) ?? 100_000) < 8000 || (firstRanks.get(word) ?? 100_000) < 5000;
    return wordRanks.has(word) || named ? 30_000 : Number.POSITIVE_INFINITY;
  };
  const customers = lists.customers ?? [];
  const firstRanks = new Map<string, number>();
  for (const [rank, name] of lists.firstNames.entries()) {
    // Rare names that are everyday words (`my`) would be found in every sentence.
    if (rank < 1500 || (wordRanks.get(name) ?? Number.POSITIVE_INFINITY) > 300) firstRanks.set(name, rank);
  }
  const firstShelf = shelve(firstRanks.keys());
  const firstRank = (name: string): number => firstRanks.get(name) ?? 60_000;
  const lastRank = (name: string): number => lastRanks.get(name) ?? 100_000;
  const toPlace = (state: string, found: { city: string; zips: string[] }): Place => ({
    city: found.city,
    state,
    zips: found.zips,
  });
  const remembered = (look: (heard: string) => NameMatch | null): ((heard: string) => NameMatch | null) => {
    const known = new Map<string, NameMatch | null>();
    return (heard) => {
      const hit = known.get(heard);
      if (hit !== undefined) return hit;
      const found = look(heard);
      if (known.size >= 2000) known.clear();
      known.set(heard, found);
      return found;
    };
  };
  const soundsLike = remembered((heard) => {
    const sound = soundOf(heard);
    const alike = likelyWords.filter(
      (word) =>
        Math.abs(word.length - heard.length) <= 2 &&
        editDistance(word, heard) <= (heard.length > 5 ? 2 : 1) &&
        soundOf(word) === sound,
    );
    const same = nearest(heard, shelve(alike), streetRank, { guessFrom: 4 });
    const near = same?.sure === true ? same : nearest(heard, streetShelf, streetRank, { guessFrom: 4 });
    // Two or three letters are too little to tell words apart by: `hy`.
    return near && heard.length < 4 ? { ...near, sure: false } : near;
  });
  return {
    home: lists.home ?? null,
    gazetteer: lists.gazetteer ?? null,
    technicians: lists.technicians ?? [],
    isWord: (word) => wordRanks.has(word),
    wordRank: (word) => wordRanks.get(word) ?? Number.POSITIVE_INFINITY,
    isFirstName: (word) => firstRanks.has(word),
    firstRank,
    isLastName: (word) => lastRanks.has(word),
    lastRank: (word) => lastRanks.get(word) ?? Number.POSITIVE_INFINITY,
    first: remembered((heard) => nearest(heard, firstShelf, firstRank, { listed: firstRanks.has(heard) })),
    last: remembered((heard) => {
      const exact = lastRanks.get(heard);
      const near = nearest(heard, likelyLast, lastRank, { listed: exact !== undefined });
      if (exact !== undefined && exact < 2000 && near?.name !== heard)
        return { name: heard, distance: 0, sure: true, alike: true, alternatives: near ? [near.name] : [] };
      if (exact === undefined || exact < LIKELY_LAST_NAMES) return near;
      // A very rare name heard exactly competes with a common one a letter away.
      if (near && Math.log(lastRank(near.name) + 20) + near.distance * EDIT_COST < Math.log(exact + 20))
        return { ...near, sure: false, alternatives: [heard, ...near.alternatives] };
      return {
        name: heard,
        distance: 0,
        sure: exact < 60_000,
        alike: near !== null,
        alternatives: near ? [near.name] : [],
      };
    }),
    customer: (heard) => {
      const key = heard.replace(/ /g, '');
      let best: { first: string; last: string } | null = null;
      let bestDistance = Number.POSITIVE_INFINITY;
      for (const person of customers) {
        const distance = Math.min(
          heardDistance(key, (person.first + person.last).toLowerCase()),
          heardDistance(key, (person.last + person.first).toLowerCase()),
        );
        if (distance < bestDistance) [best, bestDistance] = [person, distance];
        else if (distance === bestDistance) best = null;
      }
      return best && bestDistance <= Math.max(0.5, key.length / 6) ? best : null;
    },
    zip: (zip) => {
      const found = byZip.get(zip);
      return found ? { ...found, zips: [zip] } : null;
    },
    *cities(state) {
      for (const [key, { zips }] of byState.get(state) ?? []) yield { key, zips: zips.length };
    },
    isCity: (heard) => {
      const key = squash(heard);
      for (const cities of byState.values()) if (cities.has(key)) return true;
      return false;
    },
    city: (heard, state) => {
      const cities = byState.get(state);
      const key = squash(heard);
      if (!cities || key.length < 3) return null;
      const exact = cities.get(key);
      if (exact) return { ...toPlace(state, exact), distance: 0, sure: true };
      const limit = Math.max(1, Math.floor(key.length / 3));
      let best: { city: string; zips: string[]; key: string } | null = null;
      let cost = Number.POSITIVE_INFINITY;
      let bestDistance = 0;
      let second = Number.POSITIVE_INFINITY;
      for (const [name, found] of cities) {
        if (Math.abs(name.length - key.length) > limit || editDistance(key, name) > limit) continue;
        const distance = heardDistance(key, name);
        // Cities with many ZIP codes are big, hence likelier.
        const total = distance - Math.log(found.zips.length + 1) * 0.2;
        if (total < cost) {
          second = cost;
          best = { ...found, key: name };
          cost = total;
          bestDistance = distance;
        } else if (total < second) second = total;
      }
      if (!best) return null;
      return {
        ...toPlace(state, best),
        distance: bestDistance,
        sure: bestDistance <= Math.max(1, key.length / 5) && second - cost > 0.4,
      };
    },
    soundsLike,
    streetsSpelledLike: (letters) =>
      [-1, 0, 1]
        .flatMap((more) => commonShelf.get(letters.length + more) ?? [])
        .filter((name) => editDistance(name, letters) <= 2),
    streetRank: (word) => common.get(word) ?? Number.POSITIVE_INFINITY,
    street: remembered((heard) =>
      hearStreet(heard, { common, shelf: commonShelf, rankOf: uncommonRank, near: soundsLike }),
    ),
  };
};
