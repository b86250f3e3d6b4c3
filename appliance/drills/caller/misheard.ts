import type { Random } from '../random.ts';

/** Words of the trade as recognizers print them, and words that pass for others by ear. */
const HEARD_AS: Readonly<Record<string, readonly string[]>> = {
  freon: ['free on', 'free zone'],
  'heat pump': ['heap pump', 'heat bump'],
  breaker: ['baker', 'braker'],
  furnace: ['furness', 'furnish'],
  sump: ['some', 'sum'],
  boiler: ['broiler'],
  compressor: ['compresser'],
  faucet: ['fawcet'],
  street: ['streat'],
  'mini split': ['many split'],
  tankless: ['thankless'],
  'a c': ['ay see'],
  leaking: ['leeking'],
  there: ['their'],
  four: ['for'],
  two: ['to'],
  right: ['write'],
};
const FILLERS = ['um', 'uh', 'well', 'yeah so', 'like'] as const;

/** The words as a bad line and a recognizer make of them: a word mistaken here and there, and fillers kept. */
export const misheard = (text: string, random: Random): string => {
  let heard = ` ${text} `;
  for (const [words, others] of Object.entries(HEARD_AS))
    if (heard.includes(` ${words} `) && random.next() < 0.5)
      heard = heard.replace(` ${words} `, ` ${random.pick(others)} `);
  return random.next() < 0.5 ? `${random.pick(FILLERS)}${heard}`.trim() : heard.trim();
};

const MUMBLES = ['mm the uh', 'hm hm so the', 'uh', 'eh and the', 'mm'] as const;

/** Sounds that are no words of any use. */
export const mumble = (random: Random): string => random.pick(MUMBLES);
