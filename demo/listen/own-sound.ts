import type { Persona } from '../callers/persona.ts';
import { difference } from './likeness.ts';
import { wordsOf } from './words.ts';

/** Says a text with a plain voice over a telephone line and tells how this ear hears it, in every way it may come out. */
export type Echo = (text: string) => Promise<readonly string[]>;

/** How the caller's own facts sound through this ear. The written form is always among them. */
export interface OwnSound {
  readonly name: readonly string[];
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly spelledLast: readonly string[];
  /** Without its suffix. */
  readonly street: readonly string[];
  /** `street`, `avenue` ... */
  readonly suffix: string;
  readonly city: readonly string[];
  readonly state: readonly string[];
}

const unique = (forms: readonly (string | undefined)[]): string[] => [
  ...new Set(forms.filter((form): form is string => form !== undefined && form !== '')),
];

/** Where words fall apart into the two parts they were made of. */
const cutLike = (
  heard: readonly string[],
  one: string,
  other: string,
): { readonly one: string; readonly other: string } | null => {
  const cuts = heard.slice(1).map((_, at) => {
    const parts = { one: heard.slice(0, at + 1).join(' '), other: heard.slice(at + 1).join(' ') };
    return { parts, sum: difference(parts.one, one) + difference(parts.other, other) };
  });
  return cuts.toSorted((a, b) => a.sum - b.sum)[0]?.parts ?? null;
};

/**
 * A person knows how their own name sounds read back. The caller's ear is a recognizer with habits of its own
 * (`miller` may come out as `mller`), so it learns them beforehand from sentences like those it will hear.
 */
export const learnOwnSound = async (persona: Persona, echo: Echo): Promise<OwnSound> => {
  const { name, address } = persona;
  const words = address.street.toLowerCase().split(' ');
  const suffix = words.at(-1) ?? '';
  const bare = words.slice(0, -1).join(' ');
  const digits = [...address.houseNumber].join(' ');
  const heardAs = async (text: string): Promise<string[][]> =>
    (await echo(`I heard ${text}. Is that right?`)).map((heard) => {
      const words = wordsOf(heard);
      const end = words.lastIndexOf('is');
      return words.slice(2, end > 2 ? end : words.length);
    });
  const full = await heardAs(`${name.first} ${name.last}`);
  const spelled = (await heardAs(`${name.first} ${name.last}, spelled ${[...name.last.toUpperCase()].join(', ')}`)).map(
    (words) => ({ words, at: words.findIndex((word) => difference(word, 'spelled') <= 0.3) }),
  );
  const places = (await heardAs(`${digits} ${address.street}, ${address.city}, ${address.state}`)).map((heard) => {
    const words = heard.slice(address.houseNumber.length);
    return { words, at: words.findIndex((word) => difference(word, suffix) <= 0.35) };
  });
  const streets = await heardAs(address.street);

  const names = [...full, ...spelled.filter(({ at }) => at > 1).map(({ words, at }) => words.slice(0, at))];
  const cuts = names.flatMap((words) => cutLike(words, name.first, name.last) ?? []);
  const towns = [
    ...places.filter(({ at }) => at >= 0).map(({ words, at }) => words.slice(at + 1)),
    ...(await heardAs(`${address.city}, ${address.state}`)),
  ].flatMap((words) => cutLike(words, address.city, address.state) ?? []);
  return {
    name: unique([`${name.first} ${name.last}`, ...names.map((words) => words.join(' '))]),
    first: unique([name.first, ...cuts.map(({ one }) => one)]),
    last: unique([name.last, ...cuts.map(({ other }) => other)]),
    spelledLast: unique([
      name.last,
      ...spelled.map(({ words, at }) => (at < 0 ? undefined : words.slice(at + 1).join(' '))),
    ]),
    street: unique([
      bare,
      ...places.map(({ words, at }) => (at < 1 ? undefined : words.slice(0, at).join(' '))),
      ...streets.map((words) => words.slice(0, -1).join(' ')),
    ]),
    suffix,
    city: unique([address.city, ...towns.map(({ one }) => one)]),
    state: unique([address.state, 'oh hio', ...towns.map(({ other }) => other)]),
  };
};
