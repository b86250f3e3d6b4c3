import { ask, asked, callTool, end, say, type Draft, type Specialist } from '../decide/draft.ts';
import { fullName, placeTold } from '../state/slots.ts';
import type { OfferedWindow, ToolOutcome } from '../tools.ts';
import { isSettled } from './identity.ts';
import { kindOf, lookAgain, openWindows, serviceTypeOf } from './quote.ts';
import { fitting } from './windows.ts';

/** The window a caller would think over: the one taken, the one on offer, else the first that fits the wishes, by day if there is one. */
const windowMeant = (draft: Draft): OfferedWindow | null => {
  const { slots, records, wishes } = draft.state;
  const open = openWindows(draft);
  const byId = (id: string | undefined) => open.find((window) => window.id === id);
  const fits = fitting(open, wishes);
  const first = [...fits, ...open].find((window) => !window.afterHours) ?? fits[0] ?? open[0] ?? null;
  return byId(slots.window?.value) ?? (records.offered.length === 1 ? byId(records.offered[0]) : undefined) ?? first;
};

/** A caller who has to ask somebody is offered to have a window held, once they know the fee and the number to text to is settled. */
const wantsHold = ({ state }: Draft): boolean =>
  state.hold === 'wished' &&
  state.records.booking === null &&
  (state.feeTold.day || state.feeTold.afterHours) &&
  isSettled(state.slots.phone);

/** Who must ask somebody first: a window is kept for them until a stored instant, and the details come by text. */
export const holding: Specialist = {
  phase: 'scheduling',
  canHandle: (draft) => wantsHold(draft) && (draft.state.records.hold !== undefined || windowMeant(draft) !== null),
  next: (draft) => {
    const { state } = draft;
    if (state.records.hold) {
      say(draft, 'state_hold');
      say(draft, 'goodbye');
      end(draft, 'held');
      return;
    }
    const window = windowMeant(draft);
    if (!window || asked(draft, 'ask_hold') >= 2) {
      state.hold = 'settled';
      return;
    }
    state.records.offered = [window.id];
    ask(draft, 'ask_hold', 'yes_no');
  },
  hears: {
    ask_hold: (draft, { reading, event }) => {
      const { state } = draft;
      if (reading.answer === 'no') {
        state.hold = 'settled';
        return true;
      }
      const window = windowMeant(draft);
      if (reading.answer !== 'yes' || !window) return false;
      state.slots.window = {
        value: window.id,
        evidence: { utterance: event.utterance, startMs: event.startMs, heard: event.text },
        state: 'heard',
        attempts: 0,
      };
      const { quotes } = state.records;
      const quote = kindOf(window) === 'after_hours' ? quotes.afterHours : quotes.day;
      callTool(draft, {
        name: 'hold_window',
        key: `hold-${window.id}`,
        args: {
          windowId: window.id,
          serviceType: serviceTypeOf(draft),
          urgency: state.urgency,
          name: state.slots.name ? fullName(state.slots.name.value) : null,
          phone: state.slots.phone?.value ?? '',
          text: state.slots.problem?.value.text ?? '',
          spokenFeeCents: quote?.spokenFee.cents ?? null,
          place: placeTold(state.slots.address),
        },
      });
      return true;
    },
  },
};

/** What came of it. A window lost meanwhile is not offered again. */
export const keepHold = (draft: Draft, outcome: Extract<ToolOutcome, { name: 'hold_window' }>): void => {
  const { state } = draft;
  if (outcome.ok) {
    state.records.hold = outcome.result;
    return;
  }
  const lost = state.slots.window?.value;
  delete state.slots.window;
  state.records.offered = [];
  if (outcome.error === 'window_taken' && lost !== undefined) {
    say(draft, 'window_taken');
    lookAgain(draft, lost);
  } else {
    state.hold = 'settled';
    say(draft, 'cannot_hold');
  }
};
