import type { AddressReading } from '../../reading.ts';
import type { Directory } from './directory.ts';
import { nameAlone } from './gazetteer.ts';
import { heardDistance } from './sound.ts';
import { spelledDistance } from './spelled-name.ts';
import { isStreetWord } from './street-name.ts';
import { SUFFIXES } from './states.ts';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A street's words without its kind, lower case. */
const nameWords = (street: string): string[] => {
  const words = street.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length > 1 && SUFFIXES[words.at(-1) ?? ''] !== undefined ? words.slice(0, -1) : words;
};

/** Letters that make a word of their own give way only where each that differs is one that telephones swap, or one is lost. */
const SWAPPED = 0.8;
/** Letters that make no word may be further off. */
const GARBLED = 1.4;
/** A street that is not in the list of common ones, in ranks. */
const UNCOMMON = 3000;

/** The street of the area whose name the letters are, or are nearest to; null when there is none, or two are as near. */
const listedStreet = (spelled: string, limit: number, { gazetteer }: Directory): string | null => {
  const listed = [...(gazetteer?.named(spelled) ?? []), ...(gazetteer?.near(spelled) ?? [])]
    .map(({ name, base }) => ({ name: nameAlone(name), distance: spelledDistance(spelled, base) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance);
  const [nearest] = listed;
  const rival = listed.find(({ name }) => name !== nearest?.name);
  return nearest && (rival === undefined || rival.distance > nearest.distance) ? nearest.name : null;
};

/**
 * The name of a street that spelled letters mean: a telephone swaps and loses letters, so letters give way to a commoner
 * street that is near both them and what was heard.
 * @param heard the street as it was heard before, its suffix included; '' when it was not
 */
export const settleStreet = (letters: string, heard: string, directory: Directory): string => {
  const spelled = letters.toLowerCase();
  const before = nameWords(heard).join('');
  const isWord = isStreetWord(spelled, directory);
  const limit = isWord ? SWAPPED : GARBLED;
  const own = listedStreet(spelled, limit, directory);
  if (own !== null) return own;
  const near = [
    directory.street(spelled)?.name,
    directory.soundsLike(spelled)?.name,
    directory.street(before)?.name,
    before,
  ];
  const rankOf = (word: string): number =>
    Math.min(directory.streetRank(word), isStreetWord(word, directory) ? UNCOMMON : 100 * UNCOMMON);
  const costOf = (word: string): number =>
    Math.log(rankOf(word) + 20) +
    spelledDistance(spelled, word) * 5.3 +
    (before === '' ? 0 : 2 * heardDistance(before, word));
  let best = { word: spelled, cost: costOf(spelled) };
  for (const word of [...near, ...directory.streetsSpelledLike(spelled)]) {
    if (word === undefined || !isStreetWord(word, directory) || spelledDistance(spelled, word) > limit) continue;
    const cost = costOf(word);
    if (cost < best.cost) best = { word, cost };
  }
  return capital(best.word);
};

/** At least so many letters in a row are a spelling of the street and no initial. */
const LEAST_LETTERS = 3;

/** An address whose street was spelled in the same breath; null when the letters are of something else. */
export const withLetters = (address: AddressReading, letters: string, directory: Directory): AddressReading | null => {
  if (address.street === null || letters.length < LEAST_LETTERS) return null;
  const name = nameWords(address.street);
  const kind = address.street.split(/\s+/).slice(name.length);
  if (spelledDistance(letters.toLowerCase(), name.join('')) > letters.length / 2) return null;
  const street = [settleStreet(letters, address.street, directory), ...kind].join(' ');
  return { ...address, street, streetKnown: true, streetLetters: true };
};
