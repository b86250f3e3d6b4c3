import { ask, asked, say, wantMessage, type Draft, type Heard, type Specialist } from '../decide/draft.ts';
import type { OfferedWindow } from '../tools.ts';
import { kindOf, needsSearch, sayNoSuchWindow, searchWindows, takeWindow } from './quote.ts';
import { callBack, isAllDeclined, passOffered } from './passed.ts';
import { fitting, isWished, namedWindow, namesTime } from './windows.ts';

const offered = (draft: Draft): readonly OfferedWindow[] =>
  draft.state.records.offered
    .map((id) => draft.state.records.windows.find((window) => window.id === id))
    .filter((window) => window !== undefined);

const candidates = (draft: Draft): readonly OfferedWindow[] =>
  draft.state.records.windows.filter(
    (window) =>
      !draft.state.records.passed.includes(window.id) &&
      (draft.state.feeAgreed === 'both' || kindOf(window) === draft.state.feeAgreed),
  );

/** In an emergency the soonest alone; after a yes to either fee the soonest of each kind; else the next two. */
const pairOf = (draft: Draft, list: readonly OfferedWindow[], wished: boolean): readonly OfferedWindow[] => {
  const { state } = draft;
  const first = asked(draft, 'offer_windows') + asked(draft, 'offer_window') === 0;
  if (wished) return list.slice(0, 2);
  if (state.urgency === 'emergency' && first) return list.slice(0, 1);
  const [one] = list;
  const other = state.feeAgreed === 'both' ? list.find((window) => one && kindOf(window) !== kindOf(one)) : undefined;
  return one && other ? [one, other] : list.slice(0, 2);
};

const otherKindFits = (draft: Draft): boolean => {
  const { records, wishes, feeAgreed } = draft.state;
  const others = records.windows.filter(
    (window) => !records.passed.includes(window.id) && kindOf(window) !== feeAgreed,
  );
  return feeAgreed !== 'both' && fitting(others, wishes).length > 0;
};

const MAX_OFFERS = 6;

/** When we come: two windows at a time, the soonest that fit first. */
export const scheduling: Specialist = {
  phase: 'scheduling',
  canHandle: ({ state }) => state.slots.window === undefined,
  next: (draft) => {
    const { state } = draft;
    if (asked(draft, 'offer_windows') + asked(draft, 'offer_window') >= MAX_OFFERS) {
      wantMessage(draft, 'no_window_chosen');
      return;
    }
    const open = candidates(draft);
    const fits = fitting(open, state.wishes);
    const wished = isWished(state.wishes);
    if (fits.length === 0 && wished && otherKindFits(draft)) {
      // The wish falls into hours with the other fee: agreed to with both, else to be told first.
      state.feeAgreed = state.feeTold.day && state.feeTold.afterHours ? 'both' : null;
      return;
    }
    if (fits.length === 0 && needsSearch(draft)) {
      searchWindows(draft);
      return;
    }
    if (fits.length === 0 && callBack(draft)) return;
    if (fits.length === 0 && wished) {
      if (!isAllDeclined(draft)) sayNoSuchWindow(draft);
      state.wishes = { ...state.wishes, date: null, fromHour: null, toHour: null };
    }
    const list = fits.length > 0 ? fits : open;
    if (list.length === 0) {
      if (state.searches < MAX_OFFERS && (state.asks['widened'] ?? 0) < 2) {
        state.asks['widened'] = (state.asks['widened'] ?? 0) + 1;
        state.feeAgreed = null;
        searchWindows(draft);
        return;
      }
      say(draft, 'cannot_book');
      wantMessage(draft, 'no_window');
      return;
    }
    const pair = pairOf(draft, list, wished);
    state.records.offered = pair.map((window) => window.id);
    if (pair.length === 2) ask(draft, 'offer_windows', 'choice');
    else ask(draft, 'offer_window', 'yes_no');
  },
  hears: {
    offer_windows: (draft, heard) => hearOffer(draft, heard),
    offer_window: (draft, heard) => hearOffer(draft, heard),
    ask_other_time: (draft, heard) => hearOffer(draft, heard),
  },
};

const hearOffer = (draft: Draft, heard: Heard): boolean => {
  const { state } = draft;
  const { reading } = heard;
  const spoken = offered(draft);
  const time = reading.slots.window;
  // "No, nine to eleven" is no yes to the ten to noon that was offered.
  const refused = reading.answer === 'no' && (time?.choice ?? null) === null;
  const left = state.records.windows.filter((entry) => !refused || !spoken.includes(entry));
  const window = namedWindow(time, refused ? [] : spoken, left);
  if (window && !state.records.passed.includes(window.id)) {
    takeWindow(draft, window, heard);
    return true;
  }
  const [single] = spoken;
  if (reading.answer === 'yes' && spoken.length === 1 && single && !heard.fresh.has('wishes')) {
    takeWindow(draft, single, heard);
    return true;
  }
  if (namesTime(time) && heard.fresh.has('wishes')) return true;
  if (reading.answer === 'no') {
    const more = candidates(draft).length > spoken.length;
    passOffered(draft);
    if (!more && asked(draft, 'ask_other_time') < 2) ask(draft, 'ask_other_time', 'open');
    return true;
  }
  return false;
};
