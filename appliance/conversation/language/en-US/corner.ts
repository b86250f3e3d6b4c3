import type { Directory } from './directory.ts';
import { SUFFIXES } from './states.ts';
import { writeStreet } from './street-name.ts';

/** Two streets that meet. */
export interface Corner {
  /** `Oak and Third`, with the kinds of street that were told. */
  readonly text: string;
  /** False when a word of it is in no list. */
  readonly known: boolean;
  readonly from: number;
  readonly to: number;
}

const STOP =
  /^(~|in|is|my|the|its|it|thats|that|near|by|on|at|of|and|from|with|there|just|right|please|house|springs|zip|city|state)$/;

/** A street's name from `at`: up to three words, a direction and a kind of street among them. */
const nameAt = (words: readonly string[], at: number, end: number, directory: Directory): number => {
  const { home } = directory;
  const isTown = (word: string): boolean => home !== null && directory.city(word, home.state)?.distance === 0;
  let to = at;
  while (to < end && to - at < 4 && !STOP.test(words[to] ?? '')) {
    if (to > at && isTown(words[to] ?? '')) break;
    to++;
    if (SUFFIXES[words[to - 1] ?? ''] !== undefined && to - at > 1) break;
  }
  return to;
};

/**
 * `corner of oak and third`, `where oak street meets third`, `oak street and third avenue`: a place that nobody can drive to
 * without a house number, but that helps to find it.
 * @param end tokens from here on belong to city, state and ZIP
 */
export const readCorner = (words: readonly string[], end: number, directory: Directory): Corner | null => {
  for (let i = 0; i < end; i++) {
    const cue = /^(corner|corners|intersection)$/.test(words[i] ?? '');
    const from = cue && words[i + 1] === 'of' ? i + 2 : cue ? i + 1 : i;
    const start = words[from] === 'the' ? from + 1 : from;
    const first = nameAt(words, start, end, directory);
    if (first === start || !/^(and|meets|crosses|at)$/.test(words[first] ?? '')) continue;
    // Without the word for it, both must be streets by their kinds.
    const kinds = SUFFIXES[words[first - 1] ?? ''] !== undefined && first - start > 1;
    if (!cue && !kinds) continue;
    const last = nameAt(words, first + 1, cue ? end : Math.min(end, first + 4), directory);
    const other = SUFFIXES[words[last - 1] ?? ''] !== undefined && last - first > 2;
    if (last === first + 1 || (!cue && !other)) continue;
    const streets = [words.slice(start, first), words.slice(first + 1, last)].map((part) =>
      writeStreet(part, directory),
    );
    return {
      text: streets.map(({ text }) => text).join(' and '),
      known: streets.every(({ known }) => known),
      from: i,
      to: last,
    };
  }
  return null;
};

/** Who stands at a corner may see no number. */
export const knowsNoNumber = (text: string): boolean =>
  /\b(dont|don't|do not|cant|can't|cannot) (know|see|tell|find)\b|\bno (house )?numbers?\b|\bnot sure\b|\bno idea\b/i.test(
    text,
  );
