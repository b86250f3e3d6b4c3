import { asksToConfirm, keepsVisit } from '../language/en-US/visit-facts.ts';
import {
  ask,
  asked,
  callTool,
  end,
  say,
  wantMessage,
  type Draft,
  type Heard,
  type Specialist,
} from '../decide/draft.ts';
import { isUnderWay, newExisting, visitMeant, type Existing, type ExistingWish } from '../state/existing.ts';
import { turnOf } from '../state/state.ts';
import type { Reading } from '../reading.ts';
import type { ToolOutcome } from '../tools.ts';
import type { FoundVisit } from '../visit-tools.ts';
import { forgetTime, hearMoveFee, hearNewTime, move } from './moving.ts';
import { countFacts, factsAnswered, factsOfSlots, factsVolunteered } from './visit-facts.ts';
import { namedWindow } from './windows.ts';
import { loseWindow } from './passed.ts';

const wishOf = (reading: Reading, text: string): ExistingWish | null => {
  if (reading.intent === 'reschedule' || reading.intent === 'cancel') return reading.intent;
  if (reading.intent !== 'status') return null;
  return asksToConfirm(text) ? 'confirm' : 'status';
};

/** Windows that were on offer for something else, and the time that was wished for it. */
const forgetOffers = ({ state }: Draft): void => {
  forgetTime(state);
  state.records.windows = [];
  state.records.offered = [];
  state.records.passed = [];
  delete state.records.lost;
  delete state.records.declinedFor;
};

/** The caller speaks of a visit that is booked already. @returns false when they do not */
export const openExisting = (draft: Draft, heard: Heard): boolean => {
  const { state } = draft;
  const wish = wishOf(heard.reading, heard.event.text);
  if (wish === null) return false;
  const words = heard.event.text.trim();
  const known = state.existing?.facts ?? factsOfSlots(draft);
  // Counters go on: they name the tools' intents, and what was tried stays tried.
  const { misses = 0, searches = 0, attempts = 0, moves = { searches: 0 } } = state.existing ?? {};
  state.existing = {
    ...newExisting(wish, words.split(/\s+/).length > 3 ? words : '', factsVolunteered(known, heard)),
    misses,
    searches,
    attempts,
    moves: { searches: moves.searches, searchedFor: null },
  };
  forgetOffers(draft);
  for (const question of [
    'ask_cancel_sure',
    'ask_which_visit',
    'offer_new_windows',
    'offer_new_window',
    'ask_new_time',
  ])
    delete state.asks[question];
  return true;
};

/** What a proof needs, said before anything is looked up; so our questions tell nobody what is on file. */
const NEEDED: Readonly<Record<ExistingWish, 1 | 2>> = {
  status: 1,
  confirm: 1,
  agree: 1,
  reschedule: 2,
  cancel: 2,
};
const MAX_MISSES = 3;

/** Who answers the number on file that we rang has shown enough. */
const neededOf = ({ state }: Draft, wish: ExistingWish): number => (state.outbound?.reached ? 0 : NEEDED[wish]);

const factsKey = ({ facts, wish }: Existing): string => JSON.stringify([NEEDED[wish], facts]);

/** Looks the visit up, or asks for what is needed to do so. */
const identify = (draft: Draft, existing: Existing): void => {
  const { state } = draft;
  const { facts, wish } = existing;
  const said = countFacts(facts);
  const most = state.outbound ? 1 : MAX_MISSES;
  if (existing.misses >= most || asked(draft, 'ask_visit_facts') + asked(draft, 'ask_visit_name') > 6) {
    say(draft, 'cannot_find_visit');
    wantMessage(draft, wish, { text: existing.reason === '' ? null : existing.reason, askPhone: true });
    return;
  }
  if (said >= neededOf(draft, wish) && existing.searchedFor !== factsKey(existing)) {
    existing.searchedFor = factsKey(existing);
    existing.searches += 1;
    callTool(draft, {
      name: 'find_visits',
      key: `find-${existing.searches}`,
      args: { wish: NEEDED[wish] === 2 ? 'change' : 'see', callerId: state.from, facts },
    });
    return;
  }
  if (existing.searchedFor === factsKey(existing)) say(draft, 'no_visit_match');
  const missing = existing.misses === 0 && said > 0;
  if (missing && facts.lastName === null && asked(draft, 'ask_visit_name') < 2) ask(draft, 'ask_visit_name', 'name');
  else if (missing && facts.houseNumber === null && asked(draft, 'ask_visit_house') < 2)
    ask(draft, 'ask_visit_house', 'address');
  else ask(draft, 'ask_visit_facts', 'address');
};

