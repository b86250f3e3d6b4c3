import { editDistance, heardDistance } from './sound.ts';

/** ln of how much rarer one wrong letter is than a right word: an edit must be paid for by a 200 times commoner name. */
export const EDIT_COST = Math.log(200);
/** Distance between names that cannot be told apart by ear: hardly any doubt to pay for (`jon`, `john`). */
export const HOMOPHONE = Math.log(1.5) / EDIT_COST;

const earKey = (name: string): string =>
  name
    // `anne`, `clarke`, `greene`, but not `mile`, where it makes another vowel.
    .replace(/(?<=[^aeiou]{2}|[aeiou]{2}[^aeiou])e$/, '')
    .replace(/(.)\1+/g, '$1')
    .replace(/y/g, 'i')
    .replace(/au|aw/g, 'o')
    // Two vowels are one sound, but not before the end: `maria` is not `mary`.
    .replace(/(ai|ea|ee|ei|eo|ie|oa|oi|oo|ou|ue|ui)(?=[^aeiou])/g, (two) => two.charAt(0))
    .replace(/^wr/, 'r')
    .replace(/^kn/, 'n')
    .replace(/ph/g, 'f')
    .replace(/igh/g, 'i')
    .replace(/ck|c(?![eihy])|q/g, 'k')
    .replace(/(?<!^|[cstg])h/g, '')
    .replace(/th(?=om)/, 't')
    .replace(/ie$|ee$|ei$/, 'i');

/** Names by their length: only near lengths can be a few edits away. */
export type Shelf = ReadonlyMap<number, readonly string[]>;

export const shelve = (names: Iterable<string>): Shelf => {
  const shelf = new Map<number, string[]>();
  for (const name of names) {
    const row = shelf.get(name.length);
    if (row) row.push(name);
    else shelf.set(name.length, [name]);
  }
  return shelf;
};

export interface ScoredName {
  readonly name: string;
  /** 0 when heard exactly; else edits as a recognizer makes them. */
  readonly distance: number;
  /** ln of how unlikely it is: by how rare the name is, and by what was heard. */
  readonly cost: number;
}

/** The names near what was heard, in no order. @param rankOf 0 for the commonest */
export const scoreNames = (heard: string, names: Shelf, rankOf: (name: string) => number): ScoredName[] => {
  const limit = heard.length < 4 ? 1 : heard.length === 4 ? 1.25 : heard.length <= 7 ? 2 : 3;
  // Lost vowels are many letters and little sound: `mggy`.
  const reach = heard.length < 4 ? 1 : Math.floor(limit) + 2;
  const key = earKey(heard);
  const scored: ScoredName[] = [];
  for (let length = heard.length - reach; length <= heard.length + reach; length++)
    for (const name of names.get(length) ?? []) {
      const letters = editDistance(heard, name);
      if (letters > reach) continue;
      const distance = letters === 0 ? 0 : earKey(name) === key ? HOMOPHONE : heardDistance(heard, name);
      if (distance > limit || (letters > limit && distance > letters * 0.6)) continue;
      scored.push({ name, distance, cost: Math.log(rankOf(name) + 20) + distance * EDIT_COST });
    }
  return scored;
};
