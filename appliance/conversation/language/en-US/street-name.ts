import type { Directory } from './directory.ts';
import { knownStreet } from './gazetteer.ts';
import { ordinalOf } from './numbers.ts';
import { DIRECTIONS, SUFFIXES } from './states.ts';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const ordinalName = (words: readonly string[], at: number): { text: string; length: number } | null => {
  const word = words[at] ?? '';
  const typed = /^\d+(st|nd|rd|th)$/.test(word);
  if (typed) return { text: word, length: 1 };
  const tens = { twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90 }[word];
  const unit = ordinalOf(words[at + 1]);
  if (tens !== undefined && unit !== undefined && unit < 10) {
    const value = tens + unit;
    const ending = value % 10 === 1 ? 'st' : value % 10 === 2 ? 'nd' : value % 10 === 3 ? 'rd' : 'th';
    return { text: `${value}${ending}`, length: 2 };
  }
  const value = ordinalOf(word);
  if (value === undefined) return null;
  return value <= 10 ? { text: capital(word), length: 1 } : { text: `${value}th`, length: 1 };
};

/** A word that streets are named with: an everyday one, a name, a direction. */
export const isStreetWord = (word: string, directory: Directory): boolean =>
  (directory.isWord(word) && word.length > 2) ||
  directory.firstRank(word) < 5000 ||
  directory.lastRank(word) < 8000 ||
  DIRECTIONS[word] !== undefined ||
  SUFFIXES[word] !== undefined;

/**
 * Writes street words with capitals: directions in full, ordinals as written, others as the likeliest street is called;
 * `known` is false when one of them is like no word, `alike` when only letters would tell it from another.
 */
export const writeStreet = (
  words: readonly string[],
  directory: Directory,
): { readonly text: string; readonly known: boolean; readonly alike: boolean } => {
  const listedAs = directory.gazetteer
    ? knownStreet(
        words.join(' '),
        words.every((word) => isStreetWord(word, directory)),
        directory,
      )
    : null;
  if (listedAs !== null) return { text: listedAs, known: true, alike: false };
  const out: string[] = [];
  let known = true;
  let alike = false;
  for (let i = 0; i < words.length; ) {
    const word = words[i] ?? '';
    const ordinal = ordinalName(words, i);
    const last = i === words.length - 1;
    if (ordinal) {
      out.push(ordinal.text);
      i += ordinal.length;
      continue;
    }
    if (last && SUFFIXES[word] !== undefined) out.push(SUFFIXES[word]);
    else if (/^(n|s|e|w|ne|nw|se|sw)$/.test(word) && (i === 0 || last)) out.push(DIRECTIONS[word] ?? word);
    else if (word === 'st' && i === 0) out.push('Saint');
    else {
      // `high land`: one street in two words.
      const joined = i + 1 < words.length - 1 ? word + (words[i + 1] ?? '') : '';
      const whole = Number.isFinite(directory.streetRank(joined));
      const near = DIRECTIONS[word] === undefined && !whole ? directory.street(word) : null;
      // A little word is no street by itself: `well lane`.
      known &&= whole || near?.sure === true || (isStreetWord(word, directory) && (near === null || words.length > 2));
      alike ||= near?.alike === true;
      out.push(capital(whole ? joined : near?.sure === true ? near.name : word));
      if (whole) i++;
    }
    i++;
  }
  return { text: out.join(' '), known, alike };
};
