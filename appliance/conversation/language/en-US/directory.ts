import type { Gazetteer } from './gazetteer.ts';
import { editDistance, heardDistance, soundOf } from './sound.ts';

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
  zip(zip: string): Place | null;
  city(heard: string, state: string): PlaceMatch | null;
  /** All cities of a state: name without spaces, and how many ZIP codes it has. */
  cities(state: string): Iterable<{ readonly key: string; readonly zips: number }>;
  /** True when some state has a city written like this. */
  isCity(heard: string): boolean;
  /** The word streets are named with that a heard non-word is likest to: `ceder` -> `cedar`. */
  soundsLike(heard: string): NameMatch | null;
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
  /** Lines `city TAB state TAB zip`. */
  readonly places: Iterable<{ readonly city: string; readonly state: string; readonly zip: string }>;
  readonly customers?: readonly { readonly first: string; readonly last: string }[];
  readonly home?: { readonly state: string; readonly zip?: string };
  readonly gazetteer?: Gazetteer;
}

/** Below this rank last names are too rare to be guessed at from a mishearing. */
const LIKELY_LAST_NAMES = 20_000;
/** ln of how much rarer one wrong letter is than a right word: an edit must be paid for by a 200 times commoner name. */
const EDIT_COST = Math.log(200);

export const squash = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replace(/^(st|saint) /, 'saint ')
    .replace(/^mt /, 'mount ')
    .replace(/^ft /, 'fort ')
    .replace(/ /g, '');

/** Distance between names that cannot be told apart by ear: hardly any doubt to pay for (`jon`, `john`). */
const HOMOPHONE = Math.log(1.5) / EDIT_COST;
const earKey = (name: string): string =>
  name
    .replace(/(.)\1+/g, '$1')
    // Two vowels are one sound, but not before the end: `maria` is not `mary`.
    .replace(/([aeiou])[aeiou]+(?=[^aeiou])/g, '$1')
    .replace(/^wr/, 'r')
    .replace(/^kn/, 'n')
    .replace(/ph/g, 'f')
    .replace(/igh/g, 'i')
    .replace(/ck|c(?![eihy])|q/g, 'k')
    .replace(/(?<!^|[cstg])h/g, '')
    .replace(/th(?=om)/, 't')
    .replace(/y/g, 'i')
    .replace(/ie$|ee$|ei$/, 'i')
    .replace(/e$/, '');
/** Names by their length: only near lengths can be a few edits away. */
type Shelf = ReadonlyMap<number, readonly string[]>;
const shelve = (names: Iterable<string>): Shelf => {
  const shelf = new Map<number, string[]>();
  for (const name of names) {
    const row = shelf.get(name.length);
    if (row) row.push(name);
    else shelf.set(name.length, [name]);
  }
  return shelf;
};

const nearest = (heard: string, names: Shelf, rankOf: (name: string) => number, guessFrom = 5): NameMatch | null => {
  const limit = heard.length < 4 ? 1 : heard.length === 4 ? 1.25 : heard.length <= 7 ? 2 : 3;
  // Lost vowels are many letters and little sound: `mggy`.
  const reach = heard.length < 4 ? 1 : Math.floor(limit) + 2;
  const key = earKey(heard);
  let scored: { name: string; distance: number; cost: number }[] = [];
  for (let length = heard.length - reach; length <= heard.length + reach; length++)
    for (const name of names.get(length) ?? []) {
      const letters = editDistance(heard, name);
      if (letters > reach) continue;
      const distance = letters === 0 ? 0 : earKey(name) === key ? HOMOPHONE : heardDistance(heard, name);
      if (distance > limit || (letters > limit && distance > letters * 0.6)) continue;
      scored.push({ name, distance, cost: Math.log(rankOf(name) + 20) + distance * EDIT_COST });
    }
  scored = scored.toSorted((a, b) => a.cost - b.cost);
  const [best, second] = scored;
  if (!best) return null;
  const sure =
    best.distance <= HOMOPHONE ||
    (heard.length >= guessFrom && best.distance <= 1 && (second === undefined || second.cost - best.cost > 2));
  return {
    name: best.name,
    distance: best.distance,
    sure,
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
  return {
    home: lists.home ?? null,
    gazetteer: lists.gazetteer ?? null,
    isWord: (word) => wordRanks.has(word),
    wordRank: (word) => wordRanks.get(word) ?? Number.POSITIVE_INFINITY,
    isFirstName: (word) => firstRanks.has(word),
    firstRank,
    isLastName: (word) => lastRanks.has(word),
    lastRank: (word) => lastRanks.get(word) ?? Number.POSITIVE_INFINITY,
    first: remembered((heard) => nearest(heard, firstShelf, firstRank)),
    last: remembered((heard) => {
      const exact = lastRanks.get(heard);
      if (exact !== undefined && exact < 2000) return { name: heard, distance: 0, sure: true, alternatives: [] };
      const near = nearest(heard, likelyLast, lastRank);
      if (exact === undefined || exact < LIKELY_LAST_NAMES) return near;
      // A very rare name heard exactly competes with a common one a letter away.
      if (near && Math.log(lastRank(near.name) + 20) + near.distance * EDIT_COST < Math.log(exact + 20))
        return { ...near, sure: false, alternatives: [heard, ...near.alternatives] };
      return { name: heard, distance: 0, sure: exact < 60_000, alternatives: near ? [near.name] : [] };
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
    soundsLike: remembered((heard) => {
      const sound = soundOf(heard);
      const alike = likelyWords.filter(
        (word) =>
          Math.abs(word.length - heard.length) <= 2 &&
          editDistance(word, heard) <= (heard.length > 5 ? 2 : 1) &&
          soundOf(word) === sound,
      );
      const same = nearest(heard, shelve(alike), streetRank, 4);
      const near = same?.sure === true ? same : nearest(heard, streetShelf, streetRank, 4);
      // Two or three letters are too little to tell words apart by: `hy`.
      return near && heard.length < 4 ? { ...near, sure: false } : near;
    }),
  };
};
