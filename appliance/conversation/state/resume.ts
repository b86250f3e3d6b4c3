import type { CallState } from './state.ts';

/** A call that broke off, as its last checkpoint has it. */
export interface EarlierCall {
  readonly call: string;
  readonly state: CallState;
}

/** A call that may go on with an earlier one. Nothing of the earlier call may be spoken before `carried over`. */
export interface Resume {
  readonly earlier: EarlierCall;
  /** The caller wants to go on. */
  agreed: boolean;
  /** Facts that did not fit. */
  tries: number;
}

const heardToEnd = ({ history }: CallState, act: string): boolean =>
  history.some((said) => said.acts.includes(act) && said.complete);

/** Did the call break off in the middle of something? One that came to its end, or had not begun, is not gone on with. */
export const isResumable = (state: CallState): boolean => {
  if (state.ended && state.cutOff === undefined) return false;
  if (state.safety !== null || state.transfer === 'done' || state.message?.taken) return false;
  if (state.records.booking !== null) return !heardToEnd(state, 'state_booking');
  if (state.existing) return !state.existing.done;
  const { slots } = state;
  return [slots.problem, slots.name, slots.phone, slots.address].some((slot) => slot !== undefined);
};

/** What an earlier caller said of themselves that whoever rings now can say again. */
export const factsOf = (
  state: CallState,
): {
  readonly names: readonly string[];
  readonly houseNumbers: readonly string[];
  readonly phones: readonly string[];
} => {
  const { name, address, phone } = state.slots;
  const facts = state.existing?.facts;
  const said = (...values: readonly (string | null | undefined)[]): string[] =>
    values.flatMap((value) => (value == null || value === '' ? [] : [value]));
  return {
    names: said(name?.value.last ?? name?.value.first, facts?.lastName),
    houseNumbers: said(address?.value.houseNumber, facts?.houseNumber),
    // The number they ring from shows nothing.
    phones: said(phone?.value, facts?.phone).filter((value) => value !== state.from),
  };
};

/** Does the earlier call hold anything that is not for everybody's ears? */
export const isPersonal = (state: CallState): boolean => {
  const { name, address, phone, gateCode, alarmCode, access, pets } = state.slots;
  return (
    [name, address, gateCode, alarmCode, access, pets].some((slot) => slot !== undefined) ||
    (phone !== undefined && phone.value !== state.from) ||
    state.records.booking !== null ||
    (state.existing?.found.length ?? 0) > 0 ||
    state.known?.place != null
  );
};

const ONCE = new Set(['ask_detail', 'ask_now']);

/**
 * The earlier call's state in the call that goes on with it: facts keep how sure we are of them, but what was being read
 * back is read back again, and no question counts as asked.
 */
export const carriedOver = (earlier: CallState, now: CallState): CallState => {
  const {
    cutOff,
    resume: _,
    outbound: __,
    card: _card,
    digitRun: _run,
    keyRun: _keys,
    ...state
  } = structuredClone(earlier);
  for (const slot of Object.values(state.slots)) if (slot.state === 'read_back') slot.state = 'heard';
  const asks = Object.fromEntries(
    Object.entries(state.asks).filter(
      ([key]) => ONCE.has(key) || !/^(ask_|read_back_|offer_|forgiven|repeats|waits)/.test(key),
    ),
  );
  const messages = state.records.messages.slice(0, cutOff?.messages ?? state.records.messages.length);
  return {
    ...state,
    turn: now.turn,
    from: now.from,
    bench: now.bench,
    ...(now.outbound ? { outbound: now.outbound } : {}),
    history: now.history,
    asks,
    records: { ...state.records, messages },
    pending: null,
    readBack: null,
    silences: 0,
    unclear: 0,
    keys: '',
    transfer: 'none',
    outcome: null,
    outcomeTold: false,
    // Whoever wanted no recording wants none of what follows either.
    noRecording: earlier.noRecording || now.noRecording,
    ended: false,
  };
};
