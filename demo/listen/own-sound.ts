import type { Persona } from '../callers/persona.ts';
import type { OwnSound } from './read-back.ts';

/** Says a text with a plain voice over a telephone line and tells how this ear hears it. */
export type Echo = (text: string) => Promise<string>;

const CARRIER = 'I heard';
const QUESTION = 'Is that right?';

/** What stood between the words around it. */
const between = (heard: string): string =>
  heard
    .replace(/^.*?\bi heard\b/, '')
    .replace(/\bis th?at? r[a-z]*$/, '')
    .trim();

/**
 * A person knows how their own name sounds read back. The caller's ear is a recognizer with habits of its own
 * (`miller` may come out as `mller`), so it learns them beforehand from sentences like those it will hear.
 */
export const learnOwnSound = async (persona: Persona, echo: Echo): Promise<OwnSound> => {
  const { name, address } = persona;
  const full = `${name.first} ${name.last}`;
  const letters = name.last.toUpperCase().split('').join(', ');
  const digits = address.houseNumber.split('').join(' ');
  const [plain, spelled, place] = await Promise.all([
    echo(`${CARRIER} ${full}. ${QUESTION}`),
    echo(`${CARRIER} ${full}, spelled ${letters}. ${QUESTION}`),
    echo(`${CARRIER} ${digits} ${address.street}, ${address.city}, ${address.state}. ${QUESTION}`),
  ]);
  const spelledPart = /\bspel+e?d\b(.*)$/.exec(between(spelled))?.[1]?.trim();
  const street = await echo(`${CARRIER} ${address.street}. ${QUESTION}`);
  const city = await echo(`${CARRIER} ${address.city}, ${address.state}. ${QUESTION}`);
  const state = await echo(`${CARRIER} ${address.state}. ${QUESTION}`);
  const suffix = address.street.split(' ').at(-1)?.toLowerCase() ?? '';
  const inPlace = new RegExp(`^(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine) )+(.*?\\b${suffix})\\b`);
  const cityPart = (text: string): string => text.replace(/\s+(oh hio|ohio|oh io)$/, '').trim();
  const afterStreet = new RegExp(`\\b${suffix} (.*)$`).exec(between(place))?.[1];
  return {
    name: [full, between(plain)],
    spelledLast: [name.last, ...(spelledPart ? [spelledPart] : [])],
    street: unique([address.street, between(street), inPlace.exec(between(place))?.[1]]),
    city: unique([
      address.city,
      cityPart(between(city)),
      afterStreet === undefined ? undefined : cityPart(afterStreet),
    ]),
    state: unique([address.state, between(state)]),
  };
};

const unique = (forms: readonly (string | undefined)[]): string[] => [
  ...new Set(forms.filter((form): form is string => form !== undefined && form !== '')),
];
