import { ask, asked, callTool, type Draft, type Specialist } from '../decide/draft.ts';
import { isWholePhone, type AddressValue } from '../state/slots.ts';
import { turnOf } from '../state/state.ts';
import type { Tools } from '../tools.ts';
import { isSettled } from './identity.ts';

/** Nobody finds a house number by trying. */
const MAX_SEARCHES = 3;

/** What was said so far that a customer on file may be known by; null while nothing was. */
const saidOf = ({ state }: Draft): Tools['find_customer']['args'] | null => {
  const { name, phone, address } = state.slots;
  const number = phone !== undefined && isWholePhone(phone.value) ? phone.value : state.from;
  const lastName = isSettled(name) ? (name?.value.last ?? null) : null;
  const houseNumber = address?.value.houseNumber ?? null;
  return number === '' || (lastName === null && houseNumber === null) ? null : { phone: number, lastName, houseNumber };
};

const keyOf = (said: Tools['find_customer']['args']): string => JSON.stringify(said);

/** The place is still open: nothing of it was said but, at most, the house number. */
const isOpen = ({ state }: Draft): boolean => {
  const { address } = state.slots;
  return !isSettled(address) && !address?.denied && (address === undefined || address.value.street === null);
};

/** The place on file, once the caller is known by what they said; null also after they said that it is another one. */
const placeOf = ({ state }: Draft): AddressValue | null => state.known?.place ?? null;

/**
 * A customer on file need not say their address again. It is looked up for everybody alike, once a fact beside the number
 * was said, and the records give nothing out before; who is not known is asked for the address as anybody.
 */
export const knownCustomer: Specialist = {
  phase: 'address',
  canHandle: (draft) => {
    const said = saidOf(draft);
    if (!isOpen(draft) || said === null) return false;
    const { known } = draft.state;
    if (placeOf(draft) !== null && known?.askedFor === keyOf(said)) return true;
    return known?.askedFor !== keyOf(said) && (known?.searches ?? 0) < MAX_SEARCHES;
  },
  next: (draft) => {
    const { state } = draft;
    const said = saidOf(draft);
    if (said === null) return;
    const { known } = state;
    if (known?.askedFor !== keyOf(said)) {
      state.known = { askedFor: keyOf(said), searches: (known?.searches ?? 0) + 1, place: null };
      callTool(draft, { name: 'find_customer', key: `known-${state.known.searches}`, args: said });
      return;
    }
    const { address } = state.slots;
    if (address !== undefined && known.place !== null) {
      // The house number was theirs to say; the rest is read back like any address.
      address.value = { ...known.place };
      known.place = null;
    } else if (asked(draft, 'ask_same_address') < 2) ask(draft, 'ask_same_address', 'yes_no');
    else known.place = null;
  },
  hears: {
    ask_same_address: (draft, { reading, event, fresh }) => {
      const { state } = draft;
      const { known, slots, pending } = state;
      if (!known?.place) return false;
      if (reading.answer === 'yes' && !fresh.has('address')) {
        const heard = turnOf(event.after) >= (pending?.turn ?? Number.POSITIVE_INFINITY);
        slots.address = {
          value: { ...known.place },
          evidence: { utterance: event.utterance, startMs: event.startMs, heard: event.text },
          state: heard ? 'confirmed' : 'heard',
          attempts: 0,
        };
        return true;
      }
      if (reading.answer !== 'no' && !fresh.has('address')) return false;
      known.place = null;
      return true;
    },
  },
};

/** What the records gave: the one place of a customer who was known by what they said. */
export const keepCustomer = (draft: Draft, { customer }: Tools['find_customer']['result']): void => {
  if (draft.state.known) draft.state.known.place = customer?.place ?? null;
};
