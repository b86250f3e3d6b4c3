import { cardSpans, numbersIn, type Span } from './language/en-US/card-numbers.ts';
import { codeSpans } from './language/en-US/codes.ts';
import { speaksOfCode } from './language/en-US/templates/spoken-digits.ts';
import type { Reader } from './decide/context.ts';
import type { Reading } from './reading.ts';
import { blanked, CARD, DIGITS, referenceTo, type SecretSlot } from './state/references.ts';
import type { CallState } from './state/state.ts';

/** A code a caller gave: to be kept sealed under `id`, and nowhere else. */
export interface Secret {
  readonly id: string;
  readonly slot: SecretSlot;
  readonly value: string;
}

export interface Withheld {
  /** What was said, as it may be stored, shown, logged and decided on. */
  readonly text: string;
  /** Codes in it that were not known before. */
  readonly secrets: readonly Secret[];
}

export interface WithholdOptions {
  /** Codes of this call that are kept already: they are known again without a word about codes. */
  readonly known: readonly Secret[];
  readonly newId: () => string;
  readonly reader: Reader;
  /** Business time, epoch ms, and the shop's zone. */
  readonly now: number;
  readonly zone: string;
}

type Reads = Pick<WithholdOptions, 'reader' | 'now' | 'zone'>;

interface Replaced extends Span {
  readonly by: string;
}

const replace = (text: string, spans: readonly Replaced[]): string => {
  let out = '';
  let at = 0;
  for (const { from, to, by } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from < at) continue;
    out += text.slice(at, from) + by;
    at = to;
  }
  return out + text.slice(at);
};

const outside = (spans: readonly Span[]) => (one: Span) =>
  !spans.some(({ from, to }) => one.from < to && from < one.to);

/** So many turns a talk about a card lasts. */
const CARD_TURNS = 2;

const cardsIn = (text: string, state: CallState): Replaced[] => {
  const lately = state.card !== undefined && state.turn - state.card.turn <= CARD_TURNS;
  const before = state.digitRun?.count ?? 0;
  return cardSpans(text, { before, lately }).map(({ from, to }) => ({ from, to, by: CARD }));
};

const asksForCode = (state: CallState): boolean => state.pending?.act === 'ask_access';

/** Words that answer for a code and could not be read as one are as secret as one; an alarm that goes off is danger first. */
const isUnreadCode = (text: string, asked: boolean, { answer, intent, slots, urgency, doubt }: Reading): boolean =>
  asked &&
  urgency !== 'life_safety' &&
  urgency !== 'emergency' &&
  doubt === null &&
  speaksOfCode(text) &&
  text.trim().split(/\s+/).length > 1 &&
  answer !== 'no' &&
  intent !== 'goodbye' &&
  intent !== 'thanks' &&
  slots.window === undefined &&
  slots.pets === undefined &&
  slots.access === undefined;

const readAnswer = (text: string, { records }: CallState, { reader, now, zone }: Reads): Reading => {
  const offered = records.windows.filter(({ id }) => records.offered.includes(id));
  return reader.read(text, { expect: 'code', now, zone, offered });
};

/** Is a code said once more among these digits? */
const isSame = (value: string, digits: string): boolean => {
  const code = value.replaceAll(/\D/g, '');
  return code.length > 2 && digits.includes(code);
};

/**
 * Takes the secrets out of what a caller said, before it is stored or decided on: a code becomes a reference to where it is
 * kept, digits of a card become `[card]`. A text from which they were taken stays as it is.
 * @param state the conversation before this text
 */
export const withhold = (text: string, state: CallState, { known, newId, ...reading }: WithholdOptions): Withheld => {
  const left = blanked(text);
  const cards = cardsIn(left, state);
  const asked = asksForCode(state);
  const secrets: Secret[] = [];
  const refer = (slot: SecretSlot, value: string): string => {
    const same = [...known, ...secrets].find((one) => one.slot === slot && one.value === value);
    const secret = same ?? { id: newId(), slot, value };
    if (!same) secrets.push(secret);
    return referenceTo(slot, secret.id);
  };
  const said = numbersIn(left).flatMap(({ from, to, digits }): Replaced[] => {
    const again = known.find(({ value }) => isSame(value, digits));
    return again ? [{ from, to, by: referenceTo(again.slot, again.id) }] : [];
  });
  const taken = [...cards, ...said];
  let codes = codeSpans(left, asked).filter(outside(taken));
  if (codes.length > 0 || asked) {
    const answer = readAnswer(text, state, reading);
    const { window } = answer.slots;
    // "Nine to eleven" said once more after the window was taken is no code.
    if (window !== undefined && window.fromHour !== null && !speaksOfCode(text)) codes = [];
    else if (codes.length === 0 && taken.length === 0 && isUnreadCode(text, asked, answer) && !text.includes('[')) {
      codes = [{ from: 0, to: text.length, slot: 'gateCode', value: text.trim() }];
    }
  }
  const replaced = codes.map(({ from, to, slot, value }) => ({ from, to, by: refer(slot, value) }));
  return { text: replace(text, [...taken, ...replaced]), secrets };
};

/** Longer numbers of an utterance that has not ended may become anything. */
const SHOWN_DIGITS = 4;

/** A text stored before its digits were known to be of a card: without any number of so many digits. */
export const withoutNumbers = (text: string, atLeast = SHOWN_DIGITS): string =>
  replace(
    text,
    numbersIn(blanked(text))
      .filter(({ digits }) => digits.length >= atLeast)
      .map(({ from, to }) => ({ from, to, by: CARD })),
  );

/**
 * As `withhold`, for an utterance that goes on: nothing is kept, and digits that may yet become a code or a card are not shown.
 */
export const withholdGrowing = (text: string, state: CallState): string => {
  const cards = cardsIn(text, state);
  const guarded = asksForCode(state) || speaksOfCode(text);
  const numbers = numbersIn(text)
    .filter(outside(cards))
    .filter(({ digits }) => guarded || digits.length > SHOWN_DIGITS)
    .map(({ from, to }) => ({ from, to, by: DIGITS }));
  return replace(text, [...cards, ...numbers]);
};
