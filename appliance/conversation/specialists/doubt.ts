import { soundsUnsure } from '../language/en-US/answers.ts';
import { ask, asked, raiseUrgency, type Specialist } from '../decide/draft.ts';

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
    const people = draft.state.doubt?.hazard != null;
    ask(draft, 'ask_now', 'yes_no', { code: people ? 'people' : 'property' });
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
