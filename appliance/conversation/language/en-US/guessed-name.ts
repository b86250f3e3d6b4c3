import type { Directory, NameMatch } from './directory.ts';

/** A first and a last name as the lists know them, and as they were heard. */
export interface Guess {
  first: NameMatch | null;
  last: NameMatch | null;
  cost: number;
  rawFirst: string;
  rawLast: string;
}

const costOf = (match: NameMatch | null, heard: string): number =>
  match ? match.distance * 2 + (match.sure ? 0 : 1) : 3 + heard.length * 0.3;

/** Shorter runs are one name, if any. */
const GLUED_LETTERS = 7;

/** First and last name that a recognizer wrote as one word: `hannahgomez`. Null when the word is a name itself. */
const unglued = (word: string, directory: Directory): Guess | null => {
  if (word.length < GLUED_LETTERS || directory.isFirstName(word) || directory.lastRank(word) < 20_000) return null;
  let best: Guess | null = null;
  for (let cut = 2; cut <= word.length - 2; cut++) {
    const [rawFirst, rawLast] = [word.slice(0, cut), word.slice(cut)];
    const first = directory.first(rawFirst);
    const last = directory.last(rawLast);
    if (!first || !last) continue;
    const cost = costOf(first, rawFirst) + costOf(last, rawLast) + rarity(first.name, last.name, directory);
    // Where one part is a guess, so is the place where the word was cut.
    const doubt = first.sure && last.sure ? {} : { sure: false };
    if (!best || cost < best.cost)
      best = { first: { ...first, ...doubt }, last: { ...last, ...doubt }, cost, rawFirst, rawLast };
  }
  return best;
};

const rarity = (first: string, last: string, directory: Directory): number =>
  0.15 * (Math.log(directory.firstRank(first) + 20) + Math.log(Math.min(directory.lastRank(last), 100_000) + 20));

/** Tries the ways to cut the words into a first and a last name; recognizers break unknown names (`be trixx`). */
export const guessName = (parts: readonly string[], directory: Directory): Guess => {
  let best: Guess | null = null;
  for (let cut = 1; cut < parts.length; cut++) {
    const rawFirst = parts.slice(0, cut).join('');
    const rawLast = parts.slice(cut).join('');
    const joins = (parts.length - 2) * 0.6;
    const plain = { first: directory.first(rawFirst), last: directory.last(rawLast) };
    const cost = costOf(plain.first, rawFirst) + costOf(plain.last, rawLast) + joins;
    if (!best || cost < best.cost) best = { ...plain, cost, rawFirst, rawLast };
    // `quill ada`: last name first, only where that is clearly the better reading.
    if (
      parts.length === 2 &&
      directory.isFirstName(rawLast) &&
      directory.lastRank(rawLast) > 2000 &&
      directory.lastRank(rawFirst) < 5000 &&
      !(directory.isFirstName(rawFirst) && directory.lastRank(rawFirst) > 100) &&
      directory.firstRank(rawLast) < directory.firstRank(rawFirst)
    ) {
      const turned = { first: directory.first(rawLast), last: directory.last(rawFirst) };
      const turnedCost = costOf(turned.first, rawLast) + costOf(turned.last, rawFirst) + 0.2;
      if (turnedCost <= best.cost + 0.5) best = { ...turned, cost: turnedCost, rawFirst: rawLast, rawLast: rawFirst };
    }
  }
  if (parts.length === 2 && best && best.cost > 1) {
    // A letter may have slipped over the boundary: `ad aquill`.
    const [a = '', b = ''] = parts;
    for (const [rawFirst, rawLast] of [
      [a + b.slice(0, 1), b.slice(1)],
      [a.slice(0, -1), a.slice(-1) + b],
    ] as const) {
      if (rawFirst.length < 2 || rawLast.length < 2) continue;
      const moved = { first: directory.first(rawFirst), last: directory.last(rawLast) };
      const cost = costOf(moved.first, rawFirst) + costOf(moved.last, rawLast) + 0.5;
      if (cost < best.cost) best = { ...moved, cost, rawFirst, rawLast };
    }
  }
  const only = parts[0] ?? '';
  return (
    best ??
    unglued(only, directory) ?? { first: directory.first(only), last: null, cost: 0, rawFirst: only, rawLast: '' }
  );
};
