/** A heard text as bare words: lower case, apostrophes kept inside words, everything else a space. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9' ]+/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');

/** Letters and digits alone, so that words a recognizer split or joined compare alike. */
export const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Bare letters of heard words; a spelled O may be written as the zero that it sounds like. */
export const soundLetters = (words: readonly string[]): string =>
  lettersOf(words.map((word) => (word === 'oh' ? 'o' : word)).join(''));
