import { spokenAddress, spokenName, spokenPhone } from '../answer/wording.ts';
import type { Random } from '../random.ts';
import type { Persona } from './persona.ts';

/** Facts a caller may first give wrong, by the act that asks for them. */
const SLIPS: Readonly<Record<string, 'phone' | 'address' | 'name'>> = {
  ask_phone: 'phone',
  ask_address: 'address',
};

export const canSlip = (act: string): boolean => act in SLIPS;

const otherDigit = (digit: string, random: Random): string => String((Number(digit) + random.integer(1, 8)) % 10);

/** The persona with one thing wrong: a digit of the number, or the house number. */
const slipped = (persona: Persona, of: 'phone' | 'address' | 'name', random: Random): Persona => {
  if (of === 'phone') {
    const at = random.integer(6, 9);
    const { phone } = persona;
    return { ...persona, phone: `${phone.slice(0, at)}${otherDigit(phone.charAt(at), random)}${phone.slice(at + 1)}` };
  }
  const { houseNumber } = persona.address;
  const last = houseNumber.slice(-1);
  return {
    ...persona,
    address: { ...persona.address, houseNumber: `${houseNumber.slice(0, -1)}${otherDigit(last, random)}` },
  };
};

const told = (persona: Persona, of: 'phone' | 'address' | 'name'): string => {
  if (of === 'phone') return `It is ${spokenPhone(persona.phone)}`;
  return of === 'address' ? spokenAddress(persona, true).replace(/\.$/, '') : spokenName(persona);
};

/** The answer with one thing wrong. */
export const slip = (act: string, persona: Persona, random: Random): string => {
  const of = SLIPS[act] ?? 'phone';
  return `${told(slipped(persona, of, random), of)}.`;
};

/** The wrong answer and the right one in the same breath. */
export const slipAndCorrect = (act: string, persona: Persona, random: Random): string => {
  const of = SLIPS[act] ?? 'phone';
  const right = told(persona, of).replace(/^It is /, '');
  return `${told(slipped(persona, of, random), of)}, no wait, sorry, it is ${right}.`;
};
