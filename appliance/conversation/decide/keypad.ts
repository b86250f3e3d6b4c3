import { askForPerson } from '../specialists/handover.ts';
import { withAreaCode } from '../state/mend-phone.ts';
import { EMPTY_ADDRESS, type AddressValue, type Evidence } from '../state/slots.ts';
import { heedCardKeys } from './cards.ts';
import { keepListening, type Draft } from './draft.ts';
import { notUnderstood } from './listen.ts';
import { readingOf } from './reading-of.ts';
import { supervise } from './supervisor.ts';

/** A number that may be typed: how many digits end it, and whether it may begin with a zero. */
interface Entry {
  readonly digits: number;
  readonly zeroFirst: boolean;
  take(draft: Draft, typed: string): boolean;
}

const evidenceOf = (typed: string): Evidence => ({ utterance: 'keys', startMs: 0, heard: typed });

const takePhone = ({ state, context }: Draft, typed: string): boolean => {
  const national = typed.length === 11 && typed.startsWith('1') ? typed.slice(1) : typed;
  const digits = withAreaCode(context.business.phone, national) ?? national;
  if (digits.length !== 10) return false;
  const attempts = state.slots.phone?.attempts ?? 0;
  state.slots.phone = { value: digits, evidence: evidenceOf(digits), state: 'heard', attempts };
  return true;
};

const setAddress = ({ state }: Draft, typed: string, change: Partial<AddressValue>): void => {
  const known = state.slots.address;
  state.slots.address = {
    value: { ...(known?.value ?? EMPTY_ADDRESS), ...change },
    evidence: evidenceOf(typed),
    state: 'heard',
    attempts: known?.attempts ?? 0,
  };
};

const takeHouseNumber = (draft: Draft, typed: string): boolean => {
  setAddress(draft, typed, { houseNumber: typed });
  return true;
};

/** The place a typed ZIP names; one that is in no list is kept as the ZIP it is. */
const takeZip = (draft: Draft, typed: string): boolean => {
  if (typed.length !== 5) return false;
  const place = readingOf(draft, typed, 'address').slots.address;
  const named = place?.city != null && place.state !== null;
  setAddress(draft, typed, {
    zip: typed,
    ...(named ? { city: place.city, state: place.state, placeDoubtful: false } : {}),
  });
  return true;
};

const PHONE: Entry = { digits: 10, zeroFirst: false, take: takePhone };
const ENTRIES: Readonly<Record<string, Entry>> = {
  ask_phone: PHONE,
  ask_phone_keys: PHONE,
  ask_phone_caller: PHONE,
  read_back_phone: PHONE,
  ask_safe_phone: PHONE,
  ask_zip_keys: { digits: 5, zeroFirst: true, take: takeZip },
  ask_house_number_keys: { digits: 6, zeroFirst: false, take: takeHouseNumber },
};

/**
 * Keys. A number is typed where one is asked for: a star starts it again, a pound sign ends it, and so does its last
 * digit. A zero that begins no such number asks for a person, at any time: no phone or house number begins with one.
 */
export const takeKeys = (draft: Draft, digits: string): void => {
  const { state } = draft;
  keepListening(draft);
  if (!state.safety && heedCardKeys(draft, digits)) return;
  if (state.safety || state.transfer === 'trying') {
    typeSafePhone(draft, digits);
    return;
  }
  state.silences = 0;
  for (const key of digits) {
    const entry = ENTRIES[state.pending?.act ?? ''];
    if (key === '0' && state.keys === '' && entry?.zeroFirst !== true) {
      goOn(draft);
      askForPerson(draft);
      if (!draft.settled) supervise(draft);
      return;
    }
    if (entry && press(draft, entry, key)) return;
  }
};

/** While people are in danger, or somebody is being rung, keys are nothing but the number they can be reached at. */
const typeSafePhone = (draft: Draft, digits: string): void => {
  for (const key of digits) if (draft.state.pending?.act === 'ask_safe_phone' && press(draft, PHONE, key)) return;
};

/** @returns true when that ended the number */
const press = (draft: Draft, entry: Entry, key: string): boolean => {
  const { state } = draft;
  if (key === '*') state.keys = '';
  else if (/\d/.test(key)) state.keys += key;
  const long = state.keys.startsWith('1') && entry === PHONE ? 11 : entry.digits;
  return (key === '#' || state.keys.length >= long) && finishTyping(draft);
};

/** Takes what was typed so far as the whole number; too few digits are asked for again. @returns whether anything was typed */
export const finishTyping = (draft: Draft): boolean => {
  const { state } = draft;
  const entry = ENTRIES[state.pending?.act ?? ''];
  const typed = state.keys;
  if (!entry || typed === '') return false;
  state.keys = '';
  goOn(draft);
  if (entry.take(draft, typed)) supervise(draft);
  else notUnderstood(draft);
  return true;
};

const goOn = (draft: Draft): void => {
  draft.state.readBack = null;
  draft.settled = false;
  draft.expect = null;
};
