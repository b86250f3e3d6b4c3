import { beginsCardNumber, CARD_DIGITS, digitsAtEnd } from '../language/en-US/card-numbers.ts';
import { CARD } from '../state/references.ts';
import type { Slots } from '../state/slots.ts';
import type { CallState } from '../state/state.ts';
import { withoutNumbers } from '../withhold.ts';
import { PHONE_ACTS } from '../specialists/identity.ts';
import { askAgainUncounted, keepListening, say, type Draft, type SpeechEvent } from './draft.ts';
import { supervise } from './supervisor.ts';

/** Phone numbers have ten digits, eleven with the country's: what follows one is another matter. */
const isPhone = (count: number): boolean => count === 10 || count === 11;

const givesCard = (text: string): boolean => text.includes(CARD) || beginsCardNumber(text);

/** A card number is begun: the utterances that hold digits of it are taken out of the recording. */
const stop = (draft: Draft, utterance: string): void => {
  const { state } = draft;
  const { digitRun } = state;
  draft.silence.push(utterance, ...(digitRun?.utterances ?? []));
  if (digitRun) {
    draft.card = { utterances: digitRun.utterances, keys: 0, turn: digitRun.turn };
    forget(state, digitRun.utterances);
  }
  state.card = { utterance, turn: state.turn };
  state.readBack = null;
  delete state.digitRun;
};

const holdsNumber = (value: unknown): boolean =>
  typeof value === 'string'
    ? withoutNumbers(value) !== value
    : typeof value === 'object' && value !== null && Object.values(value).some(holdsNumber);

/** Groups of digits that were taken for a name, a house number or the like are forgotten again. */
const forget = (state: CallState, utterances: readonly string[]): void => {
  const { slots, message } = state;
  const { problem } = slots;
  for (const name of Object.keys(slots) as (keyof Slots)[]) {
    const slot = slots[name];
    if (slot === undefined || name === 'problem' || !utterances.includes(slot.evidence.utterance)) continue;
    if (holdsNumber(slot.value) || holdsNumber(slot.evidence.heard)) delete slots[name];
  }
  if (problem) {
    const { value, evidence } = problem;
    const details = value.details.filter((detail) => !holdsNumber(detail));
    problem.value = { ...value, text: withoutNumbers(value.text), details };
    if (utterances.includes(evidence.utterance))
      problem.evidence = { ...evidence, heard: withoutNumbers(evidence.heard) };
  }
  if (message?.text != null) message.text = withoutNumbers(message.text);
};

/** Somebody gives a card number while they speak: they are spoken over at once, once an utterance. */
export const overhearCard = (draft: Draft, { utterance, text }: { utterance: string; text: string }): boolean => {
  const { state } = draft;
  if (state.card?.utterance === utterance || !givesCard(text)) return false;
  stop(draft, utterance);
  say(draft, 'stop_card');
  keepListening(draft);
  return true;
};

/** @returns true when this utterance gave a card number, and is dealt with: what was asked is asked again */
export const heedCard = (draft: Draft, { utterance, text }: SpeechEvent): boolean => {
  const { state } = draft;
  const stopped = state.card !== undefined && state.card.utterance === utterance && utterance !== '';
  if (!stopped && !givesCard(text)) {
    count(draft, utterance, text);
    return false;
  }
  if (!stopped) say(draft, 'stop_card');
  stop(draft, utterance);
  askAgainUncounted(draft);
  supervise(draft);
  return true;
};

/** People read a card in groups, and a pause between two ends the utterance. A number asked for is none of a card. */
const count = ({ state }: Draft, utterance: string, text: string): void => {
  const before = state.digitRun;
  delete state.digitRun;
  if (PHONE_ACTS.has(state.pending?.act ?? '')) return;
  const { count: digits, alone } = digitsAtEnd(text);
  if (digits === 0 || isPhone(digits)) return;
  const goesOn = alone && before !== undefined;
  state.digitRun = {
    count: digits + (goesOn ? before.count : 0),
    utterances: [...(goesOn ? before.utterances : []), utterance],
    turn: goesOn ? before.turn : state.turn,
  };
};

/** Keys of a card, whatever was asked for. @returns true when they are dealt with */
export const heedCardKeys = (draft: Draft, digits: string): boolean => {
  const { state } = draft;
  const pressed = digits.replace(/[^\dx]/g, '').length;
  const run = state.keyRun ?? { count: 0, turn: state.turn };
  state.keyRun = { ...run, count: /[*#]/.test(digits) ? 0 : run.count + pressed };
  if (state.keyRun.count < CARD_DIGITS) return false;
  draft.card = { utterances: [], keys: state.keyRun.count, turn: run.turn };
  // Of what was typed we may have read ten digits back.
  state.history = state.history.map((said) => (said.turn > run.turn ? { ...said, text: '', heard: null } : said));
  const lately = state.card?.utterance === 'keys' && state.card.turn === state.turn;
  state.card = { utterance: 'keys', turn: state.turn };
  state.keys = '';
  state.readBack = null;
  if (state.slots.phone?.evidence.utterance === 'keys') delete state.slots.phone;
  // One word about it is enough while the keys go on.
  if (lately) keepListening(draft);
  else {
    say(draft, 'stop_card');
    askAgainUncounted(draft);
    supervise(draft);
    state.card = { utterance: 'keys', turn: state.turn + 1 };
  }
  return true;
};
