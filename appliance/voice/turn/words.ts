import { distance } from 'fastest-levenshtein';

/** Lower-case words of a text, apostrophes and hyphens kept inside words. */
export const wordsOf = (text: string): string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];

/** Nobody ends a turn on these: more is coming. */
const HANGING = new Set(
  (
    'a an the my our your his her their its this that these those and or but so because if when while where which who ' +
    'with without of to in on at for from by about into near like is are was were be been am has have had do does did ' +
    "it's i'm we're they're there's that's i we they you he she it um uh er hmm well also then just maybe some any very " +
    'between under over behind around called need needs want wants'
  ).split(' '),
);

/** Sounds of a listener, not of somebody who wants the floor. */
const BACKCHANNEL = new Set(
  'mm mm-hm mm-hmm mhm mmhm hm hmm uh-huh uhuh uh um huh oh ah okay ok yeah yep yes right sure alright good great fine cool'.split(
    ' ',
  ),
);
const BACKCHANNEL_PHRASES = new Set([
  'got it',
  'i see',
  'i c',
  'i ce',
  'i se',
  'i sea',
  'all right',
  'sounds good',
  'thank you',
  'thanks',
]);
/** Hums as recognizers write them, who know no letters for them: "mmmhm", "him", "ah", "hm hm". */
const HUM = /^(?:m+(?:[hpb]+[aeiu]*m*)*|h[aeiu]?m+|[aeou]m+|h?[au]+h*(?:[au]+h*)*|o+h*|eh)$/;

/** Words of somebody who takes the floor, said by no listener: one of them is enough. */
const DECISIVE = new Set(
  (
    'no nope not stop wait hold sorry excuse hello hey help what who why how when where question actually but can could ' +
    'gas co fire smoke burning sparks emergency operator person human agent repeat again pardon please'
  ).split(' '),
);
/** So many words are somebody speaking, whatever they are. */
const TALK_WORDS = 3;

/** Words that answer a yes/no question: then they are no mere sound of listening. */
const ANSWERS = new Set('mm-hm mm-hmm mhm uh-huh okay ok yeah yep yes right sure alright good great fine'.split(' '));

