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
const BACKCHANNEL_PHRASES = new Set(['got it', 'i see', 'all right', 'sounds good', 'thank you', 'thanks']);

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

/** Whether the text so far breaks off where nobody would stop. */
export const endsHanging = (text: string): boolean => {
  const last = wordsOf(text).at(-1);
  return last !== undefined && HANGING.has(last);
};

/**
 * Whether all of it is mere listening ("mm-hm", "okay"). Empty text is not.
 * @param answerExpected a yes/no question is open: what could answer it is no backchannel
 */
export const isBackchannel = (text: string, answerExpected: boolean): boolean => {
  const words = wordsOf(text);
  if (words.length === 0 || words.length > 4) return false;
  if (!answerExpected && BACKCHANNEL_PHRASES.has(words.join(' '))) return true;
  return words.every((word) => BACKCHANNEL.has(word) && !(answerExpected && ANSWERS.has(word)));
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
