import type { Persona } from '../caller/persona.ts';
import type { Fact } from '../listen/rehearsed.ts';
import {
  bareStreet,
  digitByDigit,
  spelled,
  spelledWithWords,
  spokenAddress,
  spokenCity,
  spokenName,
  spokenPhone,
} from './wording.ts';

const nameCorrection = (persona: Persona, wrong: readonly Fact[], before: number): string => {
  if (before === 0) return `No, it is ${spokenName(persona)}.`;
  const first = wrong.includes('first_name');
  const name = first ? persona.name.first : persona.name.last;
  const letters = before === 1 ? spelled(name) : spelledWithWords(name);
  return `No, my ${first ? 'first' : 'last'} name is ${name}, ${letters}`;
};

/** A name of a place that was refused twice is said with its letters. */
const articulated = (place: string, name: string, before: number): string =>
  before < 2 ? `${place}.` : `${place}, ${before === 2 ? spelled(name) : spelledWithWords(name)}`;

/**
 * What a caller says about a read-back that is wrong: the parts that are wrong and no others.
 * @param before how often this fact was refused already
 */
export const correction = (persona: Persona, wrong: readonly Fact[], before: number): string => {
  if (wrong.includes('phone')) return `No, my number is ${spokenPhone(persona.phone)}.`;
  if (wrong.includes('first_name') || wrong.includes('last_name')) return nameCorrection(persona, wrong, before);
  const number = wrong.includes('house_number');
  const street = wrong.includes('street');
  const state = wrong.includes('state');
  const town = wrong.includes('city') || state;
  if (town && (number || street))
    return `No, it is ${spokenAddress(persona, true).replace(/^[A-Z]/, (letter) => letter.toLowerCase())}`;
  if (town && state) return `No, it is ${spokenCity(persona)}.`;
  if (town) return `No, the city is ${articulated(persona.address.city, persona.address.city, before)}`;
  if (number && street) return `No, it is ${digitByDigit(persona.address.houseNumber)}, ${persona.address.street}.`;
  if (number) return `No, the house number is ${digitByDigit(persona.address.houseNumber)}.`;
  const { street: named } = persona.address;
  return before === 0 ? `No, it is ${named}.` : `No, the street is ${articulated(named, bareStreet(persona), before)}`;
};
