import { say, wantMessage, type Draft, type Specialist } from '../decide/draft.ts';

/** A caller who asks for a person gets an attempt at once, else a promise. */
export const askForPerson = (draft: Draft): void => {
  const { state, context } = draft;
  if (context.people.length > 0 && state.transfer === 'none') {
    say(draft, 'transfer_start');
    state.transfer = 'trying';
    state.pending = null;
    draft.transfer = context.people;
    draft.expect = null;
    draft.settled = true;
    return;
  }
  say(draft, 'nobody_now');
  if (state.message) {
    // Who insists is asked nothing more: a person calls back, where that can be done.
    state.message.askText = false;
    state.message.askPhone &&= state.from === '' && state.slots.phone === undefined;
  }
  wantMessage(draft, 'person', { askText: state.slots.problem === undefined, askPhone: true });
};

/** While a transfer rings, nothing is said or asked. */
export const handover: Specialist = {
  phase: 'handover',
  canHandle: ({ state }) => state.transfer === 'trying',
  next: (draft) => {
    draft.expect = null;
    draft.settled = true;
  },
};

export const transferFailed = (draft: Draft): void => {
  const { state } = draft;
  state.transfer = 'failed';
  say(draft, 'transfer_failed');
  wantMessage(draft, 'person', { askText: state.slots.problem === undefined, askPhone: true });
};
