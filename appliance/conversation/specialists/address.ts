import { ask, asked, callTool, say, wantMessage, type Draft, type Heard, type Specialist } from '../decide/draft.ts';
import { knowsNoNumber } from '../language/en-US/corner.ts';
import type { ActName } from '../say/acts.ts';
import { EMPTY_ADDRESS, isWholeAddress } from '../state/slots.ts';
import { isSettled } from './identity.ts';
import { hearReadBack, readBack } from './read-back.ts';

/** What was not understood twice is typed. */
const inWordsOrKeys = (draft: Draft, words: ActName, keys: ActName): ActName =>
  asked(draft, words) < 2 || asked(draft, keys) > 1 ? words : keys;

/** The question for what is missing, the whole address first. Null when nothing is. */
const missing = (draft: Draft): ActName | null => {
  const address = draft.state.slots.address?.value ?? EMPTY_ADDRESS;
  if (address.street === null && address.houseNumber === null)
    return address.corner === undefined ? 'ask_address' : 'ask_corner';
  if (address.street === null) return 'ask_street';
  if (address.houseNumber === null) return inWordsOrKeys(draft, 'ask_house_number', 'ask_house_number_keys');
  if (address.city === null) return inWordsOrKeys(draft, 'ask_city', 'ask_zip_keys');
  return address.state === null ? 'ask_state' : null;
};

/** A street or city that is in no list is asked about before it is read back: by ear nobody can tell `Fron` from `Front`. */
const doubtful = (draft: Draft): ActName | null => {
  const address = draft.state.slots.address?.value ?? EMPTY_ADDRESS;
  if (address.street !== null && address.streetDoubtful && asked(draft, 'ask_spell_street') === 0)
    return 'ask_spell_street';
  if (address.city === null || !address.placeDoubtful || address.zip !== null) return null;
  if (asked(draft, 'ask_city') === 0) return 'ask_city';
  return asked(draft, 'ask_spell_city') === 0 ? 'ask_spell_city' : null;
};

/** After a plain no: say it again, then spell the street. */
const askAgain = (draft: Draft): boolean => {
  const attempts = draft.state.slots.address?.attempts ?? 0;
  if (attempts <= 1 && asked(draft, 'ask_address') < 3) ask(draft, 'ask_address', 'address');
  else if (asked(draft, 'ask_spell_street') < 2) ask(draft, 'ask_spell_street', 'spelling');
  else return false;
  return true;
};

/**
 * A caller who says no and then just what we have was not understood by us or did not understand us, and more rounds settle
 * nothing: the second time the address stays as heard, unconfirmed, for a person to listen to, and the visit is not lost.
 * @returns whether the answer is dealt with
 */
const keptAfterAll = (draft: Draft, { fresh, reading }: Heard): boolean => {
  const { state } = draft;
  const slot = state.slots.address;
  const refused = reading.answer === 'no' || slot?.denied === true;
  if (!slot || !refused || !fresh.has('same:address') || fresh.has('address')) return false;
  // Said again it sounds the same: letters must tell what ears cannot.
  if (slot.value.streetLetters === true && asked(draft, 'ask_spell_street') === 0) {
    slot.value = { ...slot.value, streetDoubtful: true };
    slot.state = 'heard';
    delete slot.denied;
    state.readBack = null;
    return true;
  }
  if (refusesTown(reading) && asked(draft, 'ask_spell_city') === 0) {
    state.asks['town_refused'] = 1;
    delete slot.denied;
    slot.state = 'heard';
    state.readBack = null;
    return true;
  }
  const times = (state.asks['same_address'] ?? 0) + 1;
  state.asks['same_address'] = times;
  if (times < 2) {
    delete slot.denied;
    slot.state = 'heard';
    state.readBack = null;
    return true;
  }
  slot.state = 'unconfirmed';
  delete slot.denied;
  state.readBack = null;
  say(draft, 'kept_as_heard');
  return true;
};

/** Only the town was found wrong in what was read back. */
const refusesTown = ({ slots: { address } }: Heard['reading']): boolean =>
  address !== undefined && address.city !== null && address.street === null && address.houseNumber === null;

/**
 * Letters settle a town that was refused and said just as we have it. Nothing else was found wrong in what was read back, and
 * reading it back once more would sound as it did.
 */
