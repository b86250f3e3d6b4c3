import { say, wantMessage, type Specialist } from '../decide/draft.ts';
import { tellAlert } from './alert.ts';
import { advise } from './intake.ts';
import { isSettled } from './identity.ts';
import { takeMessage } from './message.ts';
import { needsSearch, openWindows, searchWindows } from './quote.ts';

/** What begins later than this is no help while the water runs, ms. */
const SOON_MS = 4 * 3_600_000;

/**
 * Nobody can come soon: the caller hears so before anything is offered, with what they can do meanwhile and the promise of
 * a call back, once it is stored and the ladder alerted. Then the first window that can be kept is offered like any other.
 */
export const nobodySoon: Specialist = {
  phase: 'scheduling',
  canHandle: ({ state }) =>
    state.urgency === 'emergency' &&
    state.records.booking === null &&
    state.slots.window === undefined &&
    state.asks['nobody_soon'] === undefined &&
    isSettled(state.slots.phone),
  next: (draft) => {
    const { state, context } = draft;
    if (needsSearch(draft)) {
      searchWindows(draft);
      return;
    }
    const windows = openWindows(draft);
    const soon = windows.some(({ startsAt }) => startsAt <= context.now + SOON_MS);
    const asked = state.asks['nobody_soon_told'] === 1;
    if (!soon && windows.length > 0 && !asked) {
      state.asks['nobody_soon_told'] = 1;
      takeMessage(draft, 'no_window_soon', null);
      return;
    }
    state.asks['nobody_soon'] = 1;
    if (soon) return;
    advise(draft);
    if (windows.length === 0) {
      say(draft, 'cannot_book');
      wantMessage(draft, 'no_window');
      return;
    }
    say(draft, 'no_window_soon');
    if (state.records.messages.length > 0) say(draft, 'message_taken');
    tellAlert(draft);
  },
};
