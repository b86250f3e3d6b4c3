/**
 * What was said, without its secrets: a code is kept sealed in one place, and wherever its words stood there is a reference to
 * that place. Digits of a card are kept nowhere.
 *
 *   "the gate code is [gate:0199...] and we have a dog"     "my card number is [card]"
 */
export type SecretSlot = 'gateCode' | 'alarmCode';

const KIND = { gateCode: 'gate', alarmCode: 'alarm' } as const;
const REFERENCE = /\[(gate|alarm):([\w-]+)\]/g;
const MARK = /\[(?:card|…|(?:gate|alarm):[\w-]+)\]/g;

/** Stands for digits of a card. */
export const CARD = '[card]';
/** Stands for digits of which nobody knows yet what they will be. */
export const DIGITS = '[…]';

export const referenceTo = (slot: SecretSlot, id: string): string => `[${KIND[slot]}:${id}]`;

/** The codes a text refers to; the last one of a kind counts. */
export const referencesIn = (text: string): Partial<Record<SecretSlot, string>> => {
  const found: Partial<Record<SecretSlot, string>> = {};
  for (const [, kind, id] of text.matchAll(REFERENCE)) {
    if (id !== undefined) found[kind === 'gate' ? 'gateCode' : 'alarmCode'] = id;
  }
  return found;
};

/** As people read it: `[code]` for a reference. */
export const shown = (text: string): string => text.replaceAll(REFERENCE, '[code]');

/** The text with blanks in place of what was taken out, places as they were: nothing is to be read into a mark. */
export const blanked = (text: string): string => text.replaceAll(MARK, (mark) => ' '.repeat(mark.length));

/** Was anything taken out that is not to be heard in the recording either? */
export const holdsSecret = (text: string): boolean => text.includes(CARD) || text.search(REFERENCE) >= 0;
