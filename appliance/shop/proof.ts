import { doubleMetaphone } from 'double-metaphone';
import { distance } from 'fastest-levenshtein';
import { normalisePhone } from './phone.ts';

/** What is on file of a booking, as far as somebody may show by it that the booking is theirs. */
export interface FactsOnFile {
  /** Whole names. */
  readonly names: readonly string[];
  readonly houseNumber: string;
  readonly zip: string | null;
  /** E.164. */
  readonly phones: readonly string[];
  /** Digits. */
  readonly jobNumber: string;
}

/** What somebody said of themselves. */
export interface FactsSaid {
  readonly lastName: string | null;
  readonly houseNumber: string | null;
  readonly zip: string | null;
  readonly phone: string | null;
  readonly jobNumber: string | null;
}

const letters = (name: string): string => name.toLowerCase().replace(/[^\p{L}]/gu, '');
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/gu, '');

/** A last name as a recognizer may have written it: the same sound, and nearly the same letters. */
const soundsLike = (said: string, stored: string): boolean =>
  said === stored ||
  (said.length > 3 &&
    distance(said, stored) <= 2 &&
    doubleMetaphone(said)[0] === doubleMetaphone(stored)[0] &&
    said.charAt(0) === stored.charAt(0));

/** Is this the last name of one of these people? `Van Dyke` and `Dyke` both are Jan Van Dyke's. */
export const isLastName = (said: string, names: readonly string[]): boolean => {
  const wanted = letters(said);
  if (wanted.length < 2) return false;
  return names.some((name) => {
    const words = name.split(/\s+/u).filter((word) => word !== '');
    const tails = words.length < 2 ? [words] : words.slice(1).map((_, i) => words.slice(i + 1));
    return tails.some((tail) => soundsLike(wanted, letters(tail.join(''))));
  });
};

export const isHouseNumber = (said: string, stored: string): boolean =>
  plain(said) !== '' && plain(said) === plain(stored);

/** The facts that were said and are right. */
export const factsRight = (said: FactsSaid, file: FactsOnFile): ReadonlySet<keyof FactsSaid> => {
  const right = new Set<keyof FactsSaid>();
  if (said.lastName !== null && isLastName(said.lastName, file.names)) right.add('lastName');
  if (said.houseNumber !== null && isHouseNumber(said.houseNumber, file.houseNumber)) right.add('houseNumber');
  if (said.zip !== null && said.zip === file.zip) right.add('zip');
  const phone = said.phone === null ? null : normalisePhone(said.phone);
  if (phone !== null && file.phones.includes(phone)) right.add('phone');
  if (said.jobNumber !== null && said.jobNumber === file.jobNumber) right.add('jobNumber');
  return right;
};

/**
 * Is what was said enough? To hear of a visit: one right fact beside the caller ID on file, or two. To change it: two. The
 * caller ID can be forged, so it never counts alone, and saying the number one rings from adds nothing to it.
 * @param callerId the number the line gave, '' when withheld
 */
export const isProven = (wish: 'see' | 'change', callerId: string, said: FactsSaid, file: FactsOnFile): boolean => {
  const right = factsRight(said, file);
  if (wish === 'change') return right.size >= 2;
  const from = normalisePhone(callerId);
  const known = from !== null && file.phones.includes(from);
  const beyond = [...right].filter((fact) => fact !== 'phone' || normalisePhone(said.phone ?? '') !== from).length;
  return beyond >= (known ? 1 : 2);
};
