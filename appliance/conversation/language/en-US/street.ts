import { readCorner } from './corner.ts';
import type { Directory } from './directory.ts';
import { hearHouseNumber } from './house-number.ts';
import { digitRuns, isNumberWord, ordinalOf, readDigits } from './numbers.ts';
import { boxAt, routeAt } from './route.ts';
import { writeStreet } from './street-name.ts';
import { DIRECTIONS, SUFFIXES, WEAK_SUFFIXES } from './states.ts';

export interface StreetFinding {
  readonly houseNumber: string | null;
  readonly street: string | null;
  /** False when a word of it is in no list. */
  readonly known: boolean;
  /** True when another street sounds nearly so. */
  readonly alike: boolean;
  readonly from: number;
  readonly to: number;
  readonly doubtfulNumber: boolean;
  /** A mail box beside the house number: `Box 40`. */
  readonly box?: string;
  /** Two streets that meet: a place, not an address. */
  readonly corner?: string;
  /** Where number and street part could be heard otherwise. */
  readonly numberApart: boolean;
}

const NOT_IN_A_STREET = new Set(
  'is my in i it its and so we at if but how you are was on that this to of im what when your number phone code gate dollars degrees minutes hours people years can name address lives live zip please oclock am pm dogs dog cats cat need have leak leaking broken out from by with off'.split(
    ' ',
  ),
);
const spanIsStreet = (words: readonly string[], from: number, to: number): boolean => {
  if (to <= from || to - from > 5) return false;
  for (let i = from; i < to; i++) if (NOT_IN_A_STREET.has(words[i] ?? '') || words[i] === '~') return false;
  return true;
};

/** A street told without a number. */
const PLAIN = { alike: false, doubtfulNumber: false, numberApart: false } as const;

const cornerAt = (words: readonly string[], end: number, directory: Directory): StreetFinding | null => {
  const corner = readCorner(words, end, directory);
  if (!corner) return null;
  const { text, known, from, to } = corner;
  return { houseNumber: null, street: null, corner: text, known, from, to, ...PLAIN };
};

/** A box at a numbered road stands for the house number, before the road or after it. */
const boxedRoute = (words: readonly string[], end: number): StreetFinding | null => {
  for (let i = 0; i < end; i++) {
    const before = boxAt(words, i);
    const route = before
      ? routeAt(words, before.to)
      : words.slice(Math.max(0, i - 3), i).some(isNumberWord)
        ? null
        : routeAt(words, i);
    const box = before?.text ?? route?.box ?? null;
    if (route && box !== null)
      return { houseNumber: box, street: route.text, known: true, from: i, to: route.to, ...PLAIN };
  }
  return null;
};

/**
 * House number and street. Outside of an address question a house number must stand before the street.
 * @param expected true when an address was asked for, or is being corrected
 * @param end tokens from here on belong to city, state and ZIP
 */
