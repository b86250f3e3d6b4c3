import type { AddressReading } from '../../reading.ts';
import type { Directory, PlaceMatch } from './directory.ts';
import { lastDigitHeard } from './heard-number.ts';
import { isNumberWord, readDigits, type DigitRun } from './numbers.ts';
import { hearPlace } from './place.ts';
import { heardDistance } from './sound.ts';
import { STATE_CODES, STATES, SUFFIXES } from './states.ts';
import { readStreet } from './street.ts';
import { mendSuffixes } from './suffixes.ts';

const UNIT = /^(apartment|apt|unit|suite|ste|lot|trailer|space|room|building|bldg|floor|appartment)$/;
/** `oh` alone is the sound of Ohio; between digits it is a zero. */
const isDigitWord = (words: readonly string[], i: number): boolean =>
  isNumberWord(words[i]) &&
  !(/^(oh|o)$/.test(words[i] ?? '') && !isNumberWord(words[i - 1]) && !isNumberWord(words[i + 1]));

const CITY_STOPS = new Set(
  'the my is and i in on at it its a an no yes um uh of to for with right wrong number phone that this was city town state zip code gate apartment unit from near thats said meant live we our please so actually sorry ~'.split(
    ' ',
  ),
);

interface StateFinding {
  readonly state: string;
  readonly from: number;
  readonly to: number;
}

const readState = (words: readonly string[], expected: boolean, directory: Directory): StateFinding | null => {
  for (let i = words.length - 1; i >= 0; i--) {
    const two = STATES[`${words[i - 1] ?? ''} ${words[i] ?? ''}`];
    if (two !== undefined) return { state: two, from: i - 1, to: i + 1 };
    const word = words[i] ?? '';
    const one = STATES[word];
    if (
      one !== undefined &&
      !(
        word === 'washington' && /^(street|avenue|road|st|ave|court|drive|boulevard|lane|way)$/.test(words[i + 1] ?? '')
      ) &&
      !/^(street|avenue|road|st|ave|drive|lane|court|boulevard|blvd|rd|dr|way)$/.test(words[i + 1] ?? '') &&
      !(isNumberWord(words[i - 1]) && !expected)
    )
      return { state: one, from: i, to: i + 1 };
    // `oh hio`, `o hio`: a state's name in two pieces.
    const pieces = `${words[i - 1] ?? ''}${word}`;
    if (expected && i > 0 && !directory.isWord(word) && !directory.isCity(word) && !isNumberWord(words[i - 2]))
      for (const [name, found] of Object.entries(STATES))
        if (pieces.length >= 4 && heardDistance(pieces, name.replace(/ /g, '')) <= 0.5)
          return { state: found, from: i - 1, to: i + 1 };
    const code = word.toUpperCase();
    if (word.length === 2 && STATE_CODES.has(code) && i > 0 && !isNumberWord(words[i - 1])) {
      const after = words[i + 1];
      const ends = after === undefined || /^\d{5}$/.test(after);
      // `in`, `or`, `oh`, `me` and their like are words first: a city must stand before them.
      if (
        ends &&
        [3, 2, 1].some(
          (length) => i - length >= 0 && directory.city(words.slice(i - length, i).join(' '), code)?.distance === 0,
        )
      )
        return { state: code, from: i, to: i + 1 };
    }
    if (expected && word.length >= 4 && !directory.isWord(word))
      for (const [name, found] of Object.entries(STATES))
        if (!name.includes(' ') && heardDistance(word, name) <= 1) return { state: found, from: i, to: i + 1 };
  }
  return null;
};

const readZip = (
  words: readonly string[],
  expected: boolean,
  state: StateFinding | null,
): { zip: string; from: number; to: number } | null => {
  for (let i = words.length - 1; i >= 0; i--) {
    if (!isDigitWord(words, i) || (i > 0 && isNumberWord(words[i - 1]) && state?.to !== i)) continue;
    const whole = readDigits(words, i, false);
    // `ohi oh four ...`: the zero is the end of the state's name.
    const run =
      whole && whole.digits.length === 6 && /^(oh|o)$/.test(words[i] ?? '')
        ? { ...whole, digits: whole.digits.slice(1) }
        : whole;
    if (!run || run.digits.length !== 5) continue;
    const before = words.slice(Math.max(0, i - 4), i).join(' ');
    if (
      /\b(zip|zipcode|postal|zip code)\b/.test(before) ||
      state?.to === i ||
      (expected && run.to >= words.length && i > 0 && !/\b(number|phone|code)\b/.test(before)) ||
      (expected && run.to - i === words.length)
    )
      return { zip: run.digits, from: i, to: run.to };
  }
  return null;
};

const cityBefore = (
  words: readonly string[],
  end: number,
  floor: number,
  state: string,
  directory: Directory,
): { match: PlaceMatch | null; from: number } | null => {
  let best: { match: PlaceMatch; from: number; cost: number } | null = null;
  for (let length = 1; length <= 4 && end - length >= floor; length++) {
    const parts = words.slice(end - length, end);
    if (parts.some((word) => CITY_STOPS.has(word) || isNumberWord(word))) break;
    const match = directory.city(parts.join(' '), state);
    if (!match) continue;
    // Longer names win where they fit as well: `west chester` over `chester`.
    const cost = match.distance - length * 0.4 + (match.sure ? 0 : 1);
    if (!best || cost < best.cost) best = { match, from: end - length, cost };
  }
  return best;
};

