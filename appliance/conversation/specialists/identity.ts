import { ask, asked, say, wantMessage, type Draft, type Heard, type Specialist } from '../decide/draft.ts';
import { isDoubtfulPhone } from '../language/en-US/phone-plan.ts';
import { isWholePhone, type Slot } from '../state/slots.ts';
import { turnOf } from '../state/state.ts';
import { hearReadBack, readBack } from './read-back.ts';

/** The questions whose answer is a phone number. */
export const PHONE_ACTS: ReadonlySet<string> = new Set([
  'ask_phone',
  'ask_phone_keys',
  'ask_phone_caller',
  'read_back_phone',
  'ask_safe_phone',
]);

export const isSettled = (slot: Slot<unknown> | undefined): boolean =>
  slot !== undefined && (slot.state === 'confirmed' || slot.state === 'unconfirmed');

/**
 * Name and phone given in one breath are read back in one breath, unless that went wrong before, or no such number is
 * known: that one is read back by itself.
 */
const together = (draft: Draft): boolean => {
  const { name, phone } = draft.state.slots;
  return (
    name?.state === 'heard' &&
    phone?.state === 'heard' &&
    isWholePhone(phone.value) &&
    !isDoubtfulPhone(phone.value) &&
    name.value.first !== null &&
    name.value.last !== null &&
    name.value.matched &&
    (name.value.letters ?? []).length === 0 &&
    name.attempts + phone.attempts === 0 &&
    !name.denied &&
    !phone.denied &&
    draft.state.asks['split_read_back'] === undefined &&
    asked(draft, 'read_back_contact') === 0
  );
};

/** Kept as heard, with its place in the recording: the visit is not lost over a name. */
const keepAsHeard = (draft: Draft): void => {
  const { name } = draft.state.slots;
  if (!name) return;
  name.state = 'unconfirmed';
  delete name.denied;
  say(draft, 'kept_as_heard');
};

/** Letters; without any the name stays as it was heard. */
const hearSpelling = (draft: Draft, { fresh }: Heard): boolean => {
  const { name } = draft.state.slots;
  if (!name) return false;
  if (fresh.has('same:name')) delete name.denied;
  else if (!fresh.has('name')) keepAsHeard(draft);
  return true;
};

/** Who calls. */
export const callerName: Specialist = {
  phase: 'identity',
  canHandle: ({ state }) => !isSettled(state.slots.name),
  next: (draft) => {
    const { state } = draft;
    const slot = state.slots.name;
    if (!slot) {
      if (asked(draft, 'ask_name') < 3) ask(draft, 'ask_name', 'name');
      else wantMessage(draft, 'not_understood', { askPhone: true });
      return;
    }
    if (together(draft)) {
      readBack(draft, 'read_back_contact', ['name', 'phone']);
      return;
    }
    const lastSpelled = asked(draft, 'ask_spell_name') > 0;
    const firstSpelled = asked(draft, 'ask_spell_first_name') > 0;
    const told = slot.value.letters ?? [];
    if (slot.denied && told.includes('first') && !firstSpelled) {
      ask(draft, 'ask_spell_first_name', 'spelling');
      return;
    }
    if (slot.denied && told.includes('last') && !lastSpelled) {
      ask(draft, 'ask_spell_name', 'spelling');
      return;
    }
    if (slot.denied) {
      if (lastSpelled && (firstSpelled || !slot.value.unsure.includes('first'))) keepAsHeard(draft);
      else if (lastSpelled) ask(draft, 'ask_spell_first_name', 'spelling');
      else if (asked(draft, 'ask_name') < 2 && slot.attempts < 2) ask(draft, 'ask_name', 'name');
      else ask(draft, 'ask_spell_name', 'spelling');
      return;
    }
    if (slot.value.last === null && asked(draft, 'ask_name') < 2) {
      ask(draft, 'ask_name', 'name');
      return;
    }
    const { unsure, first, last } = slot.value;
    const again = slot.attempts >= 2 && !slot.value.spelled;
    if ((again || last === null || unsure.includes('last')) && !lastSpelled) ask(draft, 'ask_spell_name', 'spelling');
    else if (unsure.includes('first') && first !== null && !firstSpelled)
      ask(draft, 'ask_spell_first_name', 'spelling');
    else if (asked(draft, 'read_back_name') < 4) readBack(draft, 'read_back_name', ['name']);
    else keepAsHeard(draft);
  },
  hears: {
    ask_name: (draft, { fresh, event, reading }) => {
      if (fresh.has('name') || fresh.has('same:name')) return true;
      const words = event.text.trim();
      if (asked(draft, 'ask_name') < 2 || words === '' || reading.answer !== null || words.split(/\s+/).length > 8)
        return false;
      draft.state.slots.name = {
        value: { first: null, last: words, matched: false, unsure: ['last'], spelled: false },
        evidence: { utterance: event.utterance, startMs: event.startMs, heard: event.text },
        state: 'heard',
        attempts: draft.state.slots.name?.attempts ?? 0,
      };
      return true;
    },
    ask_spell_name: hearSpelling,
    ask_spell_first_name: hearSpelling,
    read_back_name: hearReadBack,
    read_back_contact: hearReadBack,
  },
};

