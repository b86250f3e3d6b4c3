import { lastPlaceOf } from './likeness.ts';
import { wordsOf } from './words.ts';

/** What the far end wants to know with its last sentence. */
export type Question =
  | 'problem'
  | 'kind'
  | 'danger'
  | 'hazard'
  | 'name'
  | 'alarm'
  | 'spell_name'
  | 'spell_first_name'
  | 'phone'
  | 'caller_number'
  | 'phone_keys'
  | 'address'
  | 'house_number'
  | 'street'
  | 'spell_street'
  | 'spell_city'
  | 'city'
  | 'state'
  | 'confirm'
  | 'fee'
  | 'day_choice'
  | 'windows'
  | 'window'
  | 'other_time'
  | 'access'
  | 'anything_else'
  | 'message'
  | 'call_back'
  | 'goodbye';

/** Words by which a person knows the question, whatever stands around them. */
const KEYS: Readonly<Record<Question, readonly string[]>> = {
  problem: [
    'how can i help',
    'how may i help you',
    'what can i do for you',
    'what is the problem',
    'is it your heating your plumbing or your electric',
  ],
  kind: ['a repair a maintenance visit or a price for something new', 'say repair maintenance or something new'],
  danger: ['any gas smell burning smell smoke or sparks', 'do you smell gas or see smoke or sparks', 'smoke or sparks'],
  hazard: ['what do you smell or see'],
  name: ['your first and last name', 'tell me your name', 'what is your name', 'may i have your name'],
  alarm: [
    'leave the house now',
    'from outside call nine one one',
    'call nine one one now',
    'once you are safe what phone number can we reach you at',
  ],
  spell_first_name: ['spell your first name', 'spell the first name'],
  spell_name: ['spell your last name', 'spell your name'],
  phone: [
    'phone number to reach you',
    'what is the best phone number',
    'say your phone number again',
    'what is your phone number',
  ],
  caller_number: ['number you are calling from'],
  phone_keys: ['phone number on the keypad', 'on the keypad'],
  address: ['what is the address', 'say the address again', 'say the number street city and state'],
  house_number: ['what is the house number', 'say the house number again'],
  street: ['what is the name of the street', 'say the name of the street'],
  spell_street: ['spell the name of the street'],
  spell_city: ['spell the name of the city', 'spell the city'],
  city: ['what city and state', 'say the city and state', 'what city is that'],
  state: ['which state is that'],
  confirm: ['is that right', 'is that correct', 'did i get that right'],
  fee: ['is that okay with you', 'okay with you', 'is that all right'],
  day_choice: ['would you like tonight', 'would you like today', 'would you like tomorrow', 'would you like on'],
  windows: ['which time works for you', 'which one works', 'which time works better'],
  window: ['does that time work for you', 'does that work for you'],
  other_time: ['what day or time works for you', 'tell me a day and morning or afternoon'],
  access: ['is there a gate code', 'should we know to get in', 'what should we know'],
  anything_else: ['anything else i can help you with', 'is there anything else i can do'],
  message: ['what message should i pass on', 'tell me in a few words what it is about'],
  call_back: ['like someone to call you back'],
  goodbye: ['goodbye', 'good bye'],
};

/** What follows a question's key words and still belongs to it: the longer key wins over one inside it. */
const isWithin = (inner: { start: number; end: number }, outer: { start: number; end: number }): boolean =>
  inner.start >= outer.start && inner.end <= outer.end && inner.end - inner.start < outer.end - outer.start;

/** The last question in what was heard, or null when it holds none we know. */
export const questionIn = (text: string): Question | null => {
  const words = wordsOf(text);
  const found = (Object.keys(KEYS) as Question[]).flatMap((question) =>
    KEYS[question].flatMap((key) => {
      const place = lastPlaceOf(words, key);
      return place ? [{ question, ...place }] : [];
    }),
  );
  const free = found.filter((one) => !found.some((other) => isWithin(one, other)));
  const last = free.toSorted((a, b) => b.end - a.end || a.difference - b.difference)[0]?.question ?? null;
  // "Is the number you are calling from the best number to reach you?" ends like the plain question.
  return last === 'phone' && free.some(({ question }) => question === 'caller_number') ? 'caller_number' : last;
};

/** A filler that asks for patience and wants no answer. */
export const isFiller = (text: string): boolean => {
  const words = wordsOf(text);
  if (words.length > 8) return false;
  return ['one moment please', 'one moment', 'just a moment', 'let me check', 'take your time'].some(
    (filler) => lastPlaceOf(words, filler, 0.15) !== null,
  );
};
