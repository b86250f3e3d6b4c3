import type { Persona } from '../callers/persona.ts';
import { difference } from './likeness.ts';
import { wordsOf } from './words.ts';

/** Says a text with a plain voice over a telephone line and tells how this ear hears it. */
export type Echo = (text: string) => Promise<string>;

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
const cutLike = (heard: readonly string[], one: string, other: string): readonly [string, string] | null => {
  const cuts = heard.slice(1).map((_, at) => {
    const parts = [heard.slice(0, at + 1).join(' '), heard.slice(at + 1).join(' ')] as const;
    return { parts, sum: difference(parts[0], one) + difference(parts[1], other) };
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
  const heardAs = async (text: string): Promise<string[]> => {
    const heard = wordsOf(await echo(`I heard ${text}. Is that right?`));
    const end = heard.lastIndexOf('is');
    return heard.slice(2, end > 2 ? end : heard.length);
  };
  const full = await heardAs(`${name.first} ${name.last}`);
  const spelled = await heardAs(`${name.first} ${name.last}, spelled ${[...name.last.toUpperCase()].join(', ')}`);
  const place = await heardAs(`${digits} ${address.street}, ${address.city}, ${address.state}`);
  const street = await heardAs(address.street);
  const city = await heardAs(`${address.city}, ${address.state}`);

  const names = cutLike(full, name.first, name.last);
  const spelledAt = spelled.findIndex((word) => difference(word, 'spelled') <= 0.3);
  const spelledNames = spelledAt > 1 ? cutLike(spelled.slice(0, spelledAt), name.first, name.last) : null;
  const inPlace = place.slice(address.houseNumber.length);
  const suffixAt = inPlace.findIndex((word) => difference(word, suffix) <= 0.35);
  const townWords = suffixAt < 0 ? [] : inPlace.slice(suffixAt + 1);
  const town = cutLike(townWords, address.city, address.state);
  const townAlone = cutLike(city, address.city, address.state);
  return {
    name: unique([`${name.first} ${name.last}`, full.join(' ')]),
    first: unique([name.first, names?.[0], spelledNames?.[0]]),
    last: unique([name.last, names?.[1]]),
    spelledLast: unique([name.last, spelledAt < 0 ? undefined : spelled.slice(spelledAt + 1).join(' ')]),
    street: unique([
      bare,
      suffixAt < 1 ? undefined : inPlace.slice(0, suffixAt).join(' '),
      street.slice(0, -1).join(' '),
    ]),
    suffix,
    city: unique([address.city, town?.[0], townAlone?.[0]]),
    state: unique([address.state, 'oh hio', town?.[1], townAlone?.[1]]),
  };
};
