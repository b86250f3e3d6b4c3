/** Where a group of digits stands in a ten-digit number: area code, exchange, last four, and the tails. */
const PLACES: Readonly<Record<number, readonly number[]>> = { 3: [0, 3, 7], 4: [6], 5: [5], 6: [4], 7: [3] };

const differences = (a: string, b: string): number => [...a].filter((digit, i) => digit !== b[i]).length;

/**
 * A number whose caller said one group of it anew ("no, one two *four*"): the group that is most like what was said takes it.
 * @param known ten digits
 * @param said three to seven digits
 * @param words the caller's, for "the area code is" and "it ends in"
 * @returns ten digits; null when no group is meant, two are as likely, or nothing would change
 */
export const mendPhone = (known: string, said: string, words: string): string | null => {
  const named = /\barea code\b/i.test(words) ? [0] : /\b(last|ends?|ending)\b/i.test(words) ? [10 - said.length] : null;
  const places = (named ?? PLACES[said.length] ?? []).map((at) => ({
    at,
    changed: differences(known.slice(at, at + said.length), said),
  }));
  const least = Math.min(...places.map(({ changed }) => changed));
  const meant = places.filter(({ changed }) => changed === least);
  const [only] = meant;
  // Three digits that are like no group may be any of them; four or more have but one place.
  if (!only || meant.length > 1 || least === 0 || (places.length > 1 && least === said.length)) return null;
  return known.slice(0, only.at) + said + known.slice(only.at + said.length);
};

/**
 * A number told without its area code: the shop's own is assumed, and read back with it.
 * @param own the shop's number, ten digits or ''
 * @param said the caller's digits
 * @returns ten digits; null when these are no seven of a local number, or the shop has no number
 */
export const withAreaCode = (own: string, said: string): string | null =>
  /^\d{10}$/.test(own) && /^[2-9]\d{6}$/.test(said) ? own.slice(0, 3) + said : null;
