import type { SearchField } from '#shared/api/search.ts';
import { shortOf } from './street-words.ts';
import { nationalDigits, phoneWords } from './phone-words.ts';
import { joined, piecesOf, plainOf, wordsOf } from './words.ts';

/** The texts by which one thing is found, field by field, as people write them. */
export type FoundBy = Readonly<Partial<Record<SearchField, readonly string[]>>>;

/** What is kept of a thing for the search. */
export interface SearchDocument {
  readonly title: string;
  readonly subtitle: string;
  readonly fields: FoundBy;
}

const NAMES: readonly SearchField[] = ['name', 'company'];

/** The words of one text of a field, in the form in which they are looked up. */
export const fieldWords = (field: SearchField, text: string): string[] => {
  if (field === 'phone') return phoneWords(text);
  if (field === 'address') return wordsOf(text).map(shortOf);
  if (field === 'number') return [plainOf(text).replace(/[^a-z0-9]/gu, ''), text.replace(/\D/gu, '')];
  if (NAMES.includes(field)) {
    const words = wordsOf(text);
    // `j smith` finds Jane Smith; `vandyke` finds Jan Van Dyke.
    const pieces = piecesOf(text).map(joined);
    const together = pieces.slice(1).flatMap((piece, at) => {
      const before = pieces[at] ?? '';
      return before.length > 1 && before.length < 4 ? [`${before}${piece}`] : [];
    });
    return [...words, ...together, ...words.map((word) => word.charAt(0))];
  }
  return wordsOf(text);
};

/** Every word by which the thing is found, once. */
export const indexWords = (fields: FoundBy): string[] => {
  const words = new Set<string>();
  for (const [field, texts] of Object.entries(fields))
    for (const text of texts) for (const word of fieldWords(field as SearchField, text)) words.add(word);
  words.delete('');
  return [...words];
};

/** Words that are met misspelt: of names, places and troubles. Longer than this nobody misspells, or is found by it. */
const SPELT: readonly SearchField[] = ['name', 'company', 'address', 'problem', 'model', 'tag'];
const LONGEST = 24;

/**
 * The words that are kept to find others by: those that may be misspelt, and whole numbers and serials, of which a part may be
 * all somebody has.
 */
export const spellings = (fields: FoundBy): string[] => {
  const words = new Set<string>();
  for (const field of SPELT)
    for (const text of fields[field] ?? [])
      for (const word of fieldWords(field, text))
        if (word.length > 2 && word.length <= LONGEST && /^\p{L}+$/u.test(word)) words.add(word);
  for (const phone of fields.phone ?? []) words.add(nationalDigits(phone));
  for (const serial of [...(fields.serial ?? []), ...(fields.model ?? [])])
    for (const piece of piecesOf(serial)) if (/\d/u.test(piece)) words.add(joined(piece));
  words.delete('');
  return [...words];
};
