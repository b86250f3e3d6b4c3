import { keepsVisit } from '../language/en-US/visit-facts.ts';
import { ask, asked, callTool, say, wantMessage, type Draft, type Heard } from '../decide/draft.ts';
import { visitMeant, type Existing } from '../state/existing.ts';
import type { OfferedWindow } from '../tools.ts';
import type { FoundVisit } from '../visit-tools.ts';
import { kindOf, sayNoSuchWindow } from './quote.ts';
import { askWhichDay } from './which-day.ts';
import { callBack, isAllDeclined, passOffered, searchBounds } from './passed.ts';
import { fitting, isWished, namedWindow, namesTime, wishKey } from './windows.ts';

const MAX_SEARCHES = 10;
const MAX_OFFERS = 6;

/** A wish that led nowhere is not wished again. */
export const forgetTime = (state: Draft['state']): void => {
  state.wishes = { ...state.wishes, date: null, fromHour: null, toHour: null };
};

/** Windows it could be moved to; those at the same fee first. */
const candidates = (draft: Draft, visit: FoundVisit): readonly OfferedWindow[] =>
  draft.state.records.windows
    .filter((window) => !draft.state.records.passed.includes(window.id) && window.startsAt !== visit.startsAt)
    .toSorted((a, b) => Number(a.afterHours !== visit.afterHours) - Number(b.afterHours !== visit.afterHours));

const search = (draft: Draft, existing: Existing, visit: FoundVisit): void => {
  const { state } = draft;
  const { date, fromHour, toHour } = state.wishes;
  existing.moves.searches += 1;
  existing.moves.searchedFor = wishKey(state.wishes);
  callTool(draft, {
    name: 'offer_windows',
    key: `move-offer-${visit.id}-${existing.moves.searches}`,
    args: {
      serviceType: visit.serviceType,
      urgency: visit.urgency,
      ...searchBounds(state),
      date,
      fromHour,
      toHour,
      visitId: visit.id,
    },
  });
};

/** A window with the other fee is taken only once that fee was told and agreed to. */
const settleFee = (draft: Draft, existing: Existing, visit: FoundVisit, window: OfferedWindow): boolean => {
  if (window.afterHours === visit.afterHours || existing.feeAgreed) return true;
  const { quotes, unpriced } = draft.state.records;
  const fee = kindOf(window);
  if (!unpriced && (window.afterHours ? quotes.afterHours : quotes.day) === null) {
    callTool(draft, {
      name: 'quote_visit',
      key: `quote-${fee}-${visit.serviceType}`,
      args: { serviceType: visit.serviceType, afterHours: window.afterHours, rules: null },
    });
    return false;
  }
  if (unpriced) say(draft, 'fee_by_office');
  else say(draft, 'tell_fee', { fee });
  ask(draft, 'ask_move_fee', 'yes_no');
  return false;
};

const cannotMove = (draft: Draft, reason: string): void => {
  say(draft, 'cannot_move');
  wantMessage(draft, 'reschedule', { text: reason === '' ? null : reason, askPhone: true });
};

/** Another time for a visit: two windows at a time, until one is taken. */
export const move = (draft: Draft, existing: Existing, visit: FoundVisit): void => {
  const { state } = draft;
  const window = state.records.windows.find((one) => one.id === existing.window);
  if (window) {
    if (!settleFee(draft, existing, visit, window)) return;
    callTool(draft, {
      name: 'reschedule_visit',
      key: `move-${visit.id}-${existing.attempts + 1}`,
      args: {
        visitId: visit.id,
        windowId: window.id,
        reason: existing.reason,
        callerId: state.from,
        facts: existing.facts,
      },
    });
    return;
  }
  if (asked(draft, 'offer_new_windows') + asked(draft, 'offer_new_window') >= MAX_OFFERS || existing.losses >= 3) {
    cannotMove(draft, existing.reason);
    return;
  }
  if (askWhichDay(draft)) return;
  const open = candidates(draft, visit);
  const wished = isWished(state.wishes);
  const fits = fitting(open, state.wishes);
  const { searches, searchedFor } = existing.moves;
  if (fits.length === 0 && searches < MAX_SEARCHES && searchedFor !== wishKey(state.wishes)) {
    search(draft, existing, visit);
    return;
  }
  if (fits.length === 0 && callBack(draft)) {
    move(draft, existing, visit);
    return;
  }
  if (fits.length === 0 && wished) {
    if (!isAllDeclined(draft)) sayNoSuchWindow(draft);
    forgetTime(state);
    if (open.length === 0 && searches < MAX_SEARCHES) {
      search(draft, existing, visit);
      return;
    }
  }
  const list = (fits.length > 0 ? fits : open).slice(0, 2);
  if (list.length === 0) {
    cannotMove(draft, existing.reason);
    return;
  }
  state.records.offered = list.map((one) => one.id);
  if (list.length === 2) ask(draft, 'offer_new_windows', 'choice');
  else ask(draft, 'offer_new_window', 'yes_no');
};

/** The answer to windows on offer for a visit that is to be moved. */
export const hearNewTime = (draft: Draft, heard: Heard): boolean => {
  const { state } = draft;
  const { existing, records } = state;
  const visit = visitMeant(existing);
  if (!existing || !visit) return false;
  const { reading, event } = heard;
  if (keepsVisit(event.text)) {
    say(draft, 'visit_stays');
    existing.done = true;
    return true;
  }
  const open = candidates(draft, visit);
  const spoken = records.offered
    .map((id) => open.find((window) => window.id === id))
    .filter((window) => window !== undefined);
  const time = reading.slots.window;
  const [single] = spoken;
  const chosen =
    namedWindow(time, spoken, open) ??
    (reading.answer === 'yes' && spoken.length === 1 && !heard.fresh.has('wishes') ? single : undefined);
  if (chosen && reading.answer !== 'no') {
    existing.window = chosen.id;
    existing.feeAgreed = false;
    return true;
  }
  // The same day said again is offered again; the count of offers ends it.
  if (namesTime(time) && (heard.fresh.has('wishes') || reading.answer !== 'no')) return true;
  if (reading.answer !== 'no') return false;
  const more = open.length > spoken.length;
  passOffered(draft);
  if (!more && asked(draft, 'ask_new_time') < 2) ask(draft, 'ask_new_time', 'open');
  return true;
};

/** The answer to the other fee of the window that was taken. */
export const hearMoveFee = (draft: Draft, heard: Heard): boolean => {
  const { state } = draft;
  const { existing } = state;
  if (!existing) return false;
  if (heard.reading.answer === null) return hearNewTime(draft, heard);
  if (heard.reading.answer === 'yes') existing.feeAgreed = true;
  else if (existing.window !== null) {
    state.records.passed = [...state.records.passed, existing.window];
    existing.window = null;
    forgetTime(state);
  }
  return true;
};