/** What the records gave back; who is meant when there is only one. */
export const keepFound = (draft: Draft, visits: readonly FoundVisit[]): void => {
  const { existing } = draft.state;
  if (!existing) return;
  existing.found = visits;
  const meant = visits.find((visit) => visit.id === draft.state.outbound?.visit);
  existing.visit = meant?.id ?? (visits.length === 1 ? (visits[0]?.id ?? null) : null);
  if (visits.length === 0) existing.misses += 1;
};

const KINDS = { reschedule_visit: 'moved', cancel_visit: 'cancelled', confirm_visit: 'confirmed' } as const;
type ChangeOutcome = Extract<ToolOutcome, { name: keyof typeof KINDS }>;

/** What came of a change. */
export const keepChange = (draft: Draft, outcome: ChangeOutcome): void => {
  const { state } = draft;
  const { existing } = state;
  if (!existing) return;
  existing.attempts += 1;
  if (outcome.ok) {
    const quote = outcome.name === 'reschedule_visit' ? outcome.result.quote : null;
    existing.change = { kind: KINDS[outcome.name], visit: outcome.result, quote };
    state.outcome ??= KINDS[outcome.name];
    return;
  }
  if (outcome.error === 'window_taken') {
    existing.losses += 1;
    forgetTime(state);
    say(draft, 'window_taken');
    if (existing.window !== null) loseWindow(state, existing.window);
    state.records.offered = [];
    state.records.windows = [];
    existing.moves.searchedFor = null;
    existing.window = null;
    return;
  }
  say(draft, outcome.error === 'too_late' ? 'visit_under_way' : 'cannot_move');
  wantMessage(draft, existing.wish, { text: existing.reason === '' ? null : existing.reason, askPhone: true });
};

/** What is told of a visit: its window and how far it is, and nothing else. */
const tellStatus = (draft: Draft, existing: Existing, visit: FoundVisit): void => {
  say(draft, 'state_visit');
  existing.done = true;
  if (isUnderWay(visit) || draft.context.now <= visit.endsAt) return;
  say(draft, 'visit_late');
  wantMessage(draft, 'late_visit', { text: existing.reason === '' ? null : existing.reason, askPhone: true });
};

const callOff = (draft: Draft, existing: Existing, visit: FoundVisit): void => {
  if (!existing.sure) {
    if (asked(draft, 'ask_cancel_sure') >= 3) {
      say(draft, 'visit_stays');
      existing.done = true;
      return;
    }
    if (asked(draft, 'ask_cancel_sure') === 0) say(draft, 'cancel_policy');
    ask(draft, 'ask_cancel_sure', 'yes_no');
    return;
  }
  callTool(draft, {
    name: 'cancel_visit',
    key: `cancel-${visit.id}`,
    args: { visitId: visit.id, reason: existing.reason, callerId: draft.state.from, facts: existing.facts },
  });
};

const act = (draft: Draft, existing: Existing, visit: FoundVisit): void => {
  if (existing.wish === 'status') tellStatus(draft, existing, visit);
  else if (existing.wish === 'agree') {
    if (asked(draft, 'ask_visit_ok') === 0) say(draft, 'state_visit');
    if (asked(draft, 'ask_visit_ok') < 3) ask(draft, 'ask_visit_ok', 'yes_no');
    else partFrom(draft);
  } else if (existing.wish === 'confirm') {
    callTool(draft, {
      name: 'confirm_visit',
      key: `confirm-${visit.id}`,
      args: { visitId: visit.id, callerId: draft.state.from, facts: existing.facts },
    });
  } else if (isUnderWay(visit)) {
    say(draft, 'visit_under_way');
    wantMessage(draft, existing.wish, { text: existing.reason === '' ? null : existing.reason, askPhone: true });
  } else if (existing.wish === 'cancel') callOff(draft, existing, visit);
  else move(draft, existing, visit);
};

const STATED = { moved: 'state_moved', cancelled: 'state_cancelled', confirmed: 'state_confirmed' } as const;

/** The end of a call about a visit. */
export const partFrom = (draft: Draft): void => {
  say(draft, 'goodbye');
  const { records, existing, outbound } = draft.state;
  end(draft, records.booking ? 'booked' : existing || outbound ? 'answered' : 'declined');
};

