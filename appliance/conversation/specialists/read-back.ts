import { ask, type Draft, type Heard } from '../decide/draft.ts';
import type { Act, ActName } from '../say/acts.ts';
import type { ReadBackSlot } from '../state/slots.ts';
import { turnOf } from '../state/state.ts';

/** Reads values aloud and asks whether they are right. */
export const readBack = (
  draft: Draft,
  act: ActName,
  slots: readonly ReadBackSlot[],
  more: Pick<Act, 'regrouped'> = {},
): void => {
  const { state } = draft;
  for (const name of slots) {
    const slot = state.slots[name];
    if (slot) slot.state = 'read_back';
  }
  state.readBack = { slots, turn: state.turn + 1, intact: true };
  ask(draft, act, 'yes_no', more);
};

/** Only who heard the whole read-back can confirm it: the turn began after it, or after something said later. */
const couldHear = (draft: Draft, heard: Heard): boolean => {
  const { readBack: open } = draft.state;
  return open !== null && open.intact && turnOf(heard.event.after) >= open.turn;
};

/** The answer to a read-back: yes, no, or another value. */
export const hearReadBack = (draft: Draft, heard: Heard): boolean => {
  const { state } = draft;
  const open = state.readBack;
  if (!open) return false;
  const { answer } = heard.reading;
  const corrected = open.slots.filter((name) => heard.fresh.has(name));
  const repeated = open.slots.filter((name) => heard.fresh.has(`same:${name}`));
  if (corrected.length > 0) {
    for (const name of open.slots) {
      const slot = state.slots[name];
      if (slot && slot.state === 'read_back') slot.state = 'heard';
    }
    state.readBack = null;
    return true;
  }
  if (answer === 'yes' || (answer === null && repeated.length === open.slots.length)) {
    const sure = couldHear(draft, heard);
    for (const name of open.slots) {
      const slot = state.slots[name];
      if (slot) slot.state = sure ? 'confirmed' : 'heard';
    }
    state.readBack = null;
    return true;
  }
  if (answer !== 'no') return false;
  for (const name of open.slots) {
    const slot = state.slots[name];
    if (!slot) continue;
    slot.state = 'heard';
    slot.attempts += open.slots.length > 1 ? 0 : 1;
    if (open.slots.length === 1) slot.denied = true;
  }
  if (open.slots.length > 1) state.asks['split_read_back'] = 1;
  state.readBack = null;
  return true;
};
