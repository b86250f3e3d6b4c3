import { soundsUnsure } from '../language/en-US/answers.ts';
import { ask, asked, raiseUrgency, type Specialist } from '../decide/draft.ts';
import type { Doubt } from '../reading.ts';

/** A model heard danger to people where rules heard none: there may be more to it than words that put themselves aside. */
export const isGrave = (doubt: Doubt | null | undefined): boolean => doubt?.by === 'model' && doubt.hazard !== null;

const NO_FIRST = /^\W*(no|nope|not)\b/i;

/**
 * Something alarming was heard, and the words around it put it aside: behind us, only supposed, somebody else's, a joke.
 * One question settles it. Who is not sure whether people are in danger is asked what they smell or see, with the advice to
 * leave; any other answer leaves it to the safety question, which everybody is asked.
 */
export const doubtful: Specialist = {
  phase: 'safety',
  canHandle: (draft) => {
    const { doubt, safety, urgency } = draft.state;
    return doubt !== undefined && !safety && asked(draft, 'ask_now') === 0 && urgency !== 'emergency';
  },
  next: (draft) => {
    const { doubt } = draft.state;
    const people = doubt?.hazard != null;
    if (isGrave(doubt)) draft.state.asks['grave_doubt'] = 1;
    ask(draft, 'ask_now', 'yes_no', { code: isGrave(doubt) ? 'danger' : people ? 'people' : 'property' });
  },
  hears: {
    ask_now: (draft, { reading, event, fresh }) => {
      const { state } = draft;
      const { doubt } = state;
      if (!doubt) return false;
      if (fresh.has('danger') && reading.answer === null) return true;
      if (doubt.hazard !== null && soundsUnsure(event.text)) {
        state.slots.danger = {
          value: 'possible',
          evidence: { utterance: event.utterance, startMs: event.startMs, heard: event.text },
          state: 'heard',
          attempts: 0,
        };
        return true;
      }
      if (reading.answer === null) return false;
      // "No, it's fine" holds a yes only to the ear.
      if (reading.answer === 'yes' && !NO_FIRST.test(event.text)) {
        raiseUrgency(state, doubt.hazard === null ? 'emergency' : 'life_safety');
        if (doubt.hazard !== null)
          state.safety = { hazard: doubt.hazard, utterance: event.utterance, said: 0, alerted: false };
      } else if (doubt.hazard !== null)
        state.slots.danger = {
          value: 'none',
          evidence: { utterance: event.utterance, startMs: event.startMs, heard: event.text },
          state: 'heard',
          attempts: 0,
        };
      return true;
    },
  },
};

/** A grave doubt comes before all but the script itself, whatever else was asked before, with the advice in the same breath. */
export const gravelyDoubtful: Specialist = {
  ...doubtful,
  canHandle: ({ state }) => isGrave(state.doubt) && !state.safety && state.asks['grave_doubt'] === undefined,
};
