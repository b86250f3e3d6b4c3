import { ask, asked, say, type Draft, type Specialist } from '../decide/draft.ts';

/** How to get in: gate code, pets, the rest. A code is taken and never said again. */
export const access: Specialist = {
  phase: 'access',
  canHandle: ({ state }) => !state.accessDone,
  next: (draft) => {
    const { state } = draft;
    const known = state.slots.gateCode ?? state.slots.pets ?? state.slots.access;
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
      if (fresh.has('gateCode') || fresh.has('pets') || fresh.has('access')) {
        state.accessDone = true;
        if (fresh.has('gateCode')) say(draft, 'have_code');
        return true;
      }
      if (reading.answer === 'no') {
        state.accessDone = true;
        return true;
      }
      const words = event.text.trim();
      if (words.split(/\s+/).length < 2) return reading.answer === 'yes';
      keepWords(draft, words, event);
      state.accessDone = true;
      return true;
    },
  },
};

/** What could not be read is kept in the caller's words; words that speak of a code are as secret as the code. */
const keepWords = (
  draft: Draft,
  words: string,
  event: { readonly utterance: string; readonly startMs: number },
): void => {
  const secret = /\b(?:code|keypad|key pad|lock ?box|alarm)\b/i.test(words);
  const evidence = { utterance: event.utterance, startMs: event.startMs, heard: secret ? '[code]' : words };
  if (secret) draft.state.slots.gateCode = { value: words, evidence, state: 'heard', attempts: 0 };
  else draft.state.slots.access = { value: words, evidence, state: 'heard', attempts: 0 };
};
