import type { Persona } from '../caller/persona.ts';
import type { SpokenWindow } from '../listen/window.ts';

const ONES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = [
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** Digits one by one: `five five five`. */
export const digitByDigit = (digits: string): string => [...digits].map((digit) => ONES[Number(digit)]).join(' ');

const pair = (two: string): string => {
  const value = Number(two);
  if (two.startsWith('0')) return value === 0 ? 'hundred' : `oh ${ONES[value]}`;
  if (value < 20) return TEENS[value - 10] ?? '';
  return value % 10 === 0 ? (TENS[value / 10] ?? '') : `${TENS[Math.floor(value / 10)]} ${ONES[value % 10]}`;
};

/** House numbers as people say them: 123 as `one twenty three`, 1206 as `twelve oh six`. */
export const spokenHouseNumber = (digits: string): string => {
  if (digits.length === 1) return ONES[Number(digits)] ?? '';
  if (digits.length === 2) return pair(digits);
  if (digits.length === 3) return `${ONES[Number(digits[0])]} ${pair(digits.slice(1))}`;
  if (digits.length === 4 && digits.endsWith('000')) return `${ONES[Number(digits[0])]} thousand`;
  if (digits.length === 4) return `${pair(digits.slice(0, 2))} ${pair(digits.slice(2))}`;
  return digitByDigit(digits);
};

/** Ten digits in groups with pauses. */
export const spokenPhone = (digits: string): string =>
  [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)].map(digitByDigit).join(', ');

/** Letters one by one, each with a pause after it. */
export const spelled = (word: string): string => `${[...word.replace(/[^a-z]/gi, '').toUpperCase()].join(', ')}.`;

/** Words people spell with on the telephone. */
const SPELLING_WORDS: Readonly<Record<string, string>> = {
  a: 'adam',
  b: 'boy',
  c: 'cat',
  d: 'david',
  e: 'edward',
  f: 'frank',
  g: 'george',
  h: 'henry',
  i: 'ivan',
  j: 'jack',
  k: 'king',
  l: 'larry',
  m: 'mary',
  n: 'nancy',
  o: 'oscar',
  p: 'peter',
  q: 'queen',
  r: 'robert',
  s: 'sam',
  t: 'tom',
  u: 'uncle',
  v: 'victor',
  w: 'william',
  x: 'x-ray',
  y: 'yellow',
  z: 'zebra',
};

/** Letters with a word for each: `M as in mary, I as in ice`. */
export const spelledWithWords = (word: string): string =>
  `${[...word.toLowerCase().replace(/[^a-z]/g, '')].map((c) => `${c.toUpperCase()} as in ${SPELLING_WORDS[c]}`).join(', ')}.`;

/** First and last name with a small pause between them: run together they are hard to tell apart. */
export const spokenName = (persona: Persona): string => `${persona.name.first}, ${persona.name.last}`;

/** A street's name without `Street`, `Avenue` ... */
export const bareStreet = (persona: Persona): string => persona.address.street.split(' ').slice(0, -1).join(' ');

export const spokenCity = (persona: Persona): string => `${persona.address.city}, ${persona.address.state}`;

/** @param careful house number digit by digit, with a pause after it */
export const spokenAddress = (persona: Persona, careful: boolean): string => {
  const { houseNumber, street } = persona.address;
  const number = careful ? `${digitByDigit(houseNumber)},` : spokenHouseNumber(houseNumber);
  return `${number.charAt(0).toUpperCase()}${number.slice(1)} ${street}, ${spokenCity(persona)}.`;
};

const hour = (of: number): string => {
  if (of === 12) return 'noon';
  const twelve = of % 12 === 0 ? 12 : of % 12;
  return twelve < 10 ? (ONES[twelve] ?? '') : (TEENS[twelve - 10] ?? '');
};

/** `Tonight, nine to eleven`. */
export const spokenWindow = (window: SpokenWindow): string => {
  const part = window.from < 12 ? 'morning' : window.from < 17 ? 'afternoon' : 'evening';
  const day =
    window.day === 'today' || window.day === null
      ? part === 'evening'
        ? 'Tonight'
        : `This ${part}`
      : `${window.day.charAt(0).toUpperCase()}${window.day.slice(1)} ${part}`;
  return `${day}, ${hour(window.from)} to ${hour(window.to)}`;
};

/** What the caller volunteers when asked how to get in. */
export const spokenAccess = (persona: Persona): string => {
  const { gateCode, pets } = persona;
  // "One" and a short word run together: "a cat" is heard, "one cat" is not.
  const animal = pets?.replace(/^one (?=\w+$)/, 'a ') ?? null;
  const animals = animal === null ? null : animal.startsWith('one ') ? `there is ${animal}` : `we have ${animal}`;
  if (gateCode !== null) {
    const code = `The gate code is ${digitByDigit(gateCode)}`;
    return animals === null ? `${code}.` : `${code}, and ${animals}.`;
  }
  return animals === null ? 'No, there is no gate, and no animals.' : `There is no gate, but ${animals}.`;
};
