import type { Reading } from '../reading.ts';
import { noteSecond } from '../specialists/second.ts';
import { dateOf, isJust, namesTime } from '../specialists/windows.ts';
import type { Evidence } from '../state/slots.ts';
import { absorbAddress } from './absorb-address.ts';
import { absorbEmail, absorbName, absorbPhone } from './absorb-contact.ts';
import { asks, isCorrection } from './absorbing.ts';
import { say, type Draft, type SpeechEvent } from './draft.ts';

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
  const span = hour && window.toHour !== null;
  if (span && isJust(taken, window)) return;
  if (!asked && !((dated || hour) && (isCorrection(reading) || span))) return;
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