const PHONE_QUESTIONS = 5;
/** A number refused or corrected so often is typed. */
const MISHEARD = 2;

const phoneQuestions = (draft: Draft): number =>
  asked(draft, 'ask_phone') + asked(draft, 'ask_phone_keys') + asked(draft, 'ask_phone_caller');

/** The next way to get a number: the one they call from, spoken, spoken again, typed. Null when all were tried. */
export const askForPhone = (draft: Draft): boolean => {
  const { state } = draft;
  if (phoneQuestions(draft) >= PHONE_QUESTIONS) return false;
  const misheard = (state.slots.phone?.attempts ?? 0) >= MISHEARD;
  if (state.from !== '' && asked(draft, 'ask_phone_caller') === 0 && !state.slots.phone)
    ask(draft, 'ask_phone_caller', 'yes_no');
  else if (misheard && asked(draft, 'ask_phone_keys') < 2) ask(draft, 'ask_phone_keys', 'phone');
  else if (asked(draft, 'ask_phone') < 2) ask(draft, 'ask_phone', 'phone');
  else if (asked(draft, 'ask_phone_keys') < 2) ask(draft, 'ask_phone_keys', 'phone');
  else return false;
  return true;
};

const confirmCaller = (draft: Draft, { reading, event, fresh }: Heard): boolean => {
  const { state } = draft;
  if (fresh.has('phone') || fresh.has('same:phone')) return true;
  if (reading.answer === null) return false;
  if (reading.answer === 'yes') {
    const heard = turnOf(event.after) >= (state.pending?.turn ?? Number.POSITIVE_INFINITY);
    state.slots.phone = {
      value: state.from,
      evidence: { utterance: event.utterance, startMs: event.startMs, heard: event.text },
      state: heard ? 'confirmed' : 'heard',
      attempts: 0,
    };
  }
  return true;
};

/**
 * A number that no area has, and that the caller confirmed, is read back one more time, in other groups; then it is taken. The one
 * they ring from is the line's own word.
 */
const needsSecondLook = ({ state }: Draft): boolean => {
  const { phone } = state.slots;
  return (
    phone?.state === 'confirmed' &&
    phone.value !== state.from &&
    state.asks['phone_looked_at'] !== 1 &&
    isDoubtfulPhone(phone.value)
  );
};

/** How to reach them. Without a settled number there is no booking, only a message for a person. */
export const callerPhone: Specialist = {
  phase: 'identity',
  canHandle: (draft) => !isSettled(draft.state.slots.phone) || needsSecondLook(draft),
  next: (draft) => {
    const slot = draft.state.slots.phone;
    if (needsSecondLook(draft)) {
      draft.state.asks['phone_looked_at'] = 1;
      readBack(draft, 'read_back_phone', ['phone'], { regrouped: true });
      return;
    }
    if (slot && isWholePhone(slot.value) && !slot.denied) {
      if (asked(draft, 'read_back_phone') < 4) {
        readBack(draft, 'read_back_phone', ['phone']);
        return;
      }
    } else if (askForPhone(draft)) return;
    wantMessage(draft, 'phone_not_settled');
  },
  hears: {
    ask_phone: (_, { fresh }) => fresh.has('phone') || fresh.has('same:phone'),
    ask_phone_keys: (_, { fresh }) => fresh.has('phone') || fresh.has('same:phone'),
    ask_phone_caller: confirmCaller,
    read_back_phone: hearReadBack,
  },
};
