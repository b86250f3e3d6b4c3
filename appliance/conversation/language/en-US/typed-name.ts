import type { NameReading } from '../../reading.ts';
import type { Directory } from './directory.ts';

/** A recognizer writes no capitals: text that has them was typed, and a typed name is spelled as its owner spells it. */
export const isTyped = (text: string): boolean => /[A-Z][a-z]/.test(text);

const written = (raw: string, text: string): string | null => {
  // Normalised words have lost their apostrophes: `oneil` was typed as O'Neil.
  const pattern = raw.replaceAll(/[a-z]/g, "$&['’]?").replaceAll(' ', String.raw`[\s-]+`);
  return new RegExp(`\\b${pattern}\\b`, 'i').exec(text)?.[0] ?? null;
};

const cased = (part: string): string => (/[A-Z]/.test(part) ? part : part.charAt(0).toUpperCase() + part.slice(1));

/** The name as it was typed, where the lists would have put a commoner one that sounds alike in its place. */
export const asTyped = (name: NameReading, text: string, directory: Directory): NameReading => {
  if (name.spelled || name.raw === '' || name.last === null || name.first === null) return name;
  const typed = written(name.raw, text)?.split(/\s+/) ?? [];
  const last = typed.at(-1);
  if (typed.length < 2 || last === undefined) return name;
  const first = typed.slice(0, -1);
  const known =
    first.every((part) => directory.isFirstName(part.toLowerCase())) && directory.isLastName(last.toLowerCase());
  return { ...name, first: first.map(cased).join(' '), last: cased(last), matched: name.matched || known, letters: [] };
};
