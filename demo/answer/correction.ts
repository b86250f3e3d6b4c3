import type { Persona } from '../callers/persona.ts';
import type { Fact } from '../listen/read-back.ts';
import { digitByDigit, spelled, spokenAddress, spokenCity, spokenName, spokenPhone } from './wording.ts';

/**
 * What a caller says about a read-back that is wrong. One wrong part is named alone at first; after that the whole
 * fact is said again.
 * @param before how often this was refused already
 */
export const correction = (persona: Persona, wrong: readonly Fact[], before: number): string => {
  const [fact] = wrong;
  if (fact === 'phone') return `No, my number is ${spokenPhone(persona.phone)}.`;
  if (fact === 'name') {
    const name = spokenName(persona);
    return before === 0 ? `No, it is ${name}.` : `No, it is ${name}. ${spelled(persona.name.last)}`;
  }
  if (wrong.length > 1 || before > 0)
    return `No, it is ${spokenAddress(persona, true).replace(/^./, (c) => c.toLowerCase())}`;
  if (fact === 'house_number') return `No, the house number is ${digitByDigit(persona.address.houseNumber)}.`;
  if (fact === 'street') return `No, it is ${persona.address.street}.`;
  return `No, it is ${spokenCity(persona)}.`;
};
