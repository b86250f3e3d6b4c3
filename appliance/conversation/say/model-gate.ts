import type { Phrasebook, SayFacts } from './phrasebook.ts';

const MAX_LETTERS = 120;

/**
 * May these words of a model be spoken? Only when each of them is one of the language's words of courtesy or one the caller has just
 * used, and none claims, counts, promises, advises or names anybody. Everything else is replaced by the template.
 * @param heard what the caller said
 */
export const mayBePhrased = (text: string, heard: string, facts: SayFacts, book: Phrasebook): boolean =>
  text.length <= MAX_LETTERS &&
  book.claims(text).size === 0 &&
  !facts.playbook.rules.wordsOff.some((word) => text.toLowerCase().includes(word)) &&
  book.isCourtesy(text, heard);