const hearTown = (draft: Draft, heard: Heard): boolean => {
  const { asks, slots } = draft.state;
  const understood = hearLetters(draft, heard);
  if (asks['town_refused'] === 1 && slots.address && heard.fresh.has('same:address') && !heard.fresh.has('address'))
    slots.address.state = 'confirmed';
  return understood;
};

/** Letters settle a street or city, also where they are those that were heard before. */
const hearLetters = ({ state }: Draft, { fresh }: Heard): boolean => {
  const slot = state.slots.address;
  if (slot && fresh.has('same:address')) {
    delete slot.denied;
    slot.state = 'heard';
    slot.value = { ...slot.value, streetDoubtful: false, streetLetters: true };
  }
  return fresh.has('address') || fresh.has('same:address');
};

/** Where to come. */
export const jobAddress: Specialist = {
  phase: 'address',
  canHandle: ({ state }) => !isSettled(state.slots.address),
  next: (draft) => {
    const { state, context } = draft;
    const slot = state.slots.address;
    if (slot?.denied) {
      if (!askAgain(draft)) wantMessage(draft, 'address_not_settled');
      return;
    }
    if (slot && slot.value.city !== null && slot.value.state === null && context.business.state !== null) {
      slot.value = { ...slot.value, state: context.business.state };
    }
    const doubt = doubtful(draft);
    if (doubt !== null) {
      ask(draft, doubt, doubt === 'ask_city' ? 'address' : 'spelling');
      return;
    }
    if (state.asks['town_refused'] === 1 && asked(draft, 'ask_spell_city') === 0) {
      ask(draft, 'ask_spell_city', 'spelling');
      return;
    }
    const question = missing(draft);
    if (question !== null) {
      if (asked(draft, question) < (question === 'ask_corner' ? 2 : 3)) ask(draft, question, 'address');
      else wantMessage(draft, 'address_not_settled');
      return;
    }
    if ((state.asks['house_number_changed'] ?? 0) >= 2 && asked(draft, 'ask_house_number_keys') === 0) {
      ask(draft, 'ask_house_number_keys', 'address');
      return;
    }
    if (asked(draft, 'read_back_address') < 5) readBack(draft, 'read_back_address', ['address']);
    else wantMessage(draft, 'address_not_settled');
  },
  hears: {
    ask_address: (draft, heard) =>
      keptAfterAll(draft, heard) || heard.fresh.has('address') || heard.fresh.has('same:address'),
    ask_corner: (_, { fresh, reading, event }) =>
      fresh.has('address') || reading.answer === 'no' || knowsNoNumber(event.text),
    ask_house_number: (_, { fresh }) => fresh.has('address'),
    ask_house_number_keys: (_, { fresh }) => fresh.has('address') || fresh.has('same:address'),
    ask_zip_keys: (_, { fresh }) => fresh.has('address') || fresh.has('same:address'),
    ask_street: (_, { fresh }) => fresh.has('address'),
    ask_spell_street: hearLetters,
    ask_spell_city: hearTown,
    ask_city: (_, { fresh }) => fresh.has('address') || fresh.has('same:address'),
    ask_state: (_, { fresh }) => fresh.has('address'),
    read_back_address: (draft, heard) => keptAfterAll(draft, heard) || hearReadBack(draft, heard),
  },
};

const placeOf = (draft: Draft): string => {
  const address = draft.state.slots.address?.value ?? EMPTY_ADDRESS;
  return [address.city, address.state, address.zip].join('|');
};

/** Do we go there? Asked of the records once for each place named. */
export const serviceArea: Specialist = {
  phase: 'address',
  canHandle: (draft) =>
    isWholeAddress(draft.state.slots.address?.value) &&
    (draft.state.records.area?.forPlace !== placeOf(draft) || !draft.state.records.area.served),
  next: (draft) => {
    const { state } = draft;
    if (state.records.area?.forPlace === placeOf(draft)) {
      say(draft, 'not_served');
      wantMessage(draft, 'out_of_area', { askPhone: true });
      return;
    }
    const address = state.slots.address?.value ?? EMPTY_ADDRESS;
    callTool(draft, {
      name: 'check_area',
      key: `area-${placeOf(draft)}`,
      args: { city: address.city, state: address.state, zip: address.zip },
    });
  },
};

/** Keeps the answer of the area check with the place it was asked for. */
export const keepArea = (draft: Draft, result: { served: boolean; zip: string | null }): void => {
  draft.state.records.area = { ...result, forPlace: placeOf(draft) };
};
