import type { BareNumber } from '../language/en-US/bare-number.ts';

/** `fifteen` and `fifty` by their digits. */
const isTeenForTy = (a: string, b: string): boolean =>
  a.length === 2 && b.length === 2 && ((a[0] === '1' && b === `${a[1]}0`) || (b[0] === '1' && a === `${b[1]}0`));

const alike = (a: string, b: string): boolean => [...a].some((digit, i) => digit === b[i]);

/**
 * A number that was read back digit by digit, with the digits set right that a caller said anew: those that were named as
 * wrong, else the last ones. It is read back again, so a guess among several places does no harm.
 * @param known digits, as read back
 * @param whole false where digits that few cannot be the whole number, as of a telephone
 * @returns null when nothing would change, or other digits are named as wrong than there are
 */
export const mendNumber = (known: string, { digits, instead }: BareNumber, whole = true): string | null => {
  const at = instead === null ? known.length - digits.length : known.lastIndexOf(instead);
  if (instead !== null) {
    if (at === -1) return null;
    return known.slice(0, at) + digits + known.slice(at + instead.length);
  }
  const tail = known.slice(Math.max(0, at));
  // Digits unlike those they would replace are the whole number.
  const part = at > 0 && (!whole || digits.length === 1 || isTeenForTy(tail, digits) || alike(tail, digits));
  const mended = part ? known.slice(0, at) + digits : digits;
  return mended === known ? null : mended;
};
