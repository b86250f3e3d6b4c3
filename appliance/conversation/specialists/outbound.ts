import { isElsewhere, isMachine, isSpeaking, isWrongPerson, wantsNoCalls } from '../language/en-US/outbound-answers.ts';
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
import { NO_FACTS, newExisting } from '../state/existing.ts';
import { takeMessage } from './message.ts';

/** Ends a call of ours that reached nobody who may be told anything; the office sees why. */
const part = (draft: Draft, words: 'sorry_troubled' | 'leave_word' | 'thank_you_bye', outcome: string): void => {
  takeMessage(draft, `outbound_${outcome}`, null);
  say(draft, words);
  end(draft, outcome);
};

/** What the person is called about, once they are known to be it. */
const reach = (draft: Draft): void => {
  const { state } = draft;
  const { outbound } = state;
  if (!outbound) return;
  outbound.reached = true;
  if (outbound.purpose === 'confirmation') state.existing = newExisting('agree', '', NO_FACTS);
  else if (outbound.purpose === 'reminder') state.existing = newExisting('status', '', NO_FACTS);
  else if (!state.resume) say(draft, 'cut_off_before');
};

/** The first words of a call of ours, and who it is that answers. */
export const outboundCall: Specialist = {
  phase: 'outbound',
  canHandle: ({ state }) => state.outbound !== undefined && !state.outbound.reached,
  next: (draft) => {
    if (asked(draft, 'ask_person') === 0) say(draft, 'greet_outbound');
    if (asked(draft, 'ask_person') < 4) ask(draft, 'ask_person', 'yes_no');
    else part(draft, 'thank_you_bye', 'not_reached');
  },
  hears: {
    ask_person: (draft, { reading, event }) => {
      if (isWrongPerson(event.text) || reading.intent === 'wrong_number') part(draft, 'sorry_troubled', 'wrong_person');
      else if (isElsewhere(event.text)) part(draft, 'thank_you_bye', 'not_in');
      else if (reading.answer === 'yes' || isSpeaking(event.text)) reach(draft);
      else if (reading.answer === 'no') part(draft, 'sorry_troubled', 'wrong_person');
      else return false;
      return true;
    },
  },
};

/** What may be heard at any time when it is we who rang: a machine, and at any call that no more are wanted. */
export const heardOutbound = (draft: Draft, { event }: Pick<Heard, 'event'>): boolean => {
  const { state } = draft;
  if (wantsNoCalls(event.text)) {
    if (state.from === '') wantMessage(draft, 'stop_calling', { text: event.text, askPhone: true });
    else callTool(draft, { name: 'opt_out', key: 'opt-out', args: { phone: state.from } });
    return true;
  }
  if (!state.outbound || state.outbound.reached || !isMachine(event.text)) return false;
  part(draft, 'leave_word', 'voicemail');
  return true;
};

/** The number stands on the list, or a person has to put it there. */
export const keepOptOut = (draft: Draft, ok: boolean): void => {
  const { state } = draft;
  if (!ok) {
    wantMessage(draft, 'stop_calling');
    return;
  }
  state.records.optedOut = true;
  state.message = null;
  say(draft, 'opted_out');
  end(draft, 'opted_out');
};
