import { LIKE, likeness } from './likeness.ts';
import type { Term } from './query.ts';

/** As many words are taken for one that may be misspelt. */
const MOST = 12;

/** The term with the likest of these words as what may be meant by it. */
export const withLike = (term: Term, words: Iterable<string>): Term => {
  const like = [...new Set(words)]
    .map((word) => [word, word === term.word ? 0 : likeness(term.word, word)] as const)
    .filter(([, share]) => share >= LIKE)
    .toSorted(([a, one], [b, two]) => two - one || (a < b ? -1 : 1))
    .slice(0, MOST);
  return { ...term, like: new Map(like) };
};