/** A visit that is booked already: how it stands, another time, calling it off, confirming it. */
export const existingJob: Specialist = {
  phase: 'existing',
  canHandle: ({ state }) => state.existing !== undefined,
  next: (draft) => {
    const { existing } = draft.state;
    if (!existing) return;
    if (existing.change !== null && !existing.done) {
      say(draft, STATED[existing.change.kind]);
      existing.done = true;
    }
    if (existing.done) {
      if (asked(draft, 'ask_else') < 5) ask(draft, 'ask_else', 'yes_no');
      else partFrom(draft);
      return;
    }
    const visit = visitMeant(existing);
    if (visit) act(draft, existing, visit);
    else if (existing.found.length === 0) identify(draft, existing);
    else if (asked(draft, 'ask_which_visit') < 3) ask(draft, 'ask_which_visit', 'choice');
    else wantMessage(draft, existing.wish, { text: existing.reason === '' ? null : existing.reason, askPhone: true });
  },
  hears: {
    ask_visit_facts: (draft, heard) => hearFacts(draft, heard),
    ask_visit_name: (draft, heard) => hearFacts(draft, heard),
    ask_visit_house: (draft, heard) => hearFacts(draft, heard),
    ask_which_visit: (draft, { reading }) => {
      const { existing } = draft.state;
      const visit = existing ? namedWindow(reading.slots.window, existing.found, existing.found) : null;
      if (!existing || !visit) return false;
      existing.visit = visit.id;
      return true;
    },
    ask_cancel_sure: (draft, { reading, event }) => {
      const { existing, pending } = draft.state;
      if (!existing) return false;
      if (reading.intent === 'reschedule') {
        existing.wish = 'reschedule';
        return true;
      }
      if (keepsVisit(event.text) || reading.answer === 'no') {
        say(draft, 'visit_stays');
        existing.done = true;
        return true;
      }
      if (reading.answer !== 'yes' && reading.intent !== 'cancel') return false;
      // Only who heard the question to its end has said yes to it.
      existing.sure = turnOf(event.after) >= (pending?.turn ?? Number.POSITIVE_INFINITY);
      return true;
    },
    ask_visit_ok: (draft, heard) => {
      const { existing, pending } = draft.state;
      const { reading, event } = heard;
      if (!existing) return false;
      if (changeOfMind(draft, heard)) return true;
      const heardOut = turnOf(event.after) >= (pending?.turn ?? Number.POSITIVE_INFINITY);
      if (reading.answer === 'yes' && reading.intent !== 'reschedule') {
        if (heardOut) existing.wish = 'confirm';
        return true;
      }
      if (reading.answer !== 'no' && reading.intent !== 'reschedule') return false;
      existing.wish = 'reschedule';
      existing.reason = event.text.trim();
      return true;
    },
    offer_new_windows: (draft, heard) => changeOfMind(draft, heard) || hearNewTime(draft, heard),
    offer_new_window: (draft, heard) => changeOfMind(draft, heard) || hearNewTime(draft, heard),
    ask_new_time: (draft, heard) => changeOfMind(draft, heard) || hearNewTime(draft, heard),
    ask_move_fee: (draft, heard) => changeOfMind(draft, heard) || hearMoveFee(draft, heard),
    ask_else: (draft, { reading, event, fresh }) => {
      const words = event.text.trim().split(/\s+/).length;
      if (fresh.has('problem') || (reading.answer === 'yes' && words < 3) || reading.intent === 'book') {
        delete draft.state.existing;
        forgetOffers(draft);
        return true;
      }
      if (reading.answer !== 'no' && reading.intent !== 'goodbye' && reading.intent !== 'thanks') {
        if (words > 2) wantMessage(draft, 'existing_visit', { text: event.text.trim(), askPhone: true });
        return words > 2;
      }
      partFrom(draft);
      return true;
    },
  },
};

/** Who finds no other time may rather call it off. */
const changeOfMind = (draft: Draft, { reading }: Heard): boolean => {
  const { existing } = draft.state;
  if (!existing || reading.intent !== 'cancel') return false;
  existing.wish = 'cancel';
  existing.window = null;
  return true;
};

const hearFacts = (draft: Draft, heard: Heard): boolean => {
  const { existing } = draft.state;
  if (!existing) return false;
  const wish = wishOf(heard.reading, heard.event.text);
  if (wish !== null && wish !== 'confirm') existing.wish = wish;
  const again = existing.misses === 1;
  const facts = factsAnswered(existing.facts, draft, heard, again ? 'job' : 'house');
  const added = JSON.stringify(facts) !== JSON.stringify(existing.facts);
  existing.facts = facts;
  if (added || wish !== null) return true;
  // Who cannot tell any of it is asked in another way, and in the end reaches a person.
  if (heard.reading.answer !== 'no' && heard.reading.intent !== 'unclear') return countFacts(facts) > 0;
  existing.misses += 1;
  return true;
};