const DIGIT_WORDS = new Set('zero oh o one two three four five six seven eight nine'.split(' '));
const TEENS = new Set('ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' '));
const TENS = new Set('twenty thirty forty fifty sixty seventy eighty ninety'.split(' '));

/** What recognizers write for a digit; taken for one only between others. */
const SOUNDALIKES = new Set('to too for fore won ate tree free'.split(' '));

/** A figure, or a word for one. */
export const isNumberWord = (word: string): boolean =>
  DIGIT_WORDS.has(word) || TEENS.has(word) || TENS.has(word) || /^\d[\d-]*$/.test(word);

/** How many digits of a number were spoken: "five five five, double oh 1 2" holds eight. */
export const countDigits = (text: string): number => {
  let count = 0;
  let repeat = 1;
  let afterTens = false;
  const words = wordsOf(text);
  for (const [i, word] of words.entries()) {
    const figures = word.replace(/\D/g, '').length;
    const among = isNumberWord(words[i - 1] ?? '') && isNumberWord(words[i + 1] ?? '');
    const unit = DIGIT_WORDS.has(word) || (among && SOUNDALIKES.has(word));
    if (word === 'double') repeat = 2;
    else if (word === 'triple') repeat = 3;
    else if (figures > 0) count += figures * (figures === 1 ? repeat : 1);
    // "twenty three" is two digits, and "twenty" alone is two as well.
    else if (unit) count += afterTens ? 0 : repeat;
    else if (TEENS.has(word) || TENS.has(word)) count += 2;
    else if (word === 'hundred') count += 2;
    if (word !== 'double' && word !== 'triple') repeat = 1;
    afterTens = TENS.has(word);
  }
  return count;
};

/** What is said between the groups of a long number. */
const WITHIN_NUMBER = new Set('double triple hundred um uh and then dash'.split(' '));
/** Payment cards have 13 digits and more (ISO/IEC 7812). */
const CARD_DIGITS = 13;

/** A text without numbers as long as those of payment cards: `[card]` stands for each. */
export const withoutCards = (text: string): string => {
  const words = text.split(/\s+/);
  const out: string[] = [];
  for (let at = 0; at < words.length; ) {
    let to = at;
    while (to < words.length && (countDigits(words[to] ?? '') > 0 || WITHIN_NUMBER.has(words[to] ?? ''))) to++;
    if (countDigits(words.slice(at, to).join(' ')) >= CARD_DIGITS) out.push('[card]');
    else out.push(...words.slice(at, Math.max(to, at + 1)));
    at = Math.max(to, at + 1);
  }
  return out.join(' ');
};

/** Whether the text so far breaks off where nobody would stop. */
export const endsHanging = (text: string): boolean => {
  const last = wordsOf(text).at(-1);
  return last !== undefined && HANGING.has(last);
};

/** Sounds of listening that are often misheard by a letter or two, and are then no other word. */
const MISHEARD = ['yeah', 'okay', 'yeahokay', 'ohokay', 'mmhmm', 'uhhuh', 'isee', 'alright'];

const soundsLikeListening = (words: readonly string[]): boolean => {
  const joined = words.join('').replaceAll(/[^a-z]/g, '');
  if (joined.length < 4 || words.some((word) => DECISIVE.has(word) || isNumberWord(word))) return false;
  const most = joined.length < 6 ? 1 : 2;
  return MISHEARD.some((one) => distance(joined, one) <= most);
};

const isScrap = (word: string): boolean => word.length <= 3 && !DECISIVE.has(word) && !isNumberWord(word);

/**
 * Whether all of it is mere listening ("mm-hm", "okay"). Empty text is not.
 * @param answerExpected a yes/no question is open: what could answer it is no backchannel
 */
export const isBackchannel = (text: string, answerExpected: boolean): boolean => {
  // Drawn out, it is written with more letters than it has.
  const words = wordsOf(text).map((word) => word.replaceAll(/(.)\1{2,}/g, '$1$1'));
  if (words.length === 0 || words.length > 4) return false;
  if (!answerExpected && BACKCHANNEL_PHRASES.has(words.join(' '))) return true;
  const listening = words.map((word) => BACKCHANNEL.has(word) || HUM.test(word));
  if (answerExpected && words.some((word) => ANSWERS.has(word))) return false;
  if (listening.every(Boolean) || (!answerExpected && soundsLikeListening(words))) return true;
  // "Oh okay" comes out as "so okay": all but one word were plainly listening, and that one says nothing.
  const scrap = words.find((_, i) => listening[i] === false) ?? '';
  const scraps = listening.filter((one) => !one).length;
  if (words.length === 1) return scrap.length === 1 && !isNumberWord(scrap);
  return words.length <= 3 && scraps === 1 && isScrap(scrap);
};

/** Whether words that may yet change are somebody's who wants the floor: the first word of a hum is often taken for another. */
export const takesFloor = (text: string): boolean => {
  const words = wordsOf(text);
  return words.length >= TALK_WORDS || words.some((word) => DECISIVE.has(word));
};

const YES = new Set('yes yeah yep yup sure okay ok right absolutely'.split(' '));
const NO = new Set("no nope not can't cannot don't busy later".split(' '));
/** A longer utterance is a talk of its own, or a recorded one. */
const ANSWER_WORDS = 5;

/** A plain yes or no, of somebody who was asked for one. */
export const plainAnswer = (text: string): 'yes' | 'no' | null => {
  const words = wordsOf(text);
  if (words.length > ANSWER_WORDS) return null;
  if (words.some((word) => NO.has(word))) return 'no';
  return words.some((word) => YES.has(word)) ? 'yes' : null;
};
