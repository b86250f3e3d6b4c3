import { readBareNumber } from '../language/en-US/bare-number.ts';
import type { Reading } from '../reading.ts';
import { mendNumber } from '../state/mend-number.ts';
import { EMPTY_ADDRESS, isWholePhone } from '../state/slots.ts';
import type { Draft } from './draft.ts';
import { readingOf } from './reading-of.ts';

const NO_ADDRESS = {
  ...EMPTY_ADDRESS,
  streetKnown: true,
  streetLetters: false,
  placeListed: true,
  placeMatched: true,
} as const;

/** Questions after a time was told: "no, nine" names another. */
const AFTER_TIME = new Set(['offer_window', 'ask_access']);

/** "No, nine", "no, nine not five": the digits of what was read back just now, or the hour that was told. */
export const bareCorrection = (draft: Draft, text: string, reading: Reading): Reading | null => {
  const { state } = draft;
  const act = state.pending?.act ?? '';
  const bare = reading.answer === 'no' || reading.intent === 'correction' ? readBareNumber(text) : null;
  if (!bare) return null;
  const { address, phone } = state.slots;
  if (act === 'read_back_address' && address && address.value.houseNumber !== null) {
    const houseNumber = mendNumber(address.value.houseNumber, bare);
    if (houseNumber === null || houseNumber.length > 6) return null;
    return { ...reading, slots: { ...reading.slots, address: { ...NO_ADDRESS, raw: text, houseNumber } } };
  }
  if (act === 'read_back_phone' && phone && isWholePhone(phone.value) && (bare.digits.length < 3 || bare.instead)) {
    const digits = mendNumber(phone.value, bare, false) ?? '';
    if (!isWholePhone(digits)) return null;
    return { ...reading, slots: { ...reading.slots, phone: { digits, complete: true, sameAsCaller: false } } };
  }
  if (!AFTER_TIME.has(act) || reading.slots.window) return null;
  const { window } = readingOf(draft, bare.digits, 'choice').slots;
  return window ? { ...reading, intent: 'correction', slots: { ...reading.slots, window } } : null;
};
