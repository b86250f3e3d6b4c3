import type { NameMatch } from './directory.ts';
import { EDIT_COST, HOMOPHONE, scoreNames, type Shelf } from './near-names.ts';

/** A word that streets are not commonly named after is so much rarer, in ranks, than the last that they are. */
const UNCOMMON = 1000;
/** How far, in log odds, another common name may lie behind before it is no rival: 7 to 1. */
const RIVAL = 2;
/** The same for a word that no common street has: there one that is common is believed sooner. */
const RIVAL_OF_UNCOMMON = 6;
/** Without letters a guess may differ by so much of what was heard, in edits as recognizers make them. */
const GUESS_DISTANCE = 1;

export interface StreetLists {
  /** Words streets are commonly named after, with their rank. */
  readonly common: ReadonlyMap<string, number>;
  readonly shelf: Shelf;
  /** Rank of any other word that a street may be named with; Infinity when none is. */
  readonly rankOf: (word: string) => number;
  /** The likest of those words. */
  readonly near: (heard: string) => NameMatch | null;
}

/**
 * What a heard word of a street's name means. Streets are named after few words again and again, so a common one that
 * sounds nearly so is likelier than a rare one heard exactly; either way `alike` tells that letters must decide.
 */
export const hearStreet = (heard: string, { common, shelf, rankOf, near: guess }: StreetLists): NameMatch | null => {
  const rank = common.get(heard);
  const own = rank ?? UNCOMMON + rankOf(heard);
  const scored = scoreNames(heard, shelf, (name) => common.get(name) ?? UNCOMMON).filter(({ name }) => name !== heard);
  if (Number.isFinite(own)) scored.push({ name: heard, distance: 0, cost: Math.log(own + 20) });
  else {
    const other = guess(heard);
    if (other && !common.has(other.name)) {
      const cost = Math.log(UNCOMMON + rankOf(other.name) + 20) + other.distance * EDIT_COST;
      if (Number.isFinite(cost)) scored.push({ name: other.name, distance: other.distance, cost });
    }
  }
  const listed = rank !== undefined || (Number.isFinite(own) && heard.length > 3);
  // A word heard exactly gives way only where its consonants stay, a common one only to its double: `oaks`, `mile`.
  const least = rank === undefined ? GUESS_DISTANCE : 2 * HOMOPHONE;
  const kept = (name: string, distance: number): boolean => listed && name !== heard && distance >= least;
  const [best, second] = scored
    .map((one) => (kept(one.name, one.distance) ? { ...one, cost: Math.max(one.cost, Math.log(own + 20) + 0.1) } : one))
    .toSorted((a, b) => a.cost - b.cost);
  if (!best) return null;
  const behind = second === undefined ? Number.POSITIVE_INFINITY : second.cost - best.cost;
  const near = common.has(best.name) && (listed || best.distance <= GUESS_DISTANCE);
  const alike = behind < (near ? RIVAL : RIVAL_OF_UNCOMMON) || (listed && best.name !== heard);
  return {
    name: best.name,
    distance: best.distance,
    sure: listed || (heard.length > 3 && best.distance <= GUESS_DISTANCE && !alike),
    alike,
    alternatives: second === undefined ? [] : [second.name],
  };
};
