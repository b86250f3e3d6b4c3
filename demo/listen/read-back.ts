import type { Persona } from '../callers/persona.ts';
import { digitRuns } from './digits.ts';
import { difference, lastPlaceOf, soundsLike, unlikeness } from './likeness.ts';
import type { OwnSound } from './own-sound.ts';
import { lettersOf, wordsOf } from './words.ts';

/** Facts a caller can be asked to confirm. */
export type Fact = 'first_name' | 'last_name' | 'phone' | 'house_number' | 'street' | 'city' | 'state';

/** What was read back, and what of it is not what the caller said. */
export interface ReadBack {
  readonly facts: readonly Fact[];
  readonly wrong: readonly Fact[];
}

const STATE_LIMIT = 0.3;

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
    const [first, last] = [said.slice(0, cut).join(''), said.slice(cut).join('')];
    const sum = unlikeness(first, own.first) + unlikeness(last, own.last);
    if (sum >= best.sum) continue;
    const wrong: Fact[] = [];
    if (!soundsLike(first, own.first)) wrong.push('first_name');
    if (!soundsLike(last, own.last)) wrong.push('last_name');
    best = { wrong, sum };
  }
  return best.wrong;
};

/** A name read back with its spelling: the last name counts as right when every letter is. */
const checkSpelledName = (said: readonly string[], own: OwnSound): Fact[] => {
  const at = said.findIndex((word) => difference(word, 'spelled') <= 0.3);
  if (at < 0) return checkName(said, own);
  const letters = lettersOf(said.slice(at + 1).join(''));
  const plain = said.slice(0, at);
  const first =
    plain.some((_, cut) => soundsLike(plain.slice(0, cut + 1).join(''), own.first)) ||
    soundsLike(plain.join(''), own.name);
  return [
    ...(first ? [] : ['first_name' as const]),
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
  if (!soundsLike(street, own.street)) wrong.push('street');
  const after = suffix ? rest.slice(suffix.end) : rest;
  const stateAt = Math.max(...own.state.map((form) => lastPlaceOf(after, form, STATE_LIMIT)?.start ?? -1));
  if (!soundsLike(after.slice(0, stateAt < 0 ? after.length : stateAt).join(''), own.city)) wrong.push('city');
  if (stateAt < 0) wrong.push('state');
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
