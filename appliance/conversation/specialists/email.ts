import { ask, asked, say, type Draft, type Specialist } from '../decide/draft.ts';
import { isSettled } from './identity.ts';
import { hearReadBack, readBack } from './read-back.ts';

const MAX_READ_BACKS = 3;

/** Asked for where the playbook wants one, once, and never while somebody's house is flooding. */
const isWanted = (draft: Draft): boolean => draft.context.playbook.askEmail === true && asked(draft, 'ask_email') === 0;

/** An e-mail address that the caller offered, or that the playbook wants: kept only as it was read back. */
export const callerEmail: Specialist = {
  phase: 'identity',
  canHandle: (draft) => {
    const { email } = draft.state.slots;
    if (draft.state.urgency === 'emergency') return false;
    return email ? !isSettled(email) : isWanted(draft);
  },
  next: (draft) => {
    const { email } = draft.state.slots;
    if (!email) ask(draft, 'ask_email', 'spelling');
    else if (email.denied && asked(draft, 'ask_email') < MAX_READ_BACKS) ask(draft, 'ask_email', 'spelling');
    else if (!email.denied && asked(draft, 'read_back_email') < MAX_READ_BACKS)
      readBack(draft, 'read_back_email', ['email']);
    else {
      email.state = 'unconfirmed';
      delete email.denied;
      say(draft, 'kept_as_heard');
    }
  },
  hears: {
    ask_email: (draft, { fresh, reading }) => {
      if (fresh.has('email')) return true;
      const { email } = draft.state.slots;
      if (fresh.has('same:email') && email) delete email.denied;
      else if (reading.answer === 'no') delete draft.state.slots.email;
      else return false;
      return true;
    },
    read_back_email: hearReadBack,
  },
};
