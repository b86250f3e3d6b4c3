import type { Directory, PlaceMatch } from './directory.ts';
import { editDistance, heardDistance, soundOf } from './sound.ts';
import { STATES } from './states.ts';

/** A place found in a run of broken words, e.g. `fairhopal bama`. */
export interface HeardPlace {
  readonly match: PlaceMatch;
  /** Tokens it took, from the start of the run. */
  readonly length: number;
}

const squashed = (words: readonly string[]): string => words.join('').replace(/[^a-z]/g, '');

/** States whose name the end of the run could be, nearest first; the shop's own is always tried. */
const statesAtEnd = (text: string, home: string | null): { state: string; name: string }[] => {
  const near: { state: string; name: string; distance: number }[] = [];
  for (const [spoken, state] of Object.entries(STATES)) {
    const name = spoken.replace(/ /g, '');
    let distance = Number.POSITIVE_INFINITY;
    for (let length = Math.max(2, name.length - 1); length <= name.length + 1; length++)
      if (length < text.length - 2) distance = Math.min(distance, heardDistance(text.slice(-length), name));
    if (distance <= Math.max(1, name.length * 0.3) || state === home) near.push({ state, name, distance });
  }
  return near.toSorted((a, b) => a.distance - b.distance).slice(0, 4);
};

/**
 * City and state where the recognizer lost the word boundary between them: the run is compared, without its spaces,
 * with every city of the likely states followed by the state's name.
 * @param words what follows the street, up to the end or a number
 */
export const hearPlace = (words: readonly string[], directory: Directory): HeardPlace | null => {
  const text = squashed(words);
  if (text.length < 5 || text.length > 40 || words.length > 7) return null;
  let best: { match: PlaceMatch; cost: number } | null = null;
  let second = Number.POSITIVE_INFINITY;
  for (const { state, name } of statesAtEnd(text, directory.home?.state ?? null))
    for (const place of directory.cities(state)) {
      const whole = place.key + name;
      if (Math.abs(whole.length - text.length) > 3) continue;
      const letters = editDistance(text, whole);
      // Long runs that merely share their consonants are no match: sound is worth half an edit, no more.
      const distance = letters === 0 ? 0 : letters - (soundOf(text) === soundOf(whole) ? 0.5 : 0);
      const cost = distance - Math.log(place.zips + 1) * 0.4;
      if (distance > text.length * 0.34) continue;
      if (!best || cost < best.cost) {
        if (best) second = best.cost;
        const found = directory.city(place.key, state);
        if (found) best = { match: { ...found, distance, sure: false }, cost };
      } else if (cost < second) second = cost;
    }
  if (!best) return null;
  const sure = best.match.distance <= Math.max(1, text.length * 0.17) && second - best.cost >= 0.5;
  return { match: { ...best.match, sure }, length: words.length };
};
