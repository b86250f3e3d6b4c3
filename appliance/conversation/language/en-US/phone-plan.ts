import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * Whether these digits can be a number of the North American Numbering Plan, by length: what a caller insists on is
 * never refused over its area code (`555 123 0000`).
 * @param digits ten, without country code
 */
export const isPossiblePhone = (digits: string): boolean =>
  digits.length === 10 && parsePhoneNumberFromString(`+1${digits}`)?.isPossible() === true;

/** Whether no area of the plan has such a number: likely misheard, so it is read back by itself. */
export const isDoubtfulPhone = (digits: string): boolean =>
  parsePhoneNumberFromString(`+1${digits}`)?.isValid() !== true;
