import { isUnderWay } from '../state/existing.ts';
import type { Act, ActName } from './acts.ts';
import { mayBePhrased } from './model-gate.ts';
import type { Claim, Phrase, Phrasebook, SayFacts } from './phrasebook.ts';

/**
 * What each act may assert. An act that stands not here asserts nothing. A read-back repeats the caller's own words
 * ("Sunday Lane", "this Friday"), which is no promise of ours.
 */
const GRANTS: Readonly<Partial<Record<ActName, readonly Claim[]>>> = {
  tell_fee: ['price'],
  tell_fees: ['price', 'time'],
  tell_deposit: ['price'],
  ask_fee_choice: ['time'],
  offer_windows: ['time'],
  offer_window: ['time'],
  no_window_soon: ['time'],
  ask_hold: ['time'],
  state_hold: ['booking', 'time', 'price', 'text'],
  ack_window: ['time'],
  state_booking: ['booking', 'time', 'price', 'text'],
  ask_add_on: ['price'],
  add_on_added: ['line'],
  ask_which_day: ['time'],
  ask_which_visit: ['time'],
  state_visit: ['time', 'dispatch'],
  ask_cancel_sure: ['time'],
  offer_new_windows: ['time'],
  offer_new_window: ['time'],
  review_link: ['text'],
  state_moved: ['booking', 'time', 'price'],
  state_cancelled: ['booking', 'time'],
  state_confirmed: ['booking', 'time'],
  on_call_told: ['dispatch'],
  message_taken: ['message'],
  read_back_name: ['time', 'price'],
  read_back_address: ['time', 'price'],
  read_back_contact: ['time', 'price'],
  read_back_email: ['time', 'price'],
  not_served: ['time', 'price'],
};

/** The record behind a claim; without it the claim is not made, whatever the wording. */
const backed = (claim: Claim, text: string, facts: SayFacts, book: Phrasebook): boolean => {
  switch (claim) {
    case 'price':
      return book.amountsHold(text, facts);
    case 'time':
      return (
        facts.offered.length > 0 ||
        facts.chosen !== null ||
        facts.booking !== null ||
        facts.hold !== null ||
        facts.found.length > 0 ||
        facts.change !== null ||
        facts.firstDay !== null ||
        facts.firstAfterHours !== null
      );
    case 'booking':
      return facts.booking !== null || facts.hold !== null || facts.change !== null;
    case 'dispatch':
      return facts.alerted || (facts.visit !== null && isUnderWay(facts.visit));
    case 'message':
      return facts.messageTaken;
    case 'line':
      return facts.lineAdded;
    case 'text':
      return facts.booking?.depositLink != null || facts.hold !== null || facts.reviewPromised;
  }
};

const isReadBack = (name: ActName): boolean =>
  name.startsWith('read_back_') || name === 'not_served' || name === 'ask_which_day';

/** True when the text asserts nothing, or only what this act may assert and a committed record backs. */
export const mayBeSaid = (text: string, act: ActName, facts: SayFacts, book: Phrasebook): boolean => {
  const grants = GRANTS[act] ?? [];
  return [...book.claims(text)].every(
    (claim) => grants.includes(claim) && (isReadBack(act) || backed(claim, text, facts, book)),
  );
};

export interface Rendered {
  readonly phrases: readonly Phrase[];
  /** True when something was held back. */
  readonly held: boolean;
}

/**
 * The say gate: the only way from an act to words. A sentence that states a price, a time, a booking or a dispatch
 * without the record behind it is held back, and the caller is told that the office will confirm. A model's wording that is more than
 * courtesy gives way to the template.
 */
export const throughGate = (act: Act, facts: SayFacts, book: Phrasebook): Rendered => {
  if (act.text !== undefined && !mayBePhrased(act.text, act.heard ?? '', facts, book)) {
    const { text: _, heard: __, ...template } = act;
    return { ...throughGate(template, facts, book), held: true };
  }
  const phrases = book.phrases(act, facts);
  if (phrases === null) return { phrases: book.phrases({ name: 'office_will_confirm' }, facts) ?? [], held: true };
  const allowed = phrases.filter(({ text }) => mayBeSaid(text, act.name, facts, book));
  if (allowed.length === phrases.length) return { phrases, held: false };
  return { phrases: [...allowed, ...(book.phrases({ name: 'office_will_confirm' }, facts) ?? [])], held: true };
};
