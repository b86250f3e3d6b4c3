import {
  ask,
  asked,
  raiseUrgency,
  say,
  wantMessage,
  type Draft,
  type Heard,
  type Specialist,
} from '../decide/draft.ts';
import { hasCueOfAnother } from '../language/en-US/another.ts';
import type { ProblemReading, Reading } from '../reading.ts';
import type { Evidence } from '../state/slots.ts';

/** So many visits are booked in one call; more is for the office. */
const MAX_VISITS = 3;

/** What stays known when another matter begins: the caller and the place, how often was asked for them, and their manners. */
const KEPT =
  /name|phone|email|address|house|street|city|state$|zip|spell|contact|safety|hazard|topic:|waits|repeats|forgiven|put_aside|calm|upset|ask_add_on/;

/** A matter beside the one at hand, told before that is booked: the same trade sees to it on the same visit, another comes later. */
export const noteSecond = (draft: Draft, reading: Reading, evidence: Evidence): boolean => {
  const { state } = draft;
  const known = state.slots.problem?.value;
  const heard = reading.slots.problem;
  if (!heard || !known || known.serviceType === null || state.records.booking !== null) return false;
  if (heard.serviceType === null || heard.serviceType === known.serviceType || !hasCueOfAnother(reading.text))
    return false;
  if (reading.urgency === 'emergency' && !isGrave(draft, known)) {
    takeFirst(draft, heard, evidence);
    return true;
  }
  const note = `also: ${heard.text}`;
  if (heard.trade !== known.trade) {
    if (state.later?.problem.serviceType === heard.serviceType) return false;
    state.later = { problem: heard, urgency: reading.urgency };
  } else if (known.details.includes(note)) return false;
  else if (state.slots.problem) state.slots.problem.value = { ...known, details: [...known.details, note] };
  say(draft, 'ack_second');
  return true;
};

/** Was the matter at hand an emergency before these words? Its service type, or its own words, made it one. */
const isGrave = ({ state, context }: Draft, { serviceType }: ProblemReading): boolean =>
  state.asks['advise'] !== undefined ||
  context.playbook.serviceTypes.find(({ code }) => code === serviceType)?.urgency === 'emergency';

/** An emergency told beside something that can wait is the matter at hand; the other comes after it, or on the same visit. */
const takeFirst = (draft: Draft, heard: ProblemReading, evidence: Evidence): void => {
  const { state } = draft;
  const before = state.slots.problem?.value;
  state.slots.problem = { value: heard, evidence, state: 'heard', attempts: 0 };
  if (before && before.trade === heard.trade)
    state.slots.problem.value = { ...heard, details: [...heard.details, `also: ${before.text}`] };
  else if (before) state.later = { problem: before, urgency: 'routine' };
  forgetWindows(draft);
  state.asks['put_aside'] = (state.asks['put_aside'] ?? 0) + 1;
  delete state.asks['ack_problem'];
};

/** What was found and quoted for one matter is none of the next. */
export const forgetWindows = ({ state }: Draft): void => {
  delete state.slots.window;
  const { area, booking, messages, alert } = state.records;
  state.records = {
    windows: [],
    offered: [],
    passed: [],
    quotes: { day: null, afterHours: null },
    unpriced: false,
    area,
    booking,
    alert,
    messages,
  };
  state.feeTold = { day: false, afterHours: false };
  state.feeAgreed = null;
  state.searches = 0;
  state.searchedFor = '';
};

/** Is another matter to be booked, after the one that was? Asked once for each. */
export const second: Specialist = {
  phase: 'wrap_up',
  canHandle: ({ state }) =>
    state.records.booking !== null && state.later !== undefined && (state.asks['ask_anything_else'] ?? 0) > 0,
  next: (draft) => {
    if (asked(draft, 'ask_second') < 2) askSecond(draft);
    else passOn(draft);
  },
  hears: {
    ask_second: (draft, heard) => {
      const { answer } = heard.reading;
      if (answer === 'yes') begin(draft, heard);
      else if (answer === 'no') passOn(draft);
      return answer !== null;
    },
  },
};

export const askSecond = (draft: Draft): void =>
  ask(draft, 'ask_second', 'yes_no', { code: draft.state.later?.problem.serviceType ?? '' });

/** What is not booked now reaches the office all the same. */
const passOn = (draft: Draft): void => {
  const { state } = draft;
  const text = state.later?.problem.text ?? '';
  delete state.later;
  wantMessage(draft, 'after_booking', { text });
};

/**
 * After a booking the caller tells of another matter: of another trade, or as another matter by their own words. What only
 * adds to the one that is booked is none.
 */
export const tellsOfAnother = ({ state }: Draft, { reading }: Heard): boolean => {
  const heard = reading.slots.problem;
  const known = state.slots.problem?.value;
  if (!heard || heard.serviceType === null || heard.serviceType === known?.serviceType) return false;
  if ((state.visits ?? 0) + 1 >= MAX_VISITS) return false;
  if (heard.trade === known?.trade && !hasCueOfAnother(reading.text)) return false;
  state.later = { problem: heard, urgency: reading.urgency };
  return true;
};

/** Begins again with the other matter, for the same caller at the same place. */
const begin = (draft: Draft, { event }: Heard): void => {
  const { state } = draft;
  const { later } = state;
  const booked = state.records.booking;
  if (!later || !booked) return;
  const { problem } = later;
  const evidence: Evidence = { utterance: event.utterance, startMs: event.startMs, heard: problem.text };
  delete state.later;
  delete state.hold;
  state.visits = (state.visits ?? 0) + 1;
  state.gravest = state.urgency;
  state.urgency = later.urgency;
  const urgency = draft.context.playbook.serviceTypes.find(({ code }) => code === problem.serviceType)?.urgency;
  if (urgency) raiseUrgency(state, urgency);
  const { gateCode, alarmCode, ...slots } = state.slots;
  state.slots = { ...slots, problem: { value: problem, evidence, state: 'heard', attempts: 0 } };
  if (gateCode ?? alarmCode) {
    // A code has one sealed place: the first visit's.
    const access = [state.slots.access?.value, `code kept with ${booked.jobNumber}`].filter(Boolean).join('; ');
    state.slots.access = { value: access, evidence, state: 'heard', attempts: 0 };
  }
  forgetWindows(draft);
  state.records.booking = null;
  state.asks = Object.fromEntries(Object.entries(state.asks).filter(([key]) => KEPT.test(key)));
  state.wishes = { date: null, fromHour: null, toHour: null, soonest: false, afterHours: null };
  state.bookingFailures = 0;
  state.objections = 0;
};

/** What tells the tools' keys of one matter from those of the next in the same call. */
export const matterKey = ({ state }: Draft): string => {
  const before = (state.visits ?? 0) + (state.asks['put_aside'] ?? 0);
  return before === 0 ? '' : `${before + 1}-`;
};
