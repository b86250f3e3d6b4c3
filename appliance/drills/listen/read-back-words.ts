import { lastPlaceOf } from './likeness.ts';

const LEADS = ['i heard', 'i have', 'i got', 'that is'];
const CONFIRMATIONS = ['is that right', 'is that correct', 'did i get that right'];

/** The words that are read back: after "I heard", before "is that right". */
export const readBackWords = (words: readonly string[]): string[] => {
  const question = CONFIRMATIONS.flatMap((key) => lastPlaceOf(words, key) ?? []).toSorted((a, b) => b.end - a.end)[0];
  const before = words.slice(0, question?.start ?? words.length);
  const lead = LEADS.flatMap((key) => lastPlaceOf(before, key, 0) ?? []).toSorted((a, b) => b.end - a.end)[0];
  // After another sentence the short "I" comes out as anything: "that b heard".
  return before.slice(Math.max(lead?.end ?? 0, before.lastIndexOf('heard') + 1));
};
