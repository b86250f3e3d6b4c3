import { ask, asked, graver, say, type Draft, type Heard, type Specialist } from '../decide/draft.ts';
import { readDropping } from '../language/en-US/dropping.ts';
import type { Reading } from '../reading.ts';
import { forgetWindows } from './second.ts';
import { openExisting } from './existing.ts';

/** Nothing of a booking is on its way, or it is done, or it is about something else. */
const isBooking = ({ state }: Draft): boolean =>
  state.slots.problem !== undefined &&
  state.records.booking === null &&
  state.existing === undefined &&
  state.outbound === undefined &&
  state.message === null &&
  state.safety === null;

/** Forgets what was to be booked; who the caller is and where stays known. */
const drop = (draft: Draft): void => {
  const { state } = draft;
  for (const slot of ['problem', 'danger', 'vulnerable', 'window'] as const) delete state.slots[slot];
  delete state.later;
  delete state.hold;
  delete state.doubt;
  for (const key of Object.keys(state.asks))
    if (/^(detail|ack_problem|advise|ask_detail|ask_fee|offer_|ask_other_time|ask_problem|ask_safety)/.test(key))
      delete state.asks[key];
  state.asks['ask_problem'] = 1;
  state.asks['put_aside'] = (state.asks['put_aside'] ?? 0) + 1;
  state.bookingFailures = 0;
  state.gravest = graver(state.urgency, state.gravest);
  state.urgency = 'routine';
  state.wishes = { date: null, fromHour: null, toHour: null, soonest: false, afterHours: null };
  forgetWindows(draft);
  state.readBack = null;
  say(draft, 'booking_dropped');
  ask(draft, 'ask_else', 'yes_no');
};

/** A booking is called off before it was made. @returns whether the words were about that */
export const heardDropping = (draft: Draft, reading: Reading, text: string): boolean => {
  const { pending } = draft.state;
  if (!isBooking(draft) || pending?.act === 'ask_drop' || pending?.act === 'ask_else') return false;
  const { phone, address } = reading.slots;
  if (phone || address || reading.urgency === 'emergency' || reading.intent === 'goodbye') return false;
  const what = readDropping(text);
  if (what === null) return false;
  if (what === 'at_hand') drop(draft);
  else if (asked(draft, 'ask_drop') < 2) ask(draft, 'ask_drop', 'yes_no');
  else return false;
  return true;
};

/** "Cancel my appointment", said while one is being made: which of the two is asked once, whether there is another or not. */
export const dropping: Specialist = {
  phase: 'booking',
  canHandle: () => false,
  next: () => undefined,
  hears: {
    ask_drop: (draft, heard: Heard) => {
      const { reading, event } = heard;
      if (reading.answer === 'yes' || readDropping(event.text) === 'at_hand') {
        drop(draft);
        return true;
      }
      if (reading.answer !== 'no') return false;
      openExisting(draft, { ...heard, reading: { ...reading, intent: 'cancel' } });
      return true;
    },
  },
};
