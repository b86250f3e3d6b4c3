import { ask, asked, say, type Specialist } from '../decide/draft.ts';

/** How to get in: gate code, pets, the rest. A code is taken and never said again. */
export const access: Specialist = {
  phase: 'access',
  canHandle: ({ state }) => !state.accessDone,
  next: (draft) => {
    const { state } = draft;
    const known = state.slots.gateCode ?? state.slots.alarmCode ?? state.slots.pets ?? state.slots.access;
    if (known || asked(draft, 'ask_access') >= 2) {
      state.accessDone = true;
      return;
    }
    say(draft, 'ack_window');
    ask(draft, 'ask_access', 'code');
  },
  hears: {
    ask_access: (draft, { reading, event, fresh }) => {
      const { state } = draft;
      const code = fresh.has('gateCode') || fresh.has('alarmCode');
      if (code || fresh.has('pets') || fresh.has('access')) {
        state.accessDone = true;
        if (code) say(draft, 'have_code');
        return true;
      }
      if (reading.answer === 'no' || reading.intent === 'goodbye' || reading.intent === 'thanks') {
        state.accessDone = true;
        return true;
      }
      if (reading.slots.window !== undefined) return false;
      const words = event.text.trim();
      if (words.split(/\s+/).length < 2) return reading.answer === 'yes';
      const evidence = { utterance: event.utterance, startMs: event.startMs, heard: words };
      state.slots.access = { value: words, evidence, state: 'heard', attempts: 0 };
      state.accessDone = true;
      return true;
    },
  },
};
