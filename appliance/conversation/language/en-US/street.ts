import type { Directory } from './directory.ts';
import { knownStreet } from './gazetteer.ts';
import { hearHouseNumber } from './house-number.ts';
import { digitRuns, isNumberWord, ordinalOf, readDigits } from './numbers.ts';
import { DIRECTIONS, SUFFIXES, WEAK_SUFFIXES } from './states.ts';

export interface StreetFinding {
  readonly houseNumber: string | null;
  readonly street: string | null;
  /** False when a word of it is in no list. */
  readonly known: boolean;
  readonly from: number;
  readonly to: number;
  readonly doubtfulNumber: boolean;
  /** Where number and street part could be heard otherwise. */
  readonly numberApart: boolean;
}

const NOT_IN_A_STREET = new Set(
  'is my in i it its and so we at if but how you are was on that this to of im what when your number phone code gate dollars degrees minutes hours people years can will name address lives live zip please oclock am pm dogs dog cats cat need have leak leaking broken out from by with off'.split(
    ' ',
  ),
);
const ROUTES =
  /^(county road|county highway|county route|state route|state road|state highway|highway|route|us highway|us route|us|fm|cr|sr|farm road|farm to market|farm to market road|ranch road|rural route|interstate|township road|old highway|c r|f m|s r)$/;
const ROUTE_NAMES: Readonly<Record<string, string>> = {
  cr: 'County Road',
  'c r': 'County Road',
  fm: 'FM',
  'f m': 'FM',
  sr: 'State Route',
  's r': 'State Route',
  us: 'US',
  'us highway': 'US Highway',
  'us route': 'US Route',
};

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
 * Writes street words with capitals: directions in full, ordinals as written, heard non-words snapped by sound; `known` is
 * false when one of them is like no word.
 */
export const writeStreet = (
  words: readonly string[],
  directory: Directory,
): { readonly text: string; readonly known: boolean } => {
  const listedAs = directory.gazetteer
    ? knownStreet(
        words.join(' '),
        words.every((word) => isStreetWord(word, directory)),
        directory,
      )
    : null;
  if (listedAs !== null) return { text: listedAs, known: true };
  const out: string[] = [];
  let known = true;
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
      const listed = isStreetWord(word, directory);
      const near = listed ? null : directory.soundsLike(word);
      known &&= listed || near?.sure === true;
      out.push(capital(near?.sure === true ? near.name : word));
    }
    i++;
  }
  return { text: out.join(' '), known };
};

const spanIsStreet = (words: readonly string[], from: number, to: number): boolean => {
  if (to <= from || to - from > 5) return false;
  for (let i = from; i < to; i++) if (NOT_IN_A_STREET.has(words[i] ?? '') || words[i] === '~') return false;
  return true;
};

const routeAt = (words: readonly string[], at: number): { text: string; to: number } | null => {
  for (let length = 4; length >= 1; length--) {
    const key = words.slice(at, at + length).join(' ');
    if (!ROUTES.test(key)) continue;
    const run = readDigits(words, at + length);
    if (!run || run.digits.length > 4) return null;
    const name =
      ROUTE_NAMES[key] ??
      key
        .split(' ')
        .map((word) => (word === 'to' ? 'to' : word === 'us' ? 'US' : capital(word)))
        .join(' ');
    let to = run.to;
    const direction = DIRECTIONS[words[to] ?? ''];
    if (direction !== undefined) to++;
    return { text: `${name} ${run.digits}${direction === undefined ? '' : ` ${direction}`}`, to };
  }
  return null;
};

/** A street told without a number. */
const PLAIN = { doubtfulNumber: false, numberApart: false } as const;

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
    if (digits.length > 6) continue;
    const numberApart = [...heard.doubtful].some((at) => at >= run.from && at <= to);
    const route = routeAt(words, to);
    if (route)
      return {
        houseNumber: digits,
        street: route.text,
        known: true,
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
      const { text, known } = writeStreet(words.slice(to, stop), directory);
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
          from: run.from,
          to: end,
          doubtfulNumber: run.teenOrTy,
          numberApart,
        };
    }
  }
  if (!expected) return null;
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
      const { text, known } = writeStreet(words.slice(from, i + 1), directory);
      return { houseNumber: null, street: text, known, from, to: i + 1, ...PLAIN };
    }
  }
  for (let i = 0; i < end; i++) {
    const route = routeAt(words, i);
    if (route) return { houseNumber: null, street: route.text, known: true, from: i, to: route.to, ...PLAIN };
  }
  const run = runs.find((one) => one.digits.length <= 6);
  return run && (run.to >= words.length || runs.length === 1)
    ? {
        houseNumber: run.digits,
        street: null,
        known: true,
        from: run.from,
        to: run.to,
        doubtfulNumber: run.teenOrTy,
        numberApart: false,
      }
    : null;
};
