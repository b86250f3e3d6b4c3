import { readAddress, type AddressFinding } from './addresses.ts';
import type { Directory } from './directory.ts';

const MARKS =
  /(?:^| )(?:no |oh )?(?:wait|sorry|scratch that|correction|i mean|i meant|make that|let me correct that)\b(?: (?:no|wait|sorry|actually|it|is|its|that|thats|i|mean|meant|um|uh|should|be|say))*(?= )/g;

/** At least so many words stand before what amends them. */
const LEAST_BEFORE = 2;

/**
 * Where the caller takes back what they just said (`six nine nine, no wait, sorry, it is six nine six`): the token at which
 * the amended words begin; null when nothing is taken back.
 * @param words tokens of one utterance
 */
export const amendedFrom = (words: readonly string[]): number | null => {
  const text = words.join(' ');
  let found: number | null = null;
  for (const match of text.matchAll(MARKS)) {
    const before = text.slice(0, match.index).split(' ').filter(Boolean).length;
    const after = text
      .slice(0, match.index + match[0].length)
      .split(' ')
      .filter(Boolean).length;
    if (before >= LEAST_BEFORE && after < words.length) found = after;
  }
  return found;
};

/** An address as it stands after what the caller took back in the same breath. */
export const readAmended = (
  words: readonly string[],
  manner: Parameters<typeof readAddress>[1],
  directory: Directory,
): AddressFinding | null => {
  const from = amendedFrom(words);
  if (from === null) return readAddress(words, manner, directory);
  const mask = (keep: (index: number) => boolean): string[] => words.map((word, index) => (keep(index) ? word : '~'));
  const later = readAddress(
    mask((index) => index >= from),
    manner,
    directory,
  );
  if (!later || (later.address.houseNumber === null && later.address.street === null))
    return readAddress(words, manner, directory);
  const earlier = readAddress(
    mask((index) => index < from),
    manner,
    directory,
  );
  if (!earlier) return later;
  const { address: old } = earlier;
  const { address } = later;
  const place = address.city === null && address.zip === null;
  const street = address.street === null;
  return {
    address: {
      ...address,
      houseNumber: address.houseNumber ?? old.houseNumber,
      unit: address.unit ?? old.unit,
      ...(street && { street: old.street, streetKnown: old.streetKnown, streetLetters: old.streetLetters }),
      ...(place && {
        city: old.city,
        state: old.state,
        zip: old.zip,
        placeListed: old.placeListed,
        placeMatched: old.placeMatched,
      }),
    },
    spans: [...earlier.spans, ...later.spans],
    doubtfulNumber: address.houseNumber === null ? earlier.doubtfulNumber : later.doubtfulNumber,
  };
};
