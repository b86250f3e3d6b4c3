import type { Persona } from '../callers/persona.ts';
import { digitRuns } from './digits.ts';
import { difference, lastPlaceOf } from './likeness.ts';
import type { OwnSound } from './own-sound.ts';
import { lettersOf, wordsOf } from './words.ts';

/** Facts a caller can be asked to confirm. */
export type Fact = 'first_name' | 'last_name' | 'phone' | 'house_number' | 'street' | 'city' | 'state';

/** What was read back, and what of it is not what the caller said. */
export interface ReadBack {
  readonly facts: readonly Fact[];
  readonly wrong: readonly Fact[];
}

/** A name may differ by one letter in seven; what is left over is the ear's own noise. */
const NAME_LIMIT = 0.15;
const STATE_LIMIT = 0.3;

const unlikeness = (heard: string, forms: readonly string[]): number =>
  Math.min(...forms.map((form) => difference(heard, form)));

const LEADS = ['i heard', 'i have', 'i got', 'that is'];
const CONFIRMATIONS = ['is that right', 'is that correct', 'did i get that right'];

/** The words of the read-back sentence: after "I heard", before "is that right". */
const body = (words: readonly string[]): string[] => {
  const question = CONFIRMATIONS.flatMap((key) => lastPlaceOf(words, key) ?? []).toSorted((a, b) => b.end - a.end)[0];
  const before = words.slice(0, question?.start ?? words.length);
  const lead = LEADS.flatMap((key) => lastPlaceOf(before, key, 0) ?? []).toSorted((a, b) => b.end - a.end)[0];
  return before.slice(lead?.end ?? 0);
};

/** First and last name of a heard full name, cut where they fit best; wrong are those that do not sound like the caller's. */
const checkName = (said: readonly string[], own: OwnSound): Fact[] => {
  if (unlikeness(said.join(''), own.name) === 0) return [];
  let best: { wrong: Fact[]; sum: number } = { wrong: ['first_name', 'last_name'], sum: Number.POSITIVE_INFINITY };
  for (let cut = 1; cut < said.length; cut++) {
    const first = unlikeness(said.slice(0, cut).join(''), own.first);
    const last = unlikeness(said.slice(cut).join(''), own.last);
    if (first + last >= best.sum) continue;
    const wrong: Fact[] = [];
    if (first > NAME_LIMIT) wrong.push('first_name');
    if (last > NAME_LIMIT) wrong.push('last_name');
    best = { wrong, sum: first + last };
  }
  return best.wrong;
};

/** A name read back with its spelling: the last name counts as right when every letter is. */
const checkSpelledName = (said: readonly string[], own: OwnSound): Fact[] => {
  const at = said.findIndex((word) => difference(word, 'spelled') <= 0.3);
  if (at < 0) return checkName(said, own);
  const letters = lettersOf(said.slice(at + 1).join(''));
  const plain = said.slice(0, at);
  const first = Math.min(
    ...plain.map((_, cut) => unlikeness(plain.slice(0, cut + 1).join(''), own.first)),
    unlikeness(plain.join(''), own.name),
  );
  return [
    ...(first > NAME_LIMIT ? ['first_name' as const] : []),
    ...(own.spelledLast.some((form) => lettersOf(form) === letters) ? [] : ['last_name' as const]),
  ];
};

/** House number by its digits, street, city and state by their sound. */
const checkAddress = (said: readonly string[], persona: Persona, own: OwnSound): Fact[] => {
  const wrong: Fact[] = [];
  const [run] = digitRuns(said);
  const number = run?.at === 0 ? run.digits : '';
  if (number !== persona.address.houseNumber) wrong.push('house_number');
  const rest = said.slice(number.length);
  const suffix = lastPlaceOf(rest, own.suffix, 0.35);
  const street = suffix ? rest.slice(0, suffix.start).join('') : '';
  if (unlikeness(street, own.street) > NAME_LIMIT) wrong.push('street');
  const after = suffix ? rest.slice(suffix.end) : rest;
  const holds = (forms: readonly string[], limit: number): boolean =>
    forms.some((form) => lastPlaceOf(after, form, limit) !== null);
  if (!holds(own.city, NAME_LIMIT)) wrong.push('city');
  if (!holds(own.state, STATE_LIMIT)) wrong.push('state');
  return wrong;
};

/** Compares a read-back, as heard, with what the caller knows. Phone and house number must be right in every digit. */
export const checkReadBack = (heard: string, persona: Persona, own: OwnSound): ReadBack => {
  const said = body(wordsOf(heard));
  const runs = digitRuns(said);
  const digits = runs.map((run) => run.digits).join('');
  const placed = lastPlaceOf(said, own.suffix, 0.2) ?? own.state.some((form) => lastPlaceOf(said, form, 0.2) !== null);
  if (placed && digits.length < 7) {
    return { facts: ['house_number', 'street', 'city', 'state'], wrong: checkAddress(said, persona, own) };
  }
  if (digits.length >= 7) {
    const named = said.slice(0, runs[0]?.at ?? 0).filter((word) => word !== 'at');
    const phone: Fact[] = digits === persona.phone ? [] : ['phone'];
    if (named.length === 0) return { facts: ['phone'], wrong: phone };
    return { facts: ['first_name', 'last_name', 'phone'], wrong: [...checkSpelledName(named, own), ...phone] };
  }
  return { facts: ['first_name', 'last_name'], wrong: checkSpelledName(said, own) };
};
