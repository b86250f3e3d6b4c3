import { digitRuns } from './templates/spoken-digits.ts';

/** Payment cards have 13 to 19 digits (ISO/IEC 7812); no phone number or address has as many in one breath. */
export const CARD_DIGITS = 13;

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface DigitSpan extends Span {
  /** As they would be written. */
  readonly digits: string;
}

const UNITS: Readonly<Record<string, string>> = {
  zero: '0',
  oh: '0',
  o: '0',
  one: '1',
  two: '2',
  to: '2',
  too: '2',
  three: '3',
  four: '4',
  for: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  ate: '8',
  nine: '9',
};
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** What people say between the groups of a long number. */
const BETWEEN = new Set('um uh er ah hmm and then so okay ok yeah yes dash space next like'.split(' '));

const isBetween = (gap: string): boolean =>
  (gap.toLowerCase().match(/[a-z0-9]+/g) ?? []).every((word) => BETWEEN.has(word));

/** The digits of words that are all digits, as they would be written: `double five` is 55, `thirty seven` 37. */
export const writtenDigits = (words: string): string => {
  let out = '';
  let repeat = 1;
  let tens = '';
  for (const word of words.toLowerCase().match(/\d+|[a-z]+/g) ?? []) {
    const unit = UNITS[word];
    if (tens !== '' && (unit === undefined || unit === '0')) {
      out += `${tens}0`;
      tens = '';
    }
    if (word === 'double' || word === 'triple') {
      repeat = word === 'double' ? 2 : 3;
      continue;
    }
    if (/^\d/.test(word)) out += word.length === 1 ? word.repeat(repeat) : word;
    else if (unit !== undefined) out += tens === '' ? unit.repeat(repeat) : tens + unit;
    else if (TEENS.includes(word)) out += String(10 + TEENS.indexOf(word));
    else if (word === 'hundred') out += '00';
    tens = TENS.includes(word) ? String(2 + TENS.indexOf(word)) : '';
    repeat = 1;
  }
  return tens === '' ? out : `${out}${tens}0`;
};

/** The numbers of a text, each with what is said between its groups. */
export const numbersIn = (text: string): DigitSpan[] => {
  const spans: Span[] = [];
  for (const { from, to } of digitRuns(text)) {
    const last = spans.at(-1);
    if (last && isBetween(text.slice(last.to, from))) spans[spans.length - 1] = { from: last.from, to };
    else spans.push({ from, to });
  }
  return spans.map((span) => ({ ...span, digits: writtenDigits(text.slice(span.from, span.to)) }));
};

/** A phone number said twice in a row is none of a card. */
const isSaidTwice = (digits: string): boolean =>
  (digits.length === 20 || digits.length === 22) &&
  digits.slice(0, digits.length / 2) === digits.slice(digits.length / 2);

const KIND = 'credit card|debit card|card|visa|master ?card|amex|american express|discover card';
/** Words after which digits are those of a card. */
const OF_CARD = new RegExp(
  `\\b(?:${KIND}|credit|debit) (?:number|is|starts|ending|ends)\\b|\\bmy (?:${KIND})\\b|\\bcard numbers?\\b`,
  'i',
);
/** Words after which a card number comes next. */
const NUMBER_NEXT = new RegExp(
  `\\b(?:${KIND}|credit|debit) number(?:'?s| is| starts| begins)\\b|\\bnumber (?:on|of) (?:my|the|this) (?:${KIND}) (?:is|starts)\\b` +
    `|\\b(?:give|read|tell) (?:it to )?you (?:my|the|our|a) (?:${KIND})(?: number)?\\b|\\bhere(?:'?s| is) (?:my|the|our) (?:${KIND})(?: number)?\\b`,
  'i',
);
const VERIFICATION = /\b(?:cvv|cvc|three digits? (?:on|at) the back)\b/i;
/** Where a card was the matter a moment ago, these are of it too. */
const AFTER_CARD = /\b(?:security code|on the back|expir\w*|exp date)\b/i;

/** Does somebody begin to give a card number, whether digits have come yet or not? */
export const beginsCardNumber = (text: string): boolean => NUMBER_NEXT.test(text);

export interface CardContext {
  /** Digits said at the end of the utterance before, when this one may go on with them. */
  readonly before: number;
  /** A card number was begun in one of the last turns. */
  readonly lately: boolean;
}

/** Where a text holds digits of a payment card: the number, or what else is printed on it. */
export const cardSpans = (text: string, { before, lately }: CardContext): Span[] => {
  const cue = OF_CARD.exec(text);
  const small = VERIFICATION.exec(text) ?? (lately ? AFTER_CARD.exec(text) : null);
  return numbersIn(text).filter(({ from, digits }, index) => {
    const whole = (index === 0 && isBetween(text.slice(0, from)) ? before : 0) + digits.length;
    if (whole >= CARD_DIGITS) return !isSaidTwice(digits);
    return (cue !== null && from > cue.index && digits.length >= 4) || (small !== null && digits.length >= 3);
  });
};

/** How many digits a text ends on, and whether it holds nothing else; what is said between digits does not count. */
export const digitsAtEnd = (text: string): { readonly count: number; readonly alone: boolean } => {
  const numbers = numbersIn(text);
  const last = numbers.at(-1);
  if (!last || !isBetween(text.slice(last.to))) return { count: 0, alone: false };
  return { count: last.digits.length, alone: numbers.length === 1 && isBetween(text.slice(0, last.from)) };
};
