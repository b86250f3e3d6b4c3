import type { AddressReading, NameReading, Reading } from '../reading.ts';
import { say, type Draft, type SpeechEvent } from './draft.ts';
import {
  EMPTY_ADDRESS,
  fullName,
  isWholePhone,
  type AddressValue,
  type Evidence,
  type NameValue,
  type Slot,
} from '../state/slots.ts';
import { mendPhone, withAreaCode } from '../state/mend-phone.ts';
import { noteSecond } from '../specialists/second.ts';
import { heardDistance } from '../language/en-US/sound.ts';
import { dateOf, namesTime } from '../specialists/windows.ts';

/**
 * Takes the facts of one utterance into the slots. `fresh` gets the names of facts that were set or changed, and
 * `same:<name>` for those that were said again with the same value.
 */
export const absorb = (draft: Draft, reading: Reading, event: SpeechEvent, fresh: Set<string>): void => {
  const evidence: Evidence = { utterance: event.utterance, startMs: event.startMs, heard: event.text };
  absorbProblem(draft, reading, evidence, fresh);
  absorbName(draft, reading, evidence, fresh);
  absorbPhone(draft, reading, evidence, fresh);
  absorbAddress(draft, reading, evidence, fresh);
  absorbEmail(draft, reading, evidence, fresh);
  absorbAccess(draft, reading, evidence, fresh);
  absorbWishes(draft, reading, fresh);
  absorbStanding(draft, reading, evidence, fresh);
};

const isCorrection = (reading: Reading): boolean => reading.intent === 'correction' || reading.answer === 'no';

const set = <Value>(slot: Slot<Value> | undefined, value: Value, evidence: Evidence): Slot<Value> => ({
  value,
  evidence,
  state: 'heard',
  attempts: slot === undefined || slot.denied ? (slot?.attempts ?? 0) : slot.attempts + 1,
});

const asks = (draft: Draft, ...acts: readonly string[]): boolean => acts.includes(draft.state.pending?.act ?? '');

const absorbProblem = (draft: Draft, reading: Reading, evidence: Evidence, fresh: Set<string>): void => {
  const { state } = draft;
  const heard = reading.slots.problem;
  if (reading.slots.danger && (state.slots.danger?.value !== 'none' || reading.slots.danger === 'none')) {
    if (state.slots.danger?.value !== reading.slots.danger) fresh.add('danger');
    state.slots.danger = { value: reading.slots.danger, evidence, state: 'heard', attempts: 0 };
  }
  if (reading.slots.vulnerable !== undefined) {
    if (state.slots.vulnerable?.value !== reading.slots.vulnerable) fresh.add('vulnerable');
    state.slots.vulnerable = { value: reading.slots.vulnerable, evidence, state: 'heard', attempts: 0 };
  }
  const { indoorTempF: indoor, outdoorTempF: outdoor } = reading.slots;
  if (indoor !== undefined) state.temperatures = { ...state.temperatures, indoor };
  if (outdoor !== undefined) state.temperatures = { ...state.temperatures, outdoor };
  if (!heard) return;
  const known = state.slots.problem;
  if (!known) {
    state.slots.problem = { value: heard, evidence, state: 'heard', attempts: 0 };
    fresh.add('problem');
    return;
  }
  if (noteSecond(draft, reading, evidence)) {
    fresh.add('problem');
    return;
  }
  if (state.records.booking || asks(draft, 'ask_name', 'ask_address', 'ask_access')) return;
  const details = [...new Set([...known.value.details, ...heard.details])];
  if (known.value.serviceType === null && heard.serviceType !== null) {
    known.value = { ...heard, text: `${known.value.text}; ${heard.text}`, details };
    fresh.add('problem');
  } else if (
    reading.intent === 'correction' &&
    heard.serviceType !== null &&
    heard.serviceType !== known.value.serviceType
  ) {
    state.slots.problem = { value: heard, evidence, state: 'heard', attempts: known.attempts + 1 };
    fresh.add('problem');
    state.records.quotes = { day: null, afterHours: null };
    state.records.windows = [];
    state.searches = Math.min(state.searches, 1);
    state.feeAgreed = null;
  } else if (details.length > known.value.details.length) {
    known.value = { ...known.value, details };
    fresh.add('problem');
  }
};

