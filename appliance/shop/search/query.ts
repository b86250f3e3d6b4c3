import { nationalDigits } from './phone-words.ts';
import { shortOf, shortOfBeginning } from './street-words.ts';
import { joined, piecesOf, plainOf } from './words.ts';

/** One word that was asked for. */
export interface Term {
  /** As it was typed, in plain letters. */
  readonly word: string;
  /** Other words that mean the same: `ln` for `lane`. */
  readonly same: readonly string[];
  /** It may be misspelt. */
  readonly spelt: boolean;
  /** It may be a piece of a longer number, serial or name. */
  readonly part: boolean;
  /** Words that may be meant by it if it is misspelt, and how like it they are, from 0 to 1. Known once they were looked up. */
  readonly like?: ReadonlyMap<string, number>;
}

/** One way to understand what was typed: whatever is found holds all of these. */
export type Query = readonly Term[];

/** As much of a text as is looked at, and as many of its words. */
const LONGEST = 200;
const MOST = 8;

const letters = /^\p{L}+$/u;

const termOf = (word: string, same: readonly string[] = []): Term => {
  const spelt = letters.test(word) && word.length > 2;
  const others = new Set([...same, shortOf(word), ...(letters.test(word) ? shortOfBeginning(word) : [])]);
  others.delete(word);
  return { word, same: [...others], spelt, part: word.length > (spelt ? 3 : 2) };
};

/** `J-1042`, `j 1042`, `job #1042` are one word. */
const jobNumbers = (text: string): string => text.replace(/(?<![\p{L}\p{N}])(?:job|j)[\s#-]*(\d{1,9})(?!\d)/giu, 'j$1');

const termsOf = (text: string): Term[] =>
  piecesOf(text).flatMap((piece) => {
    if (!/['-]/u.test(piece)) return [termOf(piece)];
    // A code keeps together what a name has in two: `prog50-38n`, `555-0142`, but `smith-jones`.
    if (/\d/u.test(piece)) return [termOf(joined(piece))];
    return piece.includes('-') ? piece.split('-').flatMap((part) => termsOf(part)) : [termOf(joined(piece))];
  });

/** Nothing but what numbers are written with. */
const NUMBER = /^(?:tel:)?[\s\d().+/-]*\d(?:\s*(?:x|ext\.?|extension)\s*\d+)?[\s)]*$/iu;

/**
 * What somebody who types this may look for, the likeliest first: a number in whatever form, a word in two pieces, plain words.
 * @returns none where nothing is asked for
 */
export const understand = (typed: string): Query[] => {
  const text = jobNumbers(plainOf(typed.slice(0, LONGEST)).trim());
  const plain = termsOf(text.replace(/[#,]/gu, ' ')).slice(0, MOST);
  if (plain.length === 0) return [];
  const queries: Query[] = [];
  const digits = NUMBER.test(text) ? nationalDigits(text) : '';
  if (digits.length > 2 && (plain.length > 1 || plain[0]?.word !== digits)) queries.push([termOf(digits)]);
  queries.push(plain);
  const at = plain.findIndex((term, i) => {
    const next = plain[i + 1];
    return next !== undefined && letters.test(term.word) && letters.test(next.word) && term.word.length < 4;
  });
  if (at !== -1) {
    const [one, two] = [plain[at], plain[at + 1]];
    queries.push([...plain.slice(0, at), termOf(`${one?.word ?? ''}${two?.word ?? ''}`), ...plain.slice(at + 2)]);
  }
  return queries;
};
