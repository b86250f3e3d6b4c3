import { isElsewhere, isMachine, isSpeaking, isWrongPerson, wantsNoCalls } from '../language/en-US/outbound-answers.ts';
import {
  ask,
  asked,
  callTool,
  end,
  keepListening,
  say,
  wantMessage,
  type Draft,
  type Heard,
  type Specialist,
  type SpeechEvent,
} from '../decide/draft.ts';
import { newSurvey } from '../state/survey.ts';
import { NO_FACTS, newExisting } from '../state/existing.ts';
import { takeMessage } from './message.ts';

/** Ends a call of ours that reached nobody who may be told anything; the office sees why, and what was said to us. */
const part = (
  draft: Draft,
  words: 'sorry_troubled' | 'leave_word' | 'thank_you_bye',
  outcome: string,
  heard: string | null = null,
): void => {
  // Nobody is rung by hand to be asked how a visit was; that a number is wrong, the office hears.
  const asks = draft.state.outbound?.purpose === 'follow_up';
  if (!asks || outcome === 'wrong_person') takeMessage(draft, `outbound_${outcome}`, heard);
  say(draft, asks && words === 'leave_word' ? 'sorry_troubled' : words);
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
  else if (outbound.purpose === 'follow_up') state.survey = newSurvey();
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
      if (isWrongPerson(event.text) || reading.intent === 'wrong_number')
        part(draft, 'sorry_troubled', 'wrong_person', event.text);
      else if (isElsewhere(event.text)) part(draft, 'thank_you_bye', 'not_in', event.text);
      else if (reading.answer === 'yes' || isSpeaking(event.text)) reach(draft);
      else if (reading.answer === 'no') part(draft, 'sorry_troubled', 'wrong_person', event.text);
      else return false;
      return true;
    },
  },
};

/** A machine has answered: it is asked to have us called back, and learns nothing else. */
export const meetMachine = (draft: Draft, heard: string | null = null): void => {
  if (draft.state.outbound?.reached === false) part(draft, 'leave_word', 'voicemail', heard);
  else keepListening(draft);
};

/** Who answered says nothing, again and again. @returns false when this is none of our calls, or the person was reached */
export const nobodyThere = (draft: Draft): boolean => {
  const { outbound, silences } = draft.state;
  if (!outbound || outbound.reached || silences < 2) return false;
  part(draft, 'thank_you_bye', 'not_reached');
  return true;
};

/** The "hello?" with which a telephone is taken up: said before any word of ours was heard, it answers nothing. */
export const takesUp = ({ state }: Draft, { after, during }: Pick<SpeechEvent, 'after' | 'during'>): boolean =>
  state.outbound?.reached === false && after === null && during === null;

/** What may be heard at any time when it is we who rang: a machine, and at any call that no more are wanted. */
export const heardOutbound = (draft: Draft, { event }: Pick<Heard, 'event'>): boolean => {
  const { state } = draft;
  if (wantsNoCalls(event.text)) {
    if (state.from === '') wantMessage(draft, 'stop_calling', { text: event.text, askPhone: true });
    else callTool(draft, { name: 'opt_out', key: 'opt-out', args: { phone: state.from } });
    return true;
  }
  if (state.outbound?.reached !== false) return false;
  if (isMachine(event.text)) meetMachine(draft, event.text);
  else if (takesUp(draft, event)) keepListening(draft);
  else return false;
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
