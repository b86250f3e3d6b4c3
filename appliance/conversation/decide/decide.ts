import type { Expectation } from '#shared/link/expectation.ts';
import type { Act } from '../say/acts.ts';
import { keepArea } from '../specialists/address.ts';
import { tellAlert } from '../specialists/alert.ts';
import { keepBooking } from '../specialists/booking.ts';
import { keepAddOn, keepOffer, leaveOffer } from '../specialists/cross-sell.ts';
import { keepChange, keepFound, partFrom } from '../specialists/existing.ts';
import { keepHold } from '../specialists/holding.ts';
import { keepOptOut, meetMachine, nobodyThere } from '../specialists/outbound.ts';
import { keepSurvey, silentSurvey, storeSurvey } from '../specialists/survey.ts';
import { goOn } from '../specialists/resume.ts';
import { transferFailed } from '../specialists/handover.ts';
import { keepCustomer } from '../specialists/known-customer.ts';
import { takeMessage } from '../specialists/message.ts';
import { closeSafety } from '../specialists/safety.ts';
import { holdsSecret } from '../state/references.ts';
import { isResumable } from '../state/resume.ts';
import { isWholePhone } from '../state/slots.ts';
import { turnOf, type CallState } from '../state/state.ts';
import type { ToolCall, ToolOutcome } from '../tools.ts';
import type { ConversationEvent, TurnOutcome } from '../turn-types.ts';
import type { DecideContext } from './context.ts';
import { ask, asked, end, keepListening, say, wantMessage, type Draft } from './draft.ts';
import { overhearCard } from './cards.ts';
import { finishTyping, takeKeys } from './keypad.ts';
import { heedDanger, listen } from './listen.ts';
import { worthCalling } from './manners.ts';
import { readingOf } from './reading-of.ts';
import { supervise } from './supervisor.ts';

/** What came back from the tools of the decision before. */
export interface ToolsEvent {
  readonly kind: 'tools';
  readonly outcomes: readonly ToolOutcome[];
}
export type DecisionEvent = ConversationEvent | ToolsEvent;

/** What is to be said and done now. `acts` may speak of a tool only after its outcome came back as an event. */
export interface Decision {
  readonly state: CallState;
  readonly acts: readonly Act[];
  readonly tools: readonly ToolCall[];
  readonly expect: Expectation | null;
  readonly transfer: readonly string[] | null;
  readonly hangup: boolean;
  /** Utterances that are to be taken out of the recording. */
  readonly silence: readonly string[];
  readonly card: TurnOutcome<unknown>['card'];
}

/**
 * The policy of a call: pure, without clock or I/O. The same state, event and context give the same decision; the
 * state passed in is never changed.
 */
export const decide = (state: CallState, event: DecisionEvent, context: DecideContext): Decision => {
  const draft: Draft = {
    state: structuredClone(state),
    context,
    acts: [],
    tools: [],
    expect: null,
    transfer: null,
    hangup: false,
    silence: [],
    card: null,
    settled: false,
  };
  if (event.kind === 'speech' && holdsSecret(event.text)) draft.silence.push(event.utterance);
  if (!state.ended) take(draft, event);
  else if (event.kind === 'tools') keepRecords(draft, event.outcomes);
  else if (event.kind === 'heard') keepHeard(draft, event);
  else if (event.kind === 'hangup') draft.hangup = true;
  return {
    state: draft.state,
    acts: draft.acts,
    tools: draft.tools,
    expect: draft.expect,
    transfer: draft.transfer,
    hangup: draft.hangup,
    silence: [...new Set(draft.silence)],
    card: draft.card,
  };
};

const take = (draft: Draft, event: DecisionEvent): void => {
  switch (event.kind) {
    case 'started':
      start(draft, event);
      return;
    case 'speech':
      listen(draft, event);
      return;
    case 'partial':
      overhear(draft, event);
      return;
    case 'heard':
      keepHeard(draft, event);
      return;
    case 'silence':
      bearSilence(draft);
      return;
    case 'key':
      takeKeys(draft, event.digits);
      return;
    case 'machine':
      meetMachine(draft);
      return;
    case 'transfer':
      if (event.ok) end(draft, 'transferred');
      else if (draft.state.transfer === 'trying') {
        transferFailed(draft);
        supervise(draft);
      } else keepListening(draft);
      if (event.ok) draft.state.transfer = 'done';
      return;
    case 'hangup':
      hangUp(draft, event.lost ?? false);
      return;
    case 'tools':
      keepRecords(draft, event.outcomes);
      supervise(draft);
  }
};

const start = (draft: Draft, event: Extract<ConversationEvent, { kind: 'started' }>): void => {
  const { state } = draft;
  if (state.turn > 0) {
    keepListening(draft);
    return;
  }
  const digits = event.from.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
  state.from = isWholePhone(digits) ? digits : '';
  state.bench = event.bench;
  if (event.earlier && state.from !== '' && isResumable(event.earlier.state))
    state.resume = { earlier: event.earlier, agreed: false, tries: 0 };
  if (event.outbound) state.outbound = { ...event.outbound, reached: false };
  supervise(draft);
};

const reasonOf = (lost: boolean): string => (lost ? 'cut_off' : 'abandoned');

