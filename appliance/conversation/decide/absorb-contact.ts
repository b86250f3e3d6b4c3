import type { NameReading, Reading } from '../reading.ts';
import { mendPhone, withAreaCode } from '../state/mend-phone.ts';
import { fullName, isWholePhone, type Evidence, type NameValue } from '../state/slots.ts';
import { asks, isCorrection, set } from './absorbing.ts';
import type { Draft } from './draft.ts';

/** The first name said again, where it was not sure before: no last name. */
const repeatsFirst = ({ first, last, unsure }: NameValue, heard: NameReading): boolean =>
  last === null &&
  unsure.includes('first') &&
  heard.letters.includes('first') &&
  first?.[0]?.toLowerCase() === heard.first?.[0]?.toLowerCase();

const mergeName = (known: NameValue | undefined, heard: NameReading, spelling: boolean): NameValue => {
  // One word that is no first name, said for a name we have: the last name.
  if (known && heard.last === null && heard.first !== null && !heard.matched && !repeatsFirst(known, heard)) {
    return {
      first: known.first,
      last: heard.first,
      matched: false,
      unsure: [...known.unsure.filter((part) => part === 'first'), 'last'],
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

/** Who calls. */
export const absorbName = (draft: Draft, reading: Reading, evidence: Evidence, fresh: Set<string>): void => {
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

/** How to reach them. */
export const absorbPhone = (draft: Draft, reading: Reading, evidence: Evidence, fresh: Set<string>): void => {
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

/** Where to write to them. */
export const absorbEmail = ({ state }: Draft, { slots }: Reading, evidence: Evidence, fresh: Set<string>): void => {
  const { email } = slots;
  if (email === undefined) return;
  if (state.slots.email?.value === email && !state.slots.email.denied) {
    fresh.add('same:email');
    return;
  }
  state.slots.email = set(state.slots.email, email, evidence);
  fresh.add('email');
};
