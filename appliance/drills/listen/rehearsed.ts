import type { Persona } from '../caller/persona.ts';
import { bareStreet, digitByDigit, spokenHouseNumber, spokenPhone } from '../answer/wording.ts';

/** Facts a caller can be asked to confirm. */
export type Fact = 'first_name' | 'last_name' | 'phone' | 'house_number' | 'street' | 'city' | 'state';

/** What a stretch of a read-back tells: a fact, a fact letter by letter, or nothing of the caller's. */
export interface Told {
  readonly fact: Fact | null;
  readonly spelled?: true;
}

/** The kinds of read-back, by what they hold. */
export type ReadBackKind =
  | 'name'
  | 'name_spelled'
  | 'first_spelled'
  | 'both_spelled'
  | 'contact'
  | 'phone'
  | 'address'
  | 'address_in_pairs'
  | 'address_spelled'
  | 'number_street'
  | 'street'
  | 'street_spelled'
  | 'town';

/** A read-back of the caller's own facts, cut into what each stretch tells. */
interface OwnReadBack {
  readonly kind: ReadBackKind;
  readonly parts: readonly (Told & { readonly text: string })[];
}

const NOTHING: Told = { fact: null };

const letters = (word: string): string => [...word.replace(/[^a-z]/gi, '').toUpperCase()].join(', ');

/** Every sentence in which the caller's facts may be read back, as they are right. */
export const ownReadBacks = (persona: Persona): readonly OwnReadBack[] => {
  const { name, address, phone } = persona;
  const first = { fact: 'first_name', text: name.first } as const;
  const last = { fact: 'last_name', text: name.last } as const;
  const number = { fact: 'phone', text: spokenPhone(phone) } as const;
  const street = { fact: 'street', text: address.street } as const;
  const town = [
    { fact: 'city', text: `${address.city},` },
    { fact: 'state', text: address.state },
  ] as const;
  const house = { fact: 'house_number', text: digitByDigit(address.houseNumber) } as const;
  const pairs = { fact: 'house_number', text: spokenHouseNumber(address.houseNumber) } as const;
  const comma = <Part extends { readonly text: string }>(part: Part): Part => ({ ...part, text: `${part.text},` });
  const spelled = { ...NOTHING, text: 'spelled' };
  return [
    { kind: 'name', parts: [first, last] },
    { kind: 'name', parts: [last] },
    { kind: 'name', parts: [first] },
    {
      kind: 'name_spelled',
      parts: [
        first,
        { ...NOTHING, text: `${name.last},` },
        spelled,
        { ...last, spelled: true, text: letters(name.last) },
      ],
    },
    {
      kind: 'first_spelled',
      parts: [
        { ...NOTHING, text: name.first },
        { ...last, text: `${name.last},` },
        { ...NOTHING, text: 'first name spelled' },
        { ...first, spelled: true, text: letters(name.first) },
      ],
    },
    {
      kind: 'both_spelled',
      parts: [
        { ...NOTHING, text: name.first },
        { ...NOTHING, text: `${name.last},` },
        { ...NOTHING, text: 'first name spelled' },
        { ...first, spelled: true, text: `${letters(name.first)},` },
        { ...NOTHING, text: 'last name spelled' },
        { ...last, spelled: true, text: letters(name.last) },
      ],
    },
    { kind: 'contact', parts: [first, comma(last), { ...NOTHING, text: 'at' }, number] },
    { kind: 'phone', parts: [number] },
    { kind: 'address', parts: [house, comma(street), ...town] },
    { kind: 'address_in_pairs', parts: [pairs, comma(street), ...town] },
    {
      kind: 'address_spelled',
      parts: [
        house,
        { ...NOTHING, text: `${address.street},` },
        ...town,
        { ...NOTHING, text: 'The street is spelled' },
        { ...street, spelled: true, text: letters(bareStreet(persona)) },
      ],
    },
    { kind: 'number_street', parts: [house, street] },
    { kind: 'street', parts: [street] },
    {
      kind: 'street_spelled',
      parts: [
        { ...NOTHING, text: `${address.street},` },
        spelled,
        { ...street, spelled: true, text: letters(bareStreet(persona)) },
      ],
    },
    { kind: 'town', parts: [...town] },
  ];
};