/** The caller is gone: what we know reaches a person, and who rings back soon may go on from here. */
const hangUp = (draft: Draft, lost: boolean): void => {
  const { state } = draft;
  const { booking, messages } = state.records;
  leaveOffer(draft);
  if (state.survey) {
    storeSurvey(draft);
    end(draft, state.survey.score === null ? reasonOf(lost) : 'answered');
    return;
  }
  state.cutOff = { messages: messages.length };
  const reason = reasonOf(lost);
  const nothingDone = booking === null && messages.length === 0 && !(state.existing?.done ?? false);
  // A line that broke was nobody's wish: whoever can be reached is called back, even where we know nothing else.
  const reachable = state.from !== '' || state.slots.phone !== undefined;
  if (worthCalling(draft) || (lost && reachable && nothingDone)) takeMessage(draft, reason, null);
  else if (state.outbound?.reached === false && nothingDone) takeMessage(draft, 'outbound_hung_up', null);
  end(draft, reason);
};

/** A growing utterance: only danger and card numbers are acted on before it ends. */
const overhear = (draft: Draft, event: Extract<ConversationEvent, { kind: 'partial' }>): void => {
  if (!draft.state.safety && overhearCard(draft, event)) return;
  // The last word may be cut in the middle: `the fire` of `the first one`.
  const whole = event.text.trim().replace(/\S+$/, '');
  const reading = readingOf(draft, whole, draft.state.pending?.kind ?? 'open', true);
  if (heedDanger(draft, reading, event.utterance)) supervise(draft);
};

const keepHeard = (draft: Draft, event: Extract<ConversationEvent, { kind: 'heard' }>): void => {
  const { state } = draft;
  // Who heard us out types something new.
  if (event.complete) delete state.keyRun;
  const turn = turnOf(event.say);
  const said = state.history.find((entry) => entry.turn === turn);
  if (said) {
    said.heard = event.heardText;
    said.complete = event.complete;
  }
  if (!event.complete && state.readBack?.turn === turn) state.readBack = { ...state.readBack, intact: false };
};

/** Nobody speaks: ask again, offer a call-back, then part with a promise. */
const bearSilence = (draft: Draft): void => {
  const { state } = draft;
  if (!state.safety && finishTyping(draft)) return;
  state.silences += 1;
  if (state.safety) {
    closeSafety(draft);
    return;
  }
  if (state.transfer === 'trying') {
    transferFailed(draft);
    supervise(draft);
    return;
  }
  if (state.records.booking) {
    leaveOffer(draft);
    say(draft, 'goodbye');
    end(draft, 'booked');
    return;
  }
  if (state.existing?.done) {
    partFrom(draft);
    return;
  }
  if (nobodyThere(draft)) return;
  if (silentSurvey(draft)) {
    supervise(draft);
    return;
  }
  if (state.readBack) state.readBack = null;
  if (state.silences === 1) {
    say(draft, 'are_you_there');
    supervise(draft);
  } else if (state.silences === 2 && asked(draft, 'ask_call_back') === 0) {
    ask(draft, 'ask_call_back', 'yes_no');
  } else {
    if (worthCalling(draft)) wantMessage(draft, 'silence');
    if (state.message) {
      state.message.askText = false;
      state.message.askPhone = false;
      supervise(draft);
      return;
    }
    say(draft, 'goodbye');
    end(draft, 'abandoned');
  }
};

/** Writes down what the tools gave back. */
const keepRecords = (draft: Draft, outcomes: readonly ToolOutcome[]): void => {
  const { state } = draft;
  for (const outcome of outcomes) {
    switch (outcome.name) {
      case 'offer_windows': {
        const known = new Map(state.records.windows.map((window) => [window.id, window]));
        if (outcome.ok) for (const window of outcome.result.windows) known.set(window.id, window);
        state.records.windows = [...known.values()].toSorted((a, b) => a.startsAt - b.startsAt);
        const refused = outcome.ok ? outcome.result.refused : null;
        if (refused) state.records.refused = refused;
        else delete state.records.refused;
        break;
      }
      case 'quote_visit':
        if (!outcome.ok) state.records.unpriced = true;
        else if (outcome.result.quote.afterHours) state.records.quotes.afterHours = outcome.result.quote;
        else state.records.quotes.day = outcome.result.quote;
        break;
      case 'check_area':
        keepArea(draft, outcome.ok ? outcome.result : { served: true, zip: null });
        break;
      case 'book_visit':
        keepBooking(draft, outcome);
        break;
      case 'hold_window':
        keepHold(draft, outcome);
        break;
      case 'take_message':
        if (outcome.ok) {
          state.records.messages = [...state.records.messages, outcome.result.taskId];
          state.records.alert ??= outcome.result.alertId ?? null;
        }
        if (state.message) state.message.taken = true;
        break;
      case 'alert_oncall':
        if (outcome.ok) state.records.alert = outcome.result.alertId;
        if (outcome.ok && state.safety && !state.ended) {
          delete state.asks['alert_told'];
          tellAlert(draft);
        }
        break;
      case 'opt_out':
        keepOptOut(draft, outcome.ok);
        break;
      case 'resume_call':
        goOn(draft, outcome.ok);
        break;
      case 'find_visits':
        keepFound(draft, outcome.ok ? outcome.result.visits : []);
        break;
      case 'reschedule_visit':
      case 'cancel_visit':
      case 'confirm_visit':
        keepChange(draft, outcome);
        break;
      case 'offer_add_on':
        keepOffer(draft, outcome);
        break;
      case 'answer_add_on':
        keepAddOn(draft, outcome);
        break;
      case 'record_survey':
        keepSurvey(draft, outcome);
        break;
      case 'find_customer':
        keepCustomer(draft, outcome.ok ? outcome.result : { customer: null });
        break;
    }
  }
};