/** The number of a unit; a house number that follows it is not its own: `lot fourteen two hundred maple road`. */
const unitNumber = (words: readonly string[], unitAt: number, at: number): DigitRun | null => {
  const whole = readDigits(words, at);
  if (!whole || whole.digits.length < 4) return whole;
  const only = !words.some((word, i) => (i < unitAt || i >= whole.to) && isNumberWord(word));
  const street = words.slice(whole.to + 1, whole.to + 4).some((word) => SUFFIXES[word] !== undefined);
  const first = readDigits(words, at, true, 1);
  return only && street && first && first.to < whole.to && !/^(oh|o|zero)$/.test(words[first.to] ?? '') ? first : whole;
};

export interface AddressFinding {
  readonly address: AddressReading;
  readonly spans: readonly (readonly [number, number])[];
  readonly doubtfulNumber: boolean;
}

const capitals = (text: string): string =>
  text
    .split(' ')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

/**
 * A US address in any order, whole or in part. City by sound within the named state, else within the shop's own.
 * @param heard normalised words, `~` where another reading took them
 * @param mood whether an address was asked for, is being set right, or came by itself
 */
export const readAddress = (
  heard: readonly string[],
  mood: 'asked' | 'correcting' | 'unasked',
  directory: Directory,
): AddressFinding | null => {
  const words = lastDigitHeard(heard, directory);
  const expected = mood === 'asked';
  const streetExpected = mood !== 'unasked';
  const spans: [number, number][] = [];
  let unit: string | null = null;
  const mended = expected ? mendSuffixes(words, directory) : { words, rests: new Map<number, string>() };
  const state = readState(mended.words, expected, directory);
  const zip = readZip(words, expected, state);
  let body = [...mended.words];
  if (zip) {
    const named = words[zip.from - 1] === 'is' ? zip.from - 1 : zip.from;
    const from =
      words[named - 1] === 'code'
        ? named - 2
        : words[named - 1] === 'zip' || words[named - 1] === 'zipcode'
          ? named - 1
          : zip.from;
    spans.push([from, zip.to]);
    body = body.map((word, i) => (i >= from && i < zip.to ? '~' : word));
  }
  for (let i = 0; i < body.length; i++) {
    if (!UNIT.test(body[i] ?? '') && !(body[i] === '#' && i > 0) && !/^(upstairs|downstairs)$/.test(body[i] ?? ''))
      continue;
    if (/^(upstairs|downstairs)$/.test(body[i] ?? '')) {
      if (unit !== null) unit += ` ${body[i]}`;
      continue;
    }
    const at = body[i + 1] === 'number' ? i + 2 : i + 1;
    const run = isNumberWord(body[at]) ? unitNumber(body, i, at) : null;
    const letter = /^[a-z]$/.test(body[at] ?? '') ? (body[at] ?? '').toUpperCase() : null;
    if ((!run && letter === null) || (run && run.digits.length > 5)) continue;
    let to = run ? run.to : at + 1;
    let value = run ? run.digits : (letter ?? '');
    if (run && /^[a-f]$/.test(body[to] ?? '')) value += (body[to++] ?? '').toUpperCase();
    else if (letter !== null && isNumberWord(body[to])) {
      const more = readDigits(body, to);
      if (more && more.digits.length <= 4) {
        value += more.digits;
        to = more.to;
      }
    }
    const kind =
      { apt: 'Apartment', appartment: 'Apartment', ste: 'Suite', bldg: 'Building', '#': 'Unit' }[body[i] ?? ''] ??
      capitals(body[i] ?? '');
    unit = unit === null ? `${kind} ${value}` : `${unit} ${kind} ${value}`;
    spans.push([i, to]);
    body = body.map((word, k) => (k >= i && k < to ? '~' : word));
  }
  let match: PlaceMatch | null = null;
  let cityText: string | null = null;
  let stateCode = state?.state ?? null;
  let end = state?.from ?? zip?.from ?? body.length;
  let cityFollows = false;
  if (state) {
    spans.push([state.from, state.to]);
    const lastNumber = body.findLastIndex((word, i) => i < state.from && isNumberWord(word));
    const found = cityBefore(body, state.from, Math.max(0, lastNumber + 1), state.state, directory);
    if (found?.match) {
      match = found.match;
      end = found.from;
      cityFollows = true;
      spans.push([found.from, state.from]);
    }
    body = body.map((word, i) => (i >= state.from && i < state.to ? '~' : word));
  }
  const street =
    readStreet(body, streetExpected, directory, Math.min(end, body.length), cityFollows || zip !== null) ??
    (state && state.to < body.length
      ? readStreet(
          body.map((word, i) => (i < state.to ? '~' : word)),
          expected,
          directory,
          body.length,
          false,
        )
      : null);
  if (street) spans.push([street.from, street.to]);
  // What stands between street and state and was not found in the list is still the city as heard.
  const gapFrom = street && street.to <= end ? street.to : -1;
  if ((!match || !match.sure) && street) {
    // The words after the street, glued: recognizers lose the boundary between city and state.
    const isState = (i: number): boolean => state !== null && i >= state.from && i < state.to;
    let start = street.to;
    while (start < body.length && body[start] === '~' && !isState(start)) start++;
    let stop = start;
    while (stop < body.length && (isState(stop) || (body[stop] !== '~' && !isDigitWord(body, stop)))) stop++;
    const tail = words.slice(start, stop);
    while (/^(in|and|um|uh|its|the|city|of)$/.test(tail[0] ?? '')) tail.shift();
    const glued = hearPlace([mended.rests.get(street.to - 1) ?? '', ...tail], directory);
    if (glued && (!match || glued.match.distance < match.distance || (glued.match.sure && !match.sure))) {
      match = glued.match;
      stateCode = match.state;
      spans.push([start, stop]);
    }
  }
  if (!match && gapFrom !== -1 && gapFrom < body.length) {
    let from = gapFrom;
    while (from < body.length && /^(~|in|um|uh|and|the|city|town|of|thats|that|is)$/.test(body[from] ?? '')) from++;
    let to = from;
    while (
      to < body.length &&
      to - from < 4 &&
      !CITY_STOPS.has(body[to] ?? '') &&
      !isNumberWord(body[to]) &&
      (body[to] ?? '').length > 1
    )
      to++;
    if (stateCode === null && directory.home) {
      for (let stop = to; stop > from && !match; stop--) {
        const near = directory.city(body.slice(from, stop).join(' '), directory.home.state);
        if (near && near.distance <= (near.sure && stop === to ? 1.5 : 0)) {
          match = near;
          stateCode = directory.home.state;
          spans.push([from, stop]);
        }
      }
    }
    if (!match && to > from) {
      const tail = state ? body.slice(from, Math.min(to, state.from)) : body.slice(from, to);
      for (let length = tail.length; length > 0 && cityText === null; length--)
        if (directory.isCity(tail.slice(0, length).join(' '))) cityText = capitals(tail.slice(0, length).join(' '));
      if (cityText === null && tail.length > 0 && (state !== null || expected)) cityText = capitals(tail.join(' '));
      if (cityText !== null) spans.push([from, from + cityText.split(' ').length]);
    }
  }
  if (!match && cityText === null && !street && expected && zip === null) {
    // The city alone: `fairhope`, `it's in fairhope`, `fairhopalbama`.
    const rest = body
      .filter((word) => !CITY_STOPS.has(word) && !/^(okay|well|sure|oh|its|yeah|yep|correct)$/.test(word))
      .slice(0, 4);
    const where = stateCode ?? directory.home?.state ?? null;
    if (rest.length > 0 && rest.length <= 3 && !rest.some((word) => isNumberWord(word))) {
      const glued = stateCode === null ? hearPlace(rest, directory) : null;
      const near =
        glued && glued.match.sure ? glued.match : where === null ? null : directory.city(rest.join(' '), where);
      if (near && near.distance <= 2) {
        match = near;
        stateCode = near.state;
      } else if (directory.isCity(rest.join(' '))) cityText = capitals(rest.join(' '));
    }
  }
  const named = zip ? directory.zip(zip.zip) : null;
  const agrees = named !== null && (stateCode === null || named.state === stateCode);
  // Five digits heard whole weigh more than a city half heard.
  if (match !== null && match.distance > 0 && agrees && zip && !match.zips.includes(zip.zip))
    match = { ...named, distance: match.distance, sure: true };
  const listed = cityText !== null && directory.isCity(cityText);
  if (match === null && agrees && zip && !listed) cityText = null;
  const city = match?.city ?? cityText ?? (agrees && zip ? named.city : null);
  if (agrees && stateCode === null) stateCode = named.state;
  if (!street && !zip && city === null && !(expected && (stateCode !== null || unit !== null))) return null;
  if (!street && !zip && !expected && !(match && match.distance === 0 && state)) return null;
  const cityWrong =
    match !== null && zip !== null && agrees && !match.zips.includes(zip.zip) && named.state !== match.state;
  return {
    address: {
      raw: words.filter((word, i) => word !== '~' && spans.some(([from, to]) => i >= from && i < to)).join(' '),
      houseNumber: street?.houseNumber ?? null,
      street: street?.street ?? null,
      unit: [unit, street?.box].filter((part) => typeof part === 'string').join(' ') || null,
      city,
      state: stateCode,
      zip: zip?.zip ?? null,
      streetKnown: street?.known ?? true,
      ...(street?.corner === undefined ? {} : { corner: street.corner }),
      ...(street?.numberApart === true ? { numberApart: true } : {}),
      streetLetters: street?.alike ?? false,
      placeListed: city === null || match !== null || (agrees && city === named.city),
      placeMatched:
        !cityWrong &&
        ((match !== null && match.sure && stateCode !== null) ||
          (agrees && (city === null || match !== null || cityText === null))),
    },
    spans,
    doubtfulNumber: street?.doubtfulNumber ?? false,
  };
};
