import { jaroWinkler } from './likeness.ts';
import { isNickname } from './nicknames.ts';

/** Words that stand around a name and name nobody. */
const TITLES = new Set(['mr', 'mrs', 'ms', 'dr', 'miss', 'and', 'the', 'inc', 'llc', 'co', 'corp', 'ltd']);
/** Which of two who have the same name: never one where they differ, and not surely one where only one has it. */
const GENERATIONS = new Set(['jr', 'sr', 'ii', 'iii', 'iv']);
const OTHER_GENERATION = 0.8;

export interface NameLikeness {
  /** 0 to 1. */
  readonly likeness: number;
  readonly how: 'same' | 'nickname' | 'alike';
}

const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f'’]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !TITLES.has(word));

const generationOf = (words: readonly string[]): string | null => words.find((word) => GENERATIONS.has(word)) ?? null;

/** `Ortiz, Maria` as it is said. */
const inOrder = (name: string): string => {
  const [last, first, ...more] = name.split(',');
  return first === undefined || more.length > 0 || first.trim() === '' ? name : `${first} ${last ?? ''}`;
};

const firstNames = (a: string, b: string): NameLikeness => {
  if (a === b) return { likeness: 1, how: 'same' };
  if (isNickname(a, b)) return { likeness: 0.95, how: 'nickname' };
  // An initial says little, but nothing against it.
  if ((a.length === 1 || b.length === 1) && a.charAt(0) === b.charAt(0)) return { likeness: 0.88, how: 'alike' };
  return { likeness: jaroWinkler(a, b), how: 'alike' };
};

/**
 * How alike two names are: first names by themselves (nicknames count), last names by themselves, so that a family is not one
 * person; words in between do not count. 0 where one is empty.
 */
export const nameLikeness = (left: string, right: string): NameLikeness => {
  const [a, b] = [wordsOf(inOrder(left)), wordsOf(inOrder(right))];
  const [older, younger] = [generationOf(a), generationOf(b)];
  const bare = (words: readonly string[]): string[] => words.filter((word) => !GENERATIONS.has(word));
  const found = likenessOf(bare(a), bare(b));
  if (older === younger) return found;
  const likeness = older !== null && younger !== null ? OTHER_GENERATION * found.likeness : found.likeness;
  return { likeness, how: 'alike' };
};

const likenessOf = (a: readonly string[], b: readonly string[]): NameLikeness => {
  const [firstA, firstB, lastA, lastB] = [a[0], b[0], a.at(-1), b.at(-1)];
  if (firstA === undefined || firstB === undefined || lastA === undefined || lastB === undefined)
    return { likeness: 0, how: 'alike' };
  if (a.join(' ') === b.join(' ')) return { likeness: 1, how: 'same' };
  // One word alone is a first or a last name: nobody knows which.
  if (a.length === 1 || b.length === 1) {
    const pairs = [
      [firstA, lastB],
      [lastA, firstB],
      [firstA, firstB],
      [lastA, lastB],
    ] as const;
    const likeness = Math.max(...pairs.map(([one, other]) => jaroWinkler(one, other)));
    return { likeness: a.length === b.length ? likeness : 0.85 * likeness, how: 'alike' };
  }
  const first = firstNames(firstA, firstB);
  const last = jaroWinkler(lastA, lastB);
  const likeness = Math.min(1, 0.2 * Math.max(first.likeness, last) + 0.8 * Math.min(first.likeness, last));
  return { likeness, how: last === 1 && first.how !== 'alike' ? first.how : 'alike' };
};
