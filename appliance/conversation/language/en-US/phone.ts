import type { PhoneReading } from '../../reading.ts';
import { digitRuns, isNumberWord, readDigits } from './numbers.ts';
import { isPossiblePhone } from './phone-plan.ts';

const SAME =
  /\b(same (number|one|phone)|number (that )?(im|i am|ive|i) (\w+ )?(calling|called|phoning|dialing|on)|(one|phone|number) (im|i am) (calling|on|using|talking)|this (number|phone|one) (is|im|i am|works|right)|this (is the )?number|the number (you|that) (see|have|shows|came up)|(on )?(your )?caller id|number i called (you )?(from|with)|use this number|calling (you )?from (this|it)|the one im calling)\b/;
const FILLER =
  /^(um|uh|and|dash|hyphen|then|area|code|is|its|ah|er|the|that|so|okay|plus|dot|point|space|like|number)$/;
const CORRECTS = /^(no|sorry|wait|correction|actually|mean|i|meant|oops|rather|scratch|make|not)$/;

/** Whether the words speak of a telephone number at all. */
export const namesPhone = (text: string): boolean =>
  /\b(phone|number|cell|mobile|area code|digits?|last (three|four)|ends? (in|with))\b/i.test(text);

const TIMES =
  /\b(tomorrow|today|tonight|morning|afternoon|evening|noon|oclock|am|pm|promised|appointment|\w+day|days?|weeks?|hours?|minutes?)\b/;

interface Part {
  digits: string;
  corrects: boolean;
}

/** Lays digits given after `no` over those before it, so that ten come out where they can. */
const correct = (before: string, after: string): string => {
  const overlap = before.length + after.length - 10;
  return (
    before.slice(
      0,
      before.length - Math.min(before.length, Math.max(overlap, before.length >= 10 ? after.length : 0)),
    ) + after
  );
};

/** `extension twelve`, with a number or by itself: up to six digits, and the tokens it took. */
export const readExtension = (
  words: readonly string[],
): { readonly digits: string; readonly from: number; readonly to: number } | null => {
  for (const [i, word] of words.entries()) {
    if (!/^(extension|ext)$/.test(word)) continue;
    const at = /^(number|is)$/.test(words[i + 1] ?? '') ? i + 2 : i + 1;
    const run = isNumberWord(words[at]) ? readDigits(words, at, false) : null;
    if (run && run.digits.length <= 6) return { digits: run.digits, from: i, to: run.to };
  }
  return null;
};

/**
 * A US telephone number (North American Numbering Plan: ten digits, a leading 1 dropped).
 * @param expected true when the caller was just asked for it: then fewer than seven digits count too
 * @param pauses tokens after punctuation
 * @returns the reading with the tokens it took, or null
 */
export const readPhone = (
  words: readonly string[],
  expected: boolean,
  pauses: ReadonlySet<number> = new Set(),
): { phone: PhoneReading; from: number; to: number } | null => {
  const text = words.join(' ');
  if (SAME.test(text) && digitRuns(words, false).every((run) => run.digits.length < 7))
    return { phone: { digits: '', complete: false, sameAsCaller: true }, from: 0, to: words.length };
  let best: { digits: string; from: number; to: number } | null = null;
  for (let i = 0; i < words.length; i++) {
    if (!isNumberWord(words[i])) continue;
    const parts: Part[] = [];
    let corrects = false;
    let last = i;
    let k = i;
    let gap = 0;
    while (k < words.length && gap < 5) {
      const w = words[k] ?? '';
      if (w === 'extension' || w === 'ext') break;
      const have = parts.reduce((sum, part) => sum + part.digits.length, 0);
      // Ten digits are a number; what follows it without `no` (a house number, a code) is not its own.
      if (have >= 10 && !corrects && isNumberWord(w) && parts.length > 0) break;
      if (pauses.has(k) && k > i && have >= 10 && !CORRECTS.test(w)) break;
      const run = isNumberWord(w)
        ? readDigits(words, k, false, words[i] === 'one' || words[i] === '1' ? 11 : 10)
        : null;
      if (run) {
        parts.push({ digits: run.digits, corrects });
        corrects = false;
        k = run.to;
        last = k;
        gap = 0;
      } else if (CORRECTS.test(w) && parts.length > 0) {
        corrects = true;
        gap++;
        k++;
      } else if (FILLER.test(w)) {
        gap++;
        k++;
      } else break;
    }
    let digits = '';
    for (const part of parts) digits = part.corrects ? correct(digits, part.digits) : digits + part.digits;
    if (!best || digits.length > best.digits.length) best = { digits, from: i, to: last };
    i = Math.max(last - 1, i);
  }
  if (!best) return null;
  // `he promised me tomorrow eight to ten` is no part of a number.
  if (best.digits.length < 7 && TIMES.test(text) && !namesPhone(text)) return null;
  const digits = best.digits.length === 11 && best.digits.startsWith('1') ? best.digits.slice(1) : best.digits;
  if (digits.length < (expected ? 3 : 7)) return null;
  // A house number and a ZIP may run together into seven digits or more; outside of the question ten are wanted, or seven after "number".
  if (
    !expected &&
    digits.length < 10 &&
    !/\b(phone|number|call me|reach me|cell|mobile|callback|area code)\b/.test(text)
  )
    return null;
  return {
    phone: {
      digits: digits.slice(0, 15),
      complete: isPossiblePhone(digits),
      sameAsCaller: false,
    },
    from: best.from,
    to: best.to,
  };
};
