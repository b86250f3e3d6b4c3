import { ask, asked, callTool, end, say, wantMessage, type Draft, type Specialist } from '../decide/draft.ts';
import { visitMeant } from '../state/existing.ts';
import { fullName, isWholePhone, writtenAddress } from '../state/slots.ts';
import { tellAlert } from './alert.ts';
import { askForPerson } from './handover.ts';
import { askForPhone, isSettled } from './identity.ts';
import { readBack } from './read-back.ts';

/** What we learned, for the person who calls back. Secrets stay out. */
const factsLearned = (draft: Draft): Record<string, unknown> => {
  const { slots, records, noRecording } = draft.state;
  const facts: Record<string, unknown> = {};
  if (slots.problem) facts['problem'] = [slots.problem.value.text, ...slots.problem.value.details].join('; ');
  if (slots.problem?.value.serviceType) facts['serviceType'] = slots.problem.value.serviceType;
  if (slots.address) facts['address'] = writtenAddress(slots.address.value);
  if (slots.address) facts['addressState'] = slots.address.state;
  if (slots.name) facts['nameState'] = slots.name.state;
  if (slots.phone) facts['phoneState'] = slots.phone.state;
  if (slots.email) facts['email'] = slots.email.value;
  if (slots.technician) facts['technician'] = slots.technician.value;
  if (slots.extension) facts['extension'] = slots.extension.value;
  if (slots.pets) facts['pets'] = slots.pets.value;
  const visit = visitMeant(draft.state.existing);
  if (visit) facts['jobNumber'] = visit.jobNumber;
  if (records.booking) facts['jobNumber'] = records.booking.jobNumber;
  if (noRecording) facts['noRecording'] = true;
  return facts;
};

/** Hands everything known to a person. A number that was never settled is better than none, and marked so. */
export const takeMessage = (draft: Draft, reason: string, text: string | null): void => {
  const { state } = draft;
  const { slots } = state;
  const own = slots.phone?.value;
  callTool(draft, {
    name: 'take_message',
    key: `message-${state.records.messages.length + 1}`,
    args: {
      reason,
      text: text ?? slots.problem?.value.text ?? state.existing?.reason ?? '',
      name: slots.name ? fullName(slots.name.value) : null,
      phone: own !== undefined && isWholePhone(own) ? own : state.from || (own ?? null),
      urgency: state.urgency,
      facts: factsLearned(draft),
    },
  });
};

/** Whether the playbook has a person offered for this, somebody may be rung, and nobody was offered yet. */
const offersPerson = (draft: Draft, reason: string): boolean => {
  const { state, context } = draft;
  return (
    context.people.length > 0 &&
    state.transfer === 'none' &&
    asked(draft, 'offer_person') === 0 &&
    context.playbook.transfer.offerFor.some((one) => one === reason)
  );
};

/** What cannot be settled here goes to a person, with a promise to call back. */
export const message: Specialist = {
  phase: 'message',
  canHandle: ({ state }) => state.message !== null,
  next: (draft) => {
    const { state } = draft;
    const wish = state.message;
    if (!wish) return;
    if (wish.taken) {
      say(draft, state.records.messages.length > 0 ? 'message_taken' : 'message_failed');
      tellAlert(draft);
      say(draft, 'goodbye');
      end(draft, 'message');
      return;
    }
    if (offersPerson(draft, wish.reason)) {
      ask(draft, 'offer_person', 'yes_no');
      return;
    }
    if (wish.askText && wish.text === null && asked(draft, 'ask_message') < 2) {
      ask(draft, 'ask_message', 'open');
      return;
    }
    const { phone } = state.slots;
    if (wish.askPhone && !isSettled(phone)) {
      const whole = phone !== undefined && isWholePhone(phone.value) && !phone.denied;
      if (whole && asked(draft, 'read_back_phone') < 3) {
        readBack(draft, 'read_back_phone', ['phone']);
        return;
      }
      if (!whole && askForPhone(draft)) return;
    }
    takeMessage(draft, wish.reason, wish.text);
  },
  hears: {
    offer_person: (draft, { reading }) => {
      if (reading.answer === 'yes') {
        draft.state.message = null;
        askForPerson(draft);
      }
      return reading.answer !== null;
    },
    ask_message: (draft, { reading, event }) => {
      const words = event.text.trim();
      if (words === '' || (reading.answer !== null && words.split(/\s+/).length < 3)) return false;
      if (draft.state.message) draft.state.message.text = words;
      return true;
    },
    ask_call_back: (draft, { reading }) => {
      if (reading.answer === 'yes') {
        wantMessage(draft, 'call_back', { askPhone: true });
        return true;
      }
      if (reading.answer !== 'no') return false;
      if (draft.state.objections > 1) {
        say(draft, 'goodbye');
        end(draft, 'declined');
      }
      return true;
    },
  },
};
