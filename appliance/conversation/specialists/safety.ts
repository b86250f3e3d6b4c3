import {
  ask,
  asked,
  callTool,
  end,
  keepListening,
  raiseUrgency,
  say,
  wantMessage,
  type Draft,
  type Specialist,
} from '../decide/draft.ts';
import { soundsUnsure } from '../language/en-US/answers.ts';
import { isWholePhone, writtenAddress } from '../state/slots.ts';

const reachable = (draft: Draft): string | null => draft.state.slots.phone?.value ?? (draft.state.from || null);

/**
 * Danger to people. The fixed script first, the on-call person told at once, no booking, and a short end: the line must
 * be free for 911.
 */
export const lifeSafety: Specialist = {
  phase: 'safety',
  canHandle: ({ state }) => state.safety !== null,
  next: (draft) => {
    const { state } = draft;
    const safety = state.safety;
    if (!safety) return;
    if (safety.said === 0) {
      safety.said = 1;
      state.readBack = null;
      state.message = null;
      say(draft, 'life_safety', { hazard: safety.hazard });
      state.pending = { act: 'life_safety', kind: 'open', turn: state.turn + 1 };
      if (!safety.alerted) {
        safety.alerted = true;
        const address = state.slots.address?.value;
        callTool(draft, {
          name: 'alert_oncall',
          key: 'alert',
          args: {
            hazard: safety.hazard,
            phone: reachable(draft),
            address: address ? writtenAddress(address) : null,
            text: state.slots.problem?.value.text ?? safety.words ?? '',
          },
        });
        return;
      }
    }
    if (reachable(draft) === null && asked(draft, 'ask_safe_phone') === 0) {
      ask(draft, 'ask_safe_phone', 'phone');
      return;
    }
    keepListening(draft);
  },
  hears: {
    life_safety: (draft, { reading }) => afterScript(draft, reading.intent),
    ask_safe_phone: (draft, { reading }) => afterScript(draft, reading.intent),
  },
};

const afterScript = (draft: Draft, intent: string): boolean => {
  const { state } = draft;
  if (!state.safety) return false;
  if (intent === 'repeat' && state.safety.said < 3) {
    state.safety.said += 1;
    say(draft, 'life_safety', { hazard: state.safety.hazard });
    keepListening(draft);
    return true;
  }
  closeSafety(draft);
  return true;
};

/** The end of a life-safety call; a number given meanwhile reaches the on-call person. */
export const closeSafety = (draft: Draft): void => {
  const { state } = draft;
  const phone = state.slots.phone?.value;
  if (phone !== undefined && isWholePhone(phone) && state.from === '' && state.records.messages.length === 0) {
    callTool(draft, {
      name: 'take_message',
      key: 'message-1',
      args: {
        reason: 'life_safety',
        text: state.slots.problem?.value.text ?? '',
        name: null,
        phone,
        urgency: 'life_safety',
        facts: { hazard: state.safety?.hazard ?? null },
      },
    });
  }
  say(draft, 'life_safety_end');
  end(draft, 'emergency');
};

/** Asked of everybody, once, unless the caller already told. */
export const dangerCheck: Specialist = {
  phase: 'safety',
  canHandle: ({ state }) => state.slots.danger?.value !== 'none',
  next: (draft) => {
    const { state } = draft;
    if (state.slots.danger?.value === 'possible') {
      if (asked(draft, 'ask_hazard') === 0) ask(draft, 'ask_hazard', 'open');
      else {
        raiseUrgency(state, 'life_safety');
        state.safety = { hazard: likelyHazard(draft), utterance: '', said: 0, alerted: false };
      }
      return;
    }
    if (asked(draft, 'ask_safety') < 3) ask(draft, 'ask_safety', 'yes_no');
    else {
      say(draft, 'safety_advice');
      wantMessage(draft, 'not_understood', { askPhone: false });
    }
  },
  hears: {
    ask_safety: (draft, { reading, event, fresh }) => {
      if (fresh.has('danger')) return true;
      const unsure = soundsUnsure(event.text);
      if (reading.answer === null && !unsure) return false;
      draft.state.slots.danger = {
        value: reading.answer === 'no' && !unsure ? 'none' : 'possible',
        evidence: { utterance: event.utterance, startMs: event.startMs, heard: event.text },
        state: 'heard',
        attempts: 0,
      };
      return true;
    },
    ask_hazard: (draft, { reading, event, fresh }) => {
      if (fresh.has('danger') && draft.state.slots.danger?.value === 'none') return true;
      const denied = reading.answer === 'no' && !soundsUnsure(event.text);
      draft.state.slots.danger = {
        value: denied ? 'none' : 'possible',
        evidence: { utterance: event.utterance, startMs: event.startMs, heard: event.text },
        state: 'heard',
        attempts: 0,
      };
      return true;
    },
  },
};

/** A danger that may be there stands before every other question. */
export const possibleDanger: Specialist = {
  ...dangerCheck,
  canHandle: ({ state }) => state.slots.danger?.value === 'possible',
};

/** A danger said to be there and not named: the script whose advice is right for most of them. */
const likelyHazard = (draft: Draft): 'fire' | 'gas' =>
  draft.state.slots.problem?.value.trade === 'electrical' ? 'fire' : 'gas';
