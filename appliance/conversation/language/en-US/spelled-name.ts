import type { Directory } from './directory.ts';
import { heardDistance } from './sound.ts';

/** A name as it is written: `mcdonald` is McDonald. */
export const cap = (name: string): string => {
  const lower = name.toLowerCase();
  const mc = /^(mc)([a-z]{3,})$/.exec(lower);
  return mc
    ? `Mc${(mc[2] ?? '').charAt(0).toUpperCase()}${(mc[2] ?? '').slice(1)}`
    : lower.charAt(0).toUpperCase() + lower.slice(1);
};

const LOST = 0.7;
/** Letters that sound alike over a telephone, in groups. */
const ALIKE = ['bcdegptvz', 'ajk', 'fsx', 'mn', 'iay', 'ou', 'lo', 'qu'];
const letterCost = (a: string, b: string): number =>
  a === b ? 0 : ALIKE.some((group) => group.includes(a) && group.includes(b)) ? 0.4 : 1;

/** Edits between spelled letters and a word; a letter is lost or doubled more easily than it is made up. */
export const spelledDistance = (letters: string, word: string): number => {
  let row = Array.from({ length: word.length + 1 }, (_, k) => k * LOST);
  for (let i = 1; i <= letters.length; i++) {
    const next = [i * LOST];
    for (let k = 1; k <= word.length; k++)
      next.push(
        Math.min(
          (row[k - 1] ?? 0) + letterCost(letters.charAt(i - 1), word.charAt(k - 1)),
          (row[k] ?? 0) + LOST,
          (next[k - 1] ?? 0) + LOST,
        ),
      );
    row = next;
  }
  return row[word.length] ?? 0;
};

/**
 * The name that spelled letters mean. A telephone swaps letters (`a` for `i`, `m` for `n`), so letters that make no known
 * name give way to a known one a swap away, when only one is likely; `sure` is false then.
 * @param heard the same name as it was said before, when it was
 */
export const settleSpelling = (
  letters: string,
  heard: string | null,
  part: 'first' | 'last',
  directory: Directory,
): { name: string; sure: boolean } => {
  const spelled = letters.toLowerCase();
  const rankOf = (name: string): number =>
    Math.min(part === 'last' ? directory.lastRank(name) : directory.firstRank(name), 100_000);
  const rank = rankOf(spelled);
  if (rank < (part === 'last' ? 5000 : 2000) || (heard !== null && heard.toLowerCase() === spelled))
    return { name: cap(spelled), sure: true };
  const near = part === 'last' ? directory.last(spelled) : directory.first(spelled);
  const spoken =
    heard === null
      ? null
      : part === 'last'
        ? directory.last(heard.toLowerCase())
        : directory.first(heard.toLowerCase());
  const candidates = new Set([
    near?.name,
    ...(near?.alternatives ?? []),
    spoken?.name,
    ...(spoken?.alternatives ?? []),
  ]);
  let best: { name: string; cost: number } | null = null;
  for (const name of candidates) {
    if (name === undefined) continue;
    const distance = spelledDistance(spelled, name);
    if (distance > 1.2) continue;
    const cost =
      distance * 5.3 +
      Math.log(rankOf(name) + 20) +
      (heard === null ? 0 : 2 * heardDistance(heard.toLowerCase(), name));
    if (!best || cost < best.cost) best = { name, cost };
  }
  const own = Math.log(rank + 20) + (heard === null ? 0 : 2 * heardDistance(heard.toLowerCase(), spelled));
  if (best && best.name !== spelled && best.cost < own) return { name: cap(best.name), sure: false };
  return { name: cap(spelled), sure: rank < 60_000 || heard === null };
};

/**
 * A whole name once its last name was spelled: where first and last ran together before (`rebeckoson`, O L S O N), what
 * is left of the words is the first name.
 * @param heard the words of the name as they were heard, lower case
 */
export const settleName = (
  letters: string,
  heard: readonly string[],
  directory: Directory,
): { first: string | null; last: string; sure: boolean } => {
  const joined = heard.join('');
  const tail = heard.length > 1 ? (heard.at(-1) ?? null) : joined === '' ? null : joined.slice(-letters.length);
  const last = settleSpelling(letters, tail, 'last', directory);
  if (heard.length !== 1 || joined.length <= letters.length || directory.isFirstName(joined))
    return { first: null, last: last.name, sure: last.sure };
  let best: { first: string; cost: number; sure: boolean } | null = null;
  for (let cut = 2; cut < joined.length - 1; cut++) {
    const first = directory.first(joined.slice(0, cut));
    if (!first) continue;
    const cost =
      2 * heardDistance(joined.slice(cut), last.name.toLowerCase()) +
      2 * first.distance +
      0.2 * Math.log(directory.firstRank(first.name) + 20);
    if (!best || cost < best.cost) best = { first: cap(first.name), cost, sure: first.sure || first.distance <= 1 };
  }
  return { first: best?.first ?? null, last: last.name, sure: last.sure && best?.sure === true };
};
