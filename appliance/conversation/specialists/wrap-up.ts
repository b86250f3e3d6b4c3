import { takeMessage } from './message.ts';
import { offerMore } from './cross-sell.ts';
import { tellAlert } from './alert.ts';
import { owesCancelRight } from './booking.ts';
import { advise } from './intake.ts';
import { askSecond, tellsOfAnother } from './second.ts';
import { ask, asked, end, say, wantMessage, type Draft, type Heard, type Specialist } from '../decide/draft.ts';

/** The window, the number of the job and the fee once more, what happens next, and goodbye. */
export const wrapUp: Specialist = {
  phase: 'wrap_up',
  canHandle: ({ state }) => state.records.booking !== null,
  next: (draft) => {
    const { asks, slots } = draft.state;
    if (slots.address?.state === 'unconfirmed' && asks['address_to_check'] === undefined) {
      // Nobody drives to an address that its owner has refused: a person checks it first.
      asks['address_to_check'] = 1;
      takeMessage(draft, 'address_to_check', null);
      return;
    }
    if (asked(draft, 'ask_anything_else') === 0) {
      say(draft, 'state_booking');
      tellAlert(draft);
      advise(draft);
      if (owesCancelRight(draft)) say(draft, 'tell_cancel_right');
      say(draft, 'next_steps');
      if (draft.state.later) {
        asks['ask_anything_else'] = 1;
        askSecond(draft);
        return;
      }
    } else if (asked(draft, 'ask_anything_else') >= 4) {
      say(draft, 'goodbye');
      end(draft, 'booked');
      return;
    }
    ask(draft, 'ask_anything_else', 'yes_no');
  },
  hears: {
    ask_anything_else: (draft, heard) => hearMore(draft, heard),
    ask_what_else: (draft, heard) => hearMore(draft, heard),
  },
};

/** What else the caller wants: nothing, another visit, or something for a person. */
const hearMore = (draft: Draft, heard: Heard): boolean => {
  const { reading, event, fresh } = heard;
  const done = reading.answer === 'no' || reading.intent === 'goodbye' || reading.intent === 'thanks';
  const changed = [...fresh].some((name) => !name.startsWith('same:') && name !== 'danger' && name !== 'wishes');
  if (done && !changed) {
    if (offerMore(draft, heard)) return true;
    say(draft, 'goodbye');
    end(draft, 'booked');
    return true;
  }
  if (tellsOfAnother(draft, heard)) return true;
  const words = event.text.trim();
  const bare = reading.answer === 'yes' && words.split(/\s+/).length < 3;
  if (bare && asked(draft, 'ask_what_else') === 0) ask(draft, 'ask_what_else', 'open');
  else if (bare) wantMessage(draft, 'after_booking', { askText: true });
  else if (changed || words.split(/\s+/).length > 2) wantMessage(draft, 'after_booking', { text: words });
  else return false;
  return true;
};
