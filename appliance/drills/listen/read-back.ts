import type { Persona } from '../caller/persona.ts';
import { align, type Aligned } from './alignment.ts';
import { digitRuns } from './digits.ts';
import { soundsLike } from './likeness.ts';
import type { OwnSound, SoundForm } from './own-sound.ts';
import { readBackWords } from './read-back-words.ts';
import type { Fact } from './rehearsed.ts';
import { soundLetters, wordsOf } from './words.ts';

/** What was read back, and what of it is not what the caller said. */
export interface ReadBack {
  readonly facts: readonly Fact[];
  readonly wrong: readonly Fact[];
}

interface Laid {
  readonly form: SoundForm;
  readonly aligned: readonly Aligned[];
  /** How badly it fits: letters that differ, and again those for which the form has no room. */
  readonly misfit: number;
}

const lay = (said: string, form: SoundForm): Laid => {
  const aligned = align(
    said,
    form.parts.map(({ letters }) => letters),
  );
  const room = form.parts.reduce((sum, { letters }) => sum + letters.length, 0);
  const edits = aligned.reduce((sum, one) => sum + one.edits, 0);
  return { form, aligned, misfit: edits + Math.max(0, said.length - room) };
};

/** Facts that are right when their digits are. */
const DIGITS: ReadonlySet<Fact> = new Set(['phone', 'house_number']);

/** Is this fact right in what was heard, laid against the ways in which the right read-back sounds? */
const isRight = (fact: Fact, ways: readonly Laid[], own: OwnSound): boolean => {
  const places = ways.flatMap(({ form, aligned }) =>
    form.parts.flatMap((part, index) => (part.fact === fact ? [{ part, at: aligned[index] }] : [])),
  );
  if (places.some(({ at }) => at?.edits === 0)) return true;
  const [nearest] = places;
  if (!nearest?.at || nearest.part.spelled === true || DIGITS.has(fact)) return false;
  const known = own.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.fact === fact && part.spelled !== true ? [part.letters] : [])),
  );
  return soundsLike(nearest.at.found, known);
};

/**
 * Compares a read-back, as heard, with how the caller's own facts sound when they are read back. Digits must be the right
 * ones; words must sound as they did when they were right.
 */
export const checkReadBack = (heard: string, persona: Persona, own: OwnSound): ReadBack => {
  const words = readBackWords(wordsOf(heard));
  const said = soundLetters(words);
  const laid = own.map((form) => lay(said, form)).toSorted((a, b) => a.misfit - b.misfit);
  const [best] = laid;
  if (!best) return { facts: [], wrong: [] };
  const told = best.form.parts.flatMap(({ fact }) => fact ?? []);
  const ways = laid.filter(
    ({ form }) =>
      form.kind === best.form.kind &&
      form.parts.length === best.form.parts.length &&
      form.parts.every(({ fact }, index) => fact === best.form.parts[index]?.fact),
  );
  const runs = digitRuns(words).map(({ digits }) => digits);
  const digitsRight = (fact: Fact): boolean =>
    fact === 'phone' ? runs.join('') === persona.phone : runs[0] === persona.address.houseNumber && words.length > 0;
  const wrong = told.filter((fact) => !(DIGITS.has(fact) && digitsRight(fact)) && !isRight(fact, ways, own));
  return { facts: told, wrong };
};