const mergeName = (known: NameValue | undefined, heard: NameReading, spelling: boolean): NameValue => {
  // One word that is no first name, said for a name we have: the last name.
  if (known && heard.last === null && heard.first !== null && !heard.matched) {
    return {
      first: known.first,
      last: heard.first,
      matched: false,
      unsure: ['last'],
      letters: (known.letters ?? []).filter((part) => part === 'first'),
      spelled: heard.spelled,
    };
  }
  const first = heard.first ?? (spelling || heard.last !== null ? (known?.first ?? null) : null);
  const last = heard.last ?? (heard.first !== null ? (known?.last ?? null) : null);
  const joined = (parts: NameReading['unsure'], before: NameReading['unsure'] = []): NameReading['unsure'] => [
    ...new Set([...parts, ...before.filter((part) => heard[part] === null)]),
  ];
  const unsure = joined(heard.unsure, known?.unsure);
  return {
    first,
    last,
    matched: unsure.length === 0,
    unsure,
    letters: joined(heard.letters, known?.letters),
    spelled: heard.spelled || (known?.spelled ?? false),
  };
};

/** A part of the name that was spelled as we asked. */
const spelledName = (draft: Draft, reading: Reading): NameValue | null => {
  const known = draft.state.slots.name?.value;
  const { name, settled } = reading.slots;
  if (settled === undefined || !name) return null;
  const isFirst = asks(draft, 'ask_spell_first_name');
  if (!isFirst && !asks(draft, 'ask_spell_name')) return null;
  const first = name.first ?? known?.first ?? null;
  const unsure = (known?.unsure ?? []).filter((part) => part === (isFirst ? 'last' : 'first') && name[part] === null);
  const letters = [...new Set([...(known?.letters ?? []), ...name.letters])];
  return {
    first,
    last: name.last ?? known?.last ?? null,
    matched: unsure.length === 0,
    unsure,
    letters,
    spelled: true,
  };
};

const absorbName = (draft: Draft, reading: Reading, evidence: Evidence, fresh: Set<string>): void => {
  const { state } = draft;
  const known = state.slots.name;
  // Letters of an address are no name.
  if (asks(draft, 'ask_email', 'read_back_email')) return;
  const spellings = ['ask_spell_name', 'ask_spell_first_name'];
  const asked = asks(draft, 'ask_name', 'read_back_name', 'read_back_contact', ...spellings);
  const heard = reading.slots.name;
  let value = spelledName(draft, reading);
  if (!value && heard && (heard.first !== null || heard.last !== null)) {
    if (known ? asked || isCorrection(reading) : asked || heard.matched || heard.spelled) {
      value = mergeName(known?.value, heard, asks(draft, ...spellings));
    }
  }
  if (!value) return;
  if (known && !known.denied && fullName(known.value).toLowerCase() === fullName(value).toLowerCase()) {
    fresh.add('same:name');
    if (value.spelled && !known.value.spelled && known.state !== 'confirmed') {
      known.value = value;
      fresh.add('name');
    }
    return;
  }
  if (known?.state === 'confirmed' && !isCorrection(reading)) return;
  state.slots.name = set(known, value, evidence);
  fresh.add('name');
};

const absorbPhone = (draft: Draft, reading: Reading, evidence: Evidence, fresh: Set<string>): void => {
  const { state } = draft;
  const { phone: heard, extension } = reading.slots;
  if (extension !== undefined && state.slots.extension?.value !== extension) {
    state.slots.extension = { value: extension, evidence, state: 'heard', attempts: 0 };
    if (state.slots.phone) {
      // Read back once more, with what belongs to it.
      state.slots.phone.state = 'heard';
      fresh.add('phone');
    }
  }
  if (!heard) return;
  const known = state.slots.phone;
  const digits = heard.sameAsCaller && !heard.complete ? state.from : heard.digits;
  const asked = asks(
    draft,
    'ask_phone',
    'ask_phone_keys',
    'ask_phone_caller',
    'read_back_phone',
    'read_back_contact',
    'ask_safe_phone',
  );
  if (!isWholePhone(digits)) {
    const whole = known && isWholePhone(known.value) ? known.value : null;
    const mends = asked || digits.length >= 7 || isCorrection(reading);
    const meant = whole !== null && mends ? mendPhone(whole, digits, reading.text) : null;
    const local = whole === null && asked ? withAreaCode(draft.context.business.phone, digits) : null;
    if (meant !== null || local !== null) {
      state.slots.phone = set(known, meant ?? local ?? '', evidence);
      fresh.add('phone');
      return;
    }
    if (!asked || known || digits.length < 4) return;
    state.slots.phone = { value: digits, evidence, state: 'heard', attempts: 1 };
    return;
  }
  if (known && known.value === digits && !known.denied) {
    fresh.add('same:phone');
    return;
  }
  state.slots.phone = set(known, digits, evidence);
  fresh.add('phone');
};

