import type { ExpectKind } from '#shared/link/expectation.ts';
import { countDigits, endsHanging, isNumberWord, wordsOf } from './words.ts';

/** What the words so far say about whether more is coming: a whole answer, plainly the beginning of one, or neither. */
export type Completeness = 'complete' | 'hanging' | 'unknown';

/** Judges a partial; pure and quick, for it is asked every frame of silence. */
export type JudgePartial = (expect: ExpectKind, partial: string) => Completeness;

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** A sentence of fewer words says too little to be called complete. */
const SENTENCE_WORDS = 3;
const PHONE_DIGITS = 10;
/** A number told without its area code. */
const LOCAL_DIGITS = 7;
/** After one of these the digits before it no longer count for certain. */
const CORRECTS = setOf('no sorry wait actually correction mean');

const phone = (words: readonly string[]): Completeness => {
  const digits = countDigits(words.join(' '));
  const first = words.findIndex(isNumberWord);
  if (first < 0) return endsHanging(words.join(' ')) ? 'hanging' : 'unknown';
  // Whoever corrects a digit may say the group again or all of it: nobody knows when that is over.
  if (words.slice(first).some((word) => CORRECTS.has(word))) return digits >= PHONE_DIGITS ? 'unknown' : 'hanging';
  const country = words[first] === 'one' || words[first] === '1';
  if (digits >= PHONE_DIGITS + (country ? 1 : 0)) return 'complete';
  return digits === LOCAL_DIGITS && !country ? 'unknown' : 'hanging';
};

const STREETS = setOf(
  'street st avenue ave road rd drive dr lane ln court ct circle boulevard blvd way place pl terrace trail parkway pike ' +
    'highway square loop alley run crossing ridge point cove',
);
const UNITS = setOf('apartment apt unit suite number building floor');
const DIRECTIONS = setOf('north south east west northeast northwest southeast southwest saint old new');
const ZIP_DIGITS = 5;

/** House number, street and town, or a ZIP code after the street: what else may follow is not needed. */
const address = (words: readonly string[]): Completeness => {
  const last = words.at(-1) ?? '';
  const house = words.findIndex(isNumberWord);
  const street = words.findLastIndex((word, i) => house >= 0 && i > house && STREETS.has(word));
  if (street < 0) return isNumberWord(last) || DIRECTIONS.has(last) ? 'hanging' : 'unknown';
  const after = words.slice(street + 1);
  if (UNITS.has(last) || DIRECTIONS.has(last)) return 'hanging';
  const zip = countDigits(after.join(' '));
  if (isNumberWord(last)) return zip >= ZIP_DIGITS ? 'complete' : 'unknown';
  const town = after.some((word) => word.length > 2 && !isNumberWord(word) && !UNITS.has(word));
  return town ? 'complete' : 'unknown';
};

/** What people say before their name. */
const BEFORE_NAME = setOf(
  "my name is name's the it it's this i'm i am yes yeah sure okay well uh um hi hello first last",
);

const name = (words: readonly string[]): Completeness => {
  const names = words.filter((word) => !BEFORE_NAME.has(word));
  // A letter by itself: the name is being spelled.
  if (names.length === 0 || names.at(-1)?.length === 1) return 'hanging';
  return names.length > 1 ? 'complete' : 'unknown';
};

const YES = setOf('yes yeah yep yup sure correct absolutely definitely right okay ok');
const PLAIN = setOf(
  "that's that is it it's i do we are please thanks thank you right correct not don't aren't isn't no sir",
);
const ANSWER_WORDS = 6;

/** A whole yes or no. A bare "no" is not: what was wrong often follows it. */
const answer = (words: readonly string[]): Completeness => {
  const [first = '', ...rest] = words;
  if (words.length > ANSWER_WORDS || !rest.every((word) => PLAIN.has(word) || YES.has(word))) return 'unknown';
  if (YES.has(first)) return 'complete';
  return first === 'nope' || (first === 'no' && rest.length > 0) ? 'complete' : 'unknown';
};

const JUDGES: Partial<Record<ExpectKind, (words: readonly string[]) => Completeness>> = {
  phone,
  address,
  name,
  yes_no: answer,
  open: (words) => (words.length >= SENTENCE_WORDS ? 'complete' : 'unknown'),
};

/** Whether the words so far are a whole answer to what was asked. */
export const judgePartial: JudgePartial = (expect, partial) => {
  const words = wordsOf(partial);
  const judged = JUDGES[expect]?.(words) ?? 'unknown';
  // "That's it" and "yes I am" are whole, for all that they end like the beginning of a sentence.
  const whole = expect === 'yes_no' && judged === 'complete';
  return !whole && expect !== 'phone' && endsHanging(partial) ? 'hanging' : judged;
};
