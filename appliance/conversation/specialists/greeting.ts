import { ask, say, type Specialist } from '../decide/draft.ts';

/** The first words: who we are, that no human speaks, that the call is recorded, and where to turn in danger. */
export const greeting: Specialist = {
  phase: 'greeting',
  canHandle: ({ state }) => state.turn === 0 && state.pending === null && state.outbound === undefined,
  next: (draft) => {
    say(draft, 'greet');
    if (draft.state.bench) say(draft, 'bench_notice');
    if (draft.state.resume) ask(draft, 'ask_resume', 'yes_no');
    else ask(draft, 'ask_problem', 'open');
  },
};