export const readStreet = (
  words: readonly string[],
  expected: boolean,
  directory: Directory,
  end: number,
  cityFollows: boolean,
): StreetFinding | null => {
  const heard =
    expected || cityFollows ? hearHouseNumber(words, end, directory) : { words, doubtful: new Set<number>() };
  const boxed = boxedRoute(words, end);
  if (boxed) return boxed;
  const corner = cornerAt(words, end, directory);
  if (corner && /^(corner|intersection)/.test(words[corner.from] ?? '')) return corner;
  const runs = digitRuns(heard.words.slice(0, end));
  for (const run of runs) {
    let { digits, to } = run;
    // `twelve twenty first street`: the tens word belongs to the street.
    const lastWord = heard.words[to - 1] ?? '';
    if (
      /^(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$/.test(lastWord) &&
      (ordinalOf(words[to]) ?? 99) < 10 &&
      to - run.from > 1
    ) {
      const shorter = readDigits(heard.words.slice(0, to - 1), run.from);
      if (shorter) ({ digits, to } = shorter);
    }
    if (digits.length > 6 || /^0+$/.test(digits)) continue;
    const numberApart = [...heard.doubtful].some((at) => at >= run.from && at <= to);
    const route = routeAt(words, to);
    if (route)
      return {
        houseNumber: digits,
        street: route.text,
        ...(route.box === null ? {} : { box: route.box }),
        known: true,
        alike: false,
        from: run.from,
        to: route.to,
        doubtfulNumber: run.teenOrTy,
        numberApart,
      };
    let letter = '';
    if (
      /^[a-d]$/.test(words[to] ?? '') &&
      /^\d+$/.test(words[to - 1] ?? '') &&
      SUFFIXES[words[to + 1] ?? ''] === undefined
    )
      letter = (words[to++] ?? '').toUpperCase();
    for (let i = to; i < Math.min(end, to + 6); i++) {
      const word = words[i] ?? '';
      if (SUFFIXES[word] === undefined || i === to) {
        // `avenue b`
        if (i === to && (word === 'avenue' || word === 'avenida') && /^[a-z]$/.test(words[i + 1] ?? ''))
          return {
            houseNumber: digits + letter,
            street: `Avenue ${(words[i + 1] ?? '').toUpperCase()}`,
            known: true,
            alike: false,
            from: run.from,
            to: i + 2,
            doubtfulNumber: run.teenOrTy,
            numberApart,
          };
        continue;
      }
      if (word === 'st' && i === to) continue;
      if (!spanIsStreet(words, to, i)) break;
      if (WEAK_SUFFIXES.has(word) && SUFFIXES[words[i + 1] ?? ''] !== undefined && i + 1 < end) continue;
      let stop = i + 1;
      if (SUFFIXES[words[stop] ?? ''] !== undefined && stop < end && !/^(st|run)$/.test(words[stop] ?? '')) stop++;
      const { text, known, alike } = writeStreet(words.slice(to, stop), directory);
      let street = text;
      if (DIRECTIONS[words[stop] ?? ''] !== undefined && stop < end && (words[stop] ?? '').length !== 1) {
        const follows = words.slice(stop, stop + 2).join(' ');
        // `north canton`, `west virginia`: a direction that begins the place stays with it.
        if (!directory.isCity(follows) && stop + 1 >= end) street += ` ${DIRECTIONS[words[stop++] ?? ''] ?? ''}`;
      }
      return {
        houseNumber: digits + letter,
        street,
        known,
        alike,
        from: run.from,
        to: stop,
        doubtfulNumber: run.teenOrTy,
        numberApart,
      };
    }
    if ((expected || cityFollows) && spanIsStreet(words, to, end) && end - to <= 4) {
      const hard = words.slice(to, end);
      const written = writeStreet(hard, directory);
      if (hard.length > 0 && !hard.some((word) => isNumberWord(word)))
        return {
          houseNumber: digits + letter,
          street: written.text,
          known: written.known,
          alike: written.alike,
          from: run.from,
          to: end,
          doubtfulNumber: run.teenOrTy,
          numberApart,
        };
    }
  }
  if (!expected) return null;
  if (corner) return corner;
  for (let i = 0; i < end; i++) {
    const route = routeAt(words, i);
    if (route) return { houseNumber: null, street: route.text, known: true, from: i, to: route.to, ...PLAIN };
  }
  for (let i = 1; i < end; i++) {
    const word = words[i] ?? '';
    if (SUFFIXES[word] === undefined || word === 'core' || word === 'rode' || word === 'lain') continue;
    let from = i;
    while (
      from > 0 &&
      i - from < 3 &&
      !NOT_IN_A_STREET.has(words[from - 1] ?? '') &&
      !/^(no|yes|um|uh|not|the|oh|sorry|said|mean|actually|a|street|right|wrong|correct|yeah|well|okay|wait|its|~)$/.test(
        words[from - 1] ?? '',
      )
    )
      from--;
    if (from < i && words[i - 1] !== 'the') {
      const { text, known, alike } = writeStreet(words.slice(from, i + 1), directory);
      return { houseNumber: null, street: text, known, from, to: i + 1, ...PLAIN, alike };
    }
  }
  // A lone `oh` is no number.
  const run = runs.find((one) => one.digits.length <= 6 && /[1-9]/.test(one.digits));
  return run && (run.to >= words.length || runs.length === 1)
    ? {
        houseNumber: run.digits,
        street: null,
        known: true,
        alike: false,
        from: run.from,
        to: run.to,
        doubtfulNumber: run.teenOrTy,
        numberApart: false,
      }
    : null;
};
