import type { Claim } from '../../../say/phrasebook.ts';

const PATTERNS: readonly (readonly [Claim, RegExp])[] = [
  ['price', /\b(?:dollars?|cents?|bucks)\b|\$/i],
  [
    'time',
    /\b(?:tonight|tomorrow|this (?:morning|afternoon|evening)|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight)(?: thirty)? to (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight)\b|\bo'clock\b|\d{1,2}:\d{2}/i,
  ],
  [
    'booking',
    /\b(?:you are|you're|it is|it's) (?:all )?booked\b|\bjob number\b|\b(?:appointment|visit) is (?:now|set|confirmed|cancelled)\b|\bis (?:confirmed|cancelled)\b|\b(?:am holding|is held)\b/i,
  ],
  [
    'dispatch',
    /\bon (?:the|his|her|their) way\b|\bis coming\b|\bis there now\b|\bhave alerted\b|\bhas been (?:sent|told|alerted)\b|\bwill arrive\b/i,
  ],
  ['text', /\bcomes? to you by text\b|\bhave (?:texted|sent) you\b/i],
  ['line', /\b(?:added|put|noted) (?:that|it) (?:to|on) (?:your|the) job\b/i],
  ['message', /\bpassed (?:it|that|this|your message) on\b|\bwill call you back\b/i],
];

/** What a sentence asserts, by its words: a last guard behind the templates, and the guard of any model's wording. */
export const claimsOf = (text: string): ReadonlySet<Claim> =>
  new Set(PATTERNS.filter(([, pattern]) => pattern.test(text)).map(([claim]) => claim));