const absorbEmail = ({ state }: Draft, { slots }: Reading, evidence: Evidence, fresh: Set<string>): void => {
  const { email } = slots;
  if (email === undefined) return;
  if (state.slots.email?.value === email && !state.slots.email.denied) {
    fresh.add('same:email');
    return;
  }
  state.slots.email = set(state.slots.email, email, evidence);
  fresh.add('email');
};

const PARTS = ['houseNumber', 'street', 'unit', 'city', 'state', 'zip'] as const;

const absorbAddress = (draft: Draft, reading: Reading, evidence: Evidence, fresh: Set<string>): void => {
  const { state } = draft;
  const known = state.slots.address;
  const asked = asks(
    draft,
    'ask_address',
    'ask_house_number',
    'ask_house_number_keys',
    'ask_corner',
    'ask_zip_keys',
    'ask_street',
    'ask_spell_street',
    'ask_spell_city',
    'ask_city',
    'ask_state',
    'read_back_address',
  );
  const heard = spelledPart(draft, reading, known?.value) ?? reading.slots.address;
  if (!heard) return;
  const whole = heard.houseNumber !== null && heard.street !== null;
  const placed = heard.city !== null && heard.state !== null && heard.placeMatched;
  const elsewhere =
    (draft.state.pending?.act ?? '').includes('phone') || (draft.state.pending?.act ?? '').includes('name');
  const late = known !== undefined && isCorrection(reading) && !elsewhere;
  const corner = heard.corner !== undefined && known?.value.corner === undefined;
  if (!asked && !late && !whole && !corner && !(known === undefined && placed)) return;
  if (known && (known.state === 'confirmed' || known.state === 'unconfirmed') && !isCorrection(reading) && !whole)
    return;
  const value: AddressValue = { ...(known?.value ?? EMPTY_ADDRESS) };
  const merged: { -readonly [K in keyof AddressValue]: AddressValue[K] } = { ...value };
  let changed = false;
  let repeated = false;
  const spelled = asks(draft, 'ask_spell_street');
  for (const part of PARTS) {
    const next = heard[part];
    if (next === null) continue;
    // What was spelled gives way only to words that are known, a known street to none that is a mishearing of it.
    if (part === 'street' && state.asks['street_spelled'] !== undefined && !spelled && !heard.streetKnown) continue;
    if (part === 'street' && isMisheard(next, merged.street, heard)) {
      repeated = true;
      continue;
    }
    if (merged[part]?.toLowerCase() === next.toLowerCase()) repeated = true;
    else {
      if (part === 'houseNumber' && merged.houseNumber !== null)
        state.asks['house_number_changed'] = (state.asks['house_number_changed'] ?? 0) + 1;
      merged[part] = next;
      changed = true;
    }
  }
  if (heard.corner !== undefined && merged.corner !== heard.corner) {
    merged.corner = heard.corner;
    changed = true;
  }
  if (heard.houseNumber !== null && merged.houseNumber === heard.houseNumber)
    merged.numberApart = heard.numberApart ?? false;
  if (heard.street !== null && merged.street === heard.street) {
    merged.streetDoubtful = !heard.streetKnown;
    merged.streetLetters =
      heard.streetLetters || (merged.streetLetters === true && known?.value.street === heard.street);
  }
  if (heard.city !== null) merged.placeDoubtful = !heard.placeListed;
  if (changed && heard.city !== null && heard.city !== value.city && heard.zip === null) merged.zip = null;
  if (!changed) {
    if (repeated) fresh.add('same:address');
    return;
  }
  const first = known === undefined || known.state === 'heard';
  state.slots.address = {
    value: merged,
    evidence,
    state: 'heard',
    attempts: first ? (known?.attempts ?? 0) : known.attempts + 1,
  };
  fresh.add('address');
};

/** Said again, a street that we have may come out as less of it: `birch`, then `bir`. */
const isMisheard = (street: string, before: string | null, { streetKnown, streetLetters }: AddressReading): boolean =>
  before !== null && !streetKnown && !streetLetters && heardDistance(street.toLowerCase(), before.toLowerCase()) <= 1.5;

