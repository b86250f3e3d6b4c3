import { ask, asked, end, say, wantMessage, type Draft, type Specialist } from '../decide/draft.ts';

/** A child is asked for a grown-up, and told when to call 911; nothing is booked with one. */
export const askForGrownUp = (draft: Draft): void => ask(draft, 'ask_grown_up', 'yes_no');

/** With nobody grown up there, somebody calls back where the number is known. */
const partWithChild = (draft: Draft): void => {
  if (draft.state.from !== '') {
    wantMessage(draft, 'child');
    return;
  }
  say(draft, 'child_goodbye');
  end(draft, 'child');
};

/** Who answers after a child was asked for a grown-up. */
export const grownUp: Specialist = {
  phase: 'greeting',
  canHandle: () => false,
  next: () => undefined,
  hears: {
    ask_grown_up: (draft, { reading }) => {
      // Other words than a no come from whoever has the phone now.
      if (reading.answer === 'no') partWithChild(draft);
      else if (asked(draft, 'ask_grown_up') > 2) partWithChild(draft);
      return true;
    },
  },
};
