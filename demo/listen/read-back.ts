import type { Persona } from '../callers/persona.ts';
import { digitRuns } from './digits.ts';
import { difference, lastPlaceOf } from './likeness.ts';
import { lettersOf, wordsOf } from './words.ts';

/** Facts a caller can be asked to confirm. */
export type Fact = 'name' | 'phone' | 'house_number' | 'street' | 'city' | 'state';

/** How the caller's own names sound through this ear; the written form is always among them. */
export interface OwnSound {
  readonly name: readonly string[];
  readonly spelledLast: readonly string[];
  readonly street: readonly string[];
  readonly city: readonly string[];
  readonly state: readonly string[];
}

/** What was read back, and what of it is not what the caller said. */
export interface ReadBack {
  readonly facts: readonly Fact[];
  readonly wrong: readonly Fact[];
}

/** A name may differ by one letter in seven; what is left over is the ear's own noise. */
const NAME_LIMIT = 0.15;

const sounds = (heard: string, forms: readonly string[], limit = NAME_LIMIT): boolean =>
  forms.some((form) => difference(heard, form) <= limit);

const SUFFIXES = ['street', 'avenue', 'road', 'drive', 'lane', 'court', 'boulevard', 'place', 'circle', 'way'];
const LEADS = ['i heard', 'i have', 'i got', 'that is'];

/** The words of the read-back sentence: after "I heard", before "is that right". */
const body = (words: readonly string[]): string[] => {
  const question = ['is that right', 'is that correct', 'did i get that right']
    .flatMap((key) => lastPlaceOf(words, key) ?? [])
    .toSorted((a, b) => b.end - a.end)[0];
  const before = words.slice(0, question?.start ?? words.length);
  const lead = LEADS.flatMap((key) => lastPlaceOf(before, key, 0) ?? []).toSorted((a, b) => b.end - a.end)[0];
  return before.slice(lead?.end ?? 0);
};

const checkPhone = (runs: readonly { digits: string }[], phone: string): boolean =>
  runs.map((run) => run.digits).join('') === phone;

const checkName = (said: readonly string[], own: OwnSound): boolean => {
  const spelledAt = said.findIndex((word) => difference(word, 'spelled') <= 0.3);
  const plain = spelledAt < 0 ? said : said.slice(0, spelledAt);
  const letters = spelledAt < 0 ? null : lettersOf(said.slice(spelledAt + 1).join(''));
  if (letters !== null) return own.spelledLast.some((form) => lettersOf(form) === letters);
  return sounds(plain.join(''), own.name);
};

/** House number by its digits, street, city and state by their sound. */
const checkAddress = (said: readonly string[], persona: Persona, own: OwnSound): Fact[] => {
  const wrong: Fact[] = [];
  const [run] = digitRuns(said);
  if (run?.digits !== persona.address.houseNumber) wrong.push('house_number');
  const from = run && run.at === 0 ? run.digits.length : 0;
  const rest = said.slice(from);
  const holds = (forms: readonly string[], limit: number): boolean =>
    forms.some((form) => lastPlaceOf(rest, form, limit) !== null);
  if (!holds(own.street, NAME_LIMIT)) wrong.push('street');
  if (!holds(own.city, NAME_LIMIT)) wrong.push('city');
  if (!holds(own.state, 0.3)) wrong.push('state');
  return wrong;
};

/** Compares a read-back, as heard, with what the caller knows. Phone and house number must be right in every digit. */
export const checkReadBack = (heard: string, persona: Persona, own: OwnSound): ReadBack => {
  const said = body(wordsOf(heard));
  const runs = digitRuns(said);
  const digits = runs.reduce((sum, run) => sum + run.digits.length, 0);
  const streetNamed =
    said.some((word) => SUFFIXES.includes(word)) || own.state.some((form) => lastPlaceOf(said, form, 0.25));
  if (streetNamed) {
    return { facts: ['house_number', 'street', 'city', 'state'], wrong: checkAddress(said, persona, own) };
  }
  if (digits >= 7) {
    const first = runs[0]?.at ?? 0;
    const named = said.slice(0, first).filter((word) => word !== 'at');
    const phone: Fact[] = checkPhone(runs, persona.phone) ? [] : ['phone'];
    if (named.length === 0) return { facts: ['phone'], wrong: phone };
    return { facts: ['name', 'phone'], wrong: [...(checkName(named, own) ? [] : ['name' as const]), ...phone] };
  }
  return { facts: ['name'], wrong: checkName(said, own) ? [] : ['name'] };
};