/** Letters spelled for the street replace its name and keep the kind of street heard before; so for the city. */
const spelledPart = (draft: Draft, reading: Reading, known: AddressValue | undefined): AddressReading | null => {
  const { settled } = reading.slots;
  if (settled === undefined) return null;
  const none = {
    ...EMPTY_ADDRESS,
    raw: reading.text,
    streetKnown: true,
    streetLetters: true,
    placeListed: true,
    placeMatched: true,
  };
  if (asks(draft, 'ask_spell_city')) return { ...none, city: settled, state: known?.state ?? null };
  if (!asks(draft, 'ask_spell_street')) return null;
  draft.state.asks['street_spelled'] = 1;
  const kind = known?.street?.split(' ').slice(1).at(-1);
  return { ...none, street: kind === undefined ? settled : `${settled} ${kind}` };
};

const absorbAccess = (draft: Draft, reading: Reading, evidence: Evidence, fresh: Set<string>): void => {
  const { slots } = draft.state;
  const { references = {}, pets, access } = reading.slots;
  for (const slot of ['gateCode', 'alarmCode'] as const) {
    const reference = references[slot];
    if (reference === undefined) continue;
    slots[slot] = { value: reference, evidence: { ...evidence, heard: '[code]' }, state: 'heard', attempts: 0 };
    fresh.add(slot);
  }
  if (pets !== undefined) {
    slots.pets = { value: pets, evidence, state: 'heard', attempts: 0 };
    fresh.add('pets');
  }
  if (access !== undefined && !fresh.has('gateCode') && !fresh.has('alarmCode')) {
    slots.access = { value: access, evidence, state: 'heard', attempts: 0 };
    fresh.add('access');
  }
};

/** Said by the way: the last word on it stands. */
const absorbStanding = (draft: Draft, reading: Reading, evidence: Evidence, fresh: Set<string>): void => {
  const { slots } = draft.state;
  const { member, standing, technician } = reading.slots;
  if (technician !== undefined && slots.technician?.value !== technician) {
    slots.technician = { value: technician, evidence, state: 'heard', attempts: 0 };
    fresh.add('technician');
    say(draft, 'ack_technician');
  }
  if (standing !== undefined && slots.standing?.value !== standing) {
    slots.standing = { value: standing, evidence, state: 'heard', attempts: 0 };
    fresh.add('standing');
  }
  if (member === true && slots.member === undefined) {
    slots.member = { value: true, evidence, state: 'heard', attempts: 0 };
    fresh.add('member');
  }
};

const TIME_QUESTIONS = [
  'ask_fee',
  'ask_fee_choice',
  'offer_windows',
  'offer_window',
  'ask_other_time',
  'offer_new_windows',
  'offer_new_window',
  'ask_new_time',
  'ask_move_fee',
  'ask_problem',
  'ask_detail',
];

/** Wishes for a time. Bare hours count only where a time is the matter: `nine` is often a house number. */
const absorbWishes = (draft: Draft, reading: Reading, fresh: Set<string>): void => {
  const { state } = draft;
  const { window, afterHours } = reading.slots;
  if (afterHours !== undefined) state.wishes = { ...state.wishes, afterHours };
  if (!namesTime(window) || asks(draft, 'ask_which_day')) return;
  const asked = asks(draft, ...TIME_QUESTIONS);
  const dated = window.date !== null || window.soonest;
  // Right after a time was taken and told, its hour may be set right.
  const taken = asks(draft, 'ask_access')
    ? state.records.windows.find(({ id }) => id === state.slots.window?.value)
    : undefined;
  const hour = taken !== undefined && window.fromHour !== null;
  if (!asked && !((dated || hour) && isCorrection(reading))) return;
  if (window.date === null && window.fromHour === null && window.toHour === null && !window.soonest) return;
  const before = JSON.stringify(state.wishes);
  const sameDay = window.date ?? (window.fromHour === null ? null : hour ? dateOf(taken) : state.wishes.date);
  const { sooner: _, ...wishes } = state.wishes;
  state.wishes = {
    ...wishes,
    date: sameDay,
    ...(window.sooner === undefined ? {} : { sooner: window.sooner }),
    fromHour: window.fromHour,
    toHour: window.toHour,
    soonest: window.soonest,
  };
  if (JSON.stringify(state.wishes) !== before) fresh.add('wishes');
  if (!asked && state.slots.window && !state.records.booking) {
    delete state.slots.window;
    fresh.add('moved');
  }
};
