import { isNumberWord, readDigits } from './numbers.ts';
import { tokenize } from './tokens.ts';

/** A number said by itself to set right one that was read back. */
export interface BareNumber {
  /** The digits that are right. */
  readonly digits: string;
  /** Those that were wrong, where they were named: `nine, not five`. */
  readonly instead: string | null;
}

const AROUND =
  /^(no|nope|nah|not|its|it|is|thats|that|was|i|said|meant|mean|um|uh|sorry|wait|actually|should|be|with|a|at|the|ends|end|ending|in|last|digit|digits|number|one|instead|of|but|please|rather|than|hundred)$/;
const WRONG = /^(not|of|than)$/;

/**
 * `no, nine`, `no, nine not five`, `not fifteen, fifty`, `it ends in nine`: one or two numbers and nothing else that has
 * a meaning; null for anything more.
 */
export const readBareNumber = (text: string): BareNumber | null => {
  const words = tokenize(text).map(({ word }) => word);
  const found: { digits: string; wrong: boolean }[] = [];
  for (let i = 0; i < words.length; ) {
    const run =
      isNumberWord(words[i]) && !(words[i] === 'one' && /^(last|other|that|this)$/.test(words[i - 1] ?? ''))
        ? readDigits(words, i)
        : null;
    if (run) {
      found.push({ digits: run.digits, wrong: WRONG.test(words[i - 1] ?? '') });
      i = run.to;
    } else if (AROUND.test(words[i] ?? '')) i++;
    else return null;
  }
  const [right, ...others] = found.filter(({ wrong }) => !wrong);
  const [instead, ...more] = found.filter(({ wrong }) => wrong);
  // `not five nine`: the first is wrong.
  const half = (instead?.digits.length ?? 1) / 2;
  if (!right && instead && Number.isInteger(half) && found.length === 1)
    return { digits: instead.digits.slice(half), instead: instead.digits.slice(0, half) };
  if (!right || others.length > 0 || more.length > 0) return null;
  return { digits: right.digits, instead: instead?.digits ?? null };
};
