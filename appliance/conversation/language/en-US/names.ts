import type { NameReading } from '../../reading.ts';
import type { Directory } from './directory.ts';
import { guessName } from './guessed-name.ts';
import { isNumberWord } from './numbers.ts';
import { cap, settleSpelling } from './spelled-name.ts';
import { readSpelling } from './spelling.ts';

const INTRODUCES = [
  ['my', 'name', 'is'],
  ['my', 'names'],
  ['my', 'full', 'name', 'is'],
  ['the', 'name', 'is'],
  ['name', 'is'],
  ['names'],
  ['name'],
  ['this', 'is'],
  ['speaking', 'with'],
  ['call', 'me'],
  ['under', 'the', 'name'],
  ['i', 'am'],
  ['im'],
  ['its'],
  ['it', 'is'],
  ['last', 'name', 'is'],
  ['first', 'name', 'is'],
  ['last', 'name'],
  ['first', 'name'],
  ['you', 'can', 'call', 'me'],
  ['i', 'said'],
  ['i', 'mean'],
  ['i', 'meant'],
  ['me', 'is'],
  ['is'],
];
/** Openings after which anything may follow: there the words must be well-known names. */
const VAGUE = new Set([
  'i am',
  'im',
  'its',
  'it is',
  'this is',
  'call me',
  'names',
  'name',
  'i said',
  'i mean',
  'i meant',
  'is',
  'me is',
]);
const STOPS = new Set(
  'and my the a an i is its at from here calling speaking with number phone address live lives on for about but spelled spelt thats that it was not no yes um uh so we our in of to please by or again have need need because who you your this like as are me she he they when with just thanks thank last first name street road also can could would'.split(
    ' ',
  ),
);
const FILLERS = new Set(
  'um uh yes yeah sure okay ok well hi hello hey oh its it is so ah please sorry no nope the actually correct right my name thats that and good morning evening afternoon there mr mrs ms miss'.split(
    ' ',
  ),
);

/** `emma f lawson` */
const isInitial = (
  words: readonly string[],
  at: number,
  from: number,
  stopAt: ReadonlySet<number>,
  directory: Directory,
): boolean => {
  const next = words[at + 1] ?? '';
  return (
    at > from &&
    !stopAt.has(at + 1) &&
    next.length > 2 &&
    !STOPS.has(next) &&
    directory.isFirstName(words[at - 1] ?? '') &&
    directory.isLastName(next)
  );
};

const takeParts = (
  words: readonly string[],
  from: number,
  stopAt: ReadonlySet<number>,
  directory: Directory,
): number => {
  let to = from;
  // `to by`: everyday words that make a name together.
  const broken = `${words[from] ?? ''}${words[from + 1] ?? ''}`;
  if (STOPS.has(words[from] ?? '') && broken.length >= 4 && directory.isFirstName(broken) && !stopAt.has(from + 1))
    to = from + 2;
  while (to < words.length && to - from < 4) {
    const word = words[to] ?? '';
    if (
      (to > from && stopAt.has(to)) ||
      STOPS.has(word) ||
      isNumberWord(word) ||
      word === '~' ||
      !/^[a-z]+$/.test(word)
    )
      break;
    if (/^[a-z]$/.test(word) && !isInitial(words, to, from, stopAt, directory)) break;
    to++;
  }
  return to;
};

export interface NameFinding {
  readonly name: NameReading;
  readonly from: number;
  readonly to: number;
}

/**
 * A person's name. Spelled letters win over what was heard; the shop's own customers win over the lists.
 * `matched` is true only when every part stands in a list beyond doubt, or was spelled.
 * @param words normalised words, `~` where another reading took them
 * @param stops tokens after punctuation
 */
export const readName = (
  words: readonly string[],
  stops: ReadonlySet<number>,
  expected: boolean,
  directory: Directory,
): NameFinding | null => {
  let from = -1;
  let vague = false;
  let only: 'first' | 'last' | null = null;
  for (let i = 0; i < words.length && from === -1; i++)
    for (const opening of INTRODUCES) {
      if (!opening.every((word, k) => words[i + k] === word)) continue;
      if (opening.length === 1 && opening[0] === 'is' && !expected) continue;
      const at = i + opening.length;
      const key = opening.join(' ');
      if (VAGUE.has(key) && !(expected || directory.isFirstName(words[at] ?? ''))) continue;
      if (takeParts(words, at, stops, directory) === at && !/^[a-z]$/.test(words[at] ?? '')) continue;
      from = at;
      vague = VAGUE.has(key);
      only = key.includes('last name') ? 'last' : key.includes('first name') ? 'first' : null;
      break;
    }
  if (from === -1) {
    const here = words.findIndex(
      (word, i) =>
        (word === 'here' || word === 'speaking' || (word === 'calling' && words[i + 1] !== 'about')) &&
        i >= 2 &&
        i <= 5 &&
        directory.isFirstName(words[i - 2] ?? '') &&
        directory.isLastName(words[i - 1] ?? '') &&
        directory.wordRank(words[i - 1] ?? '') > 300,
    );
    // A full name on its own, where a sentence begins: `ada quill five five five ...`.
    const alone = words.findIndex(
      (word, i) =>
        (i === 0 || stops.has(i) || words[i - 1] === '~') &&
        directory.isFirstName(word) &&
        directory.last(words[i + 1] ?? '')?.distance === 0 &&
        directory.isLastName(words[i + 1] ?? '') &&
        !stops.has(i + 1) &&
        (directory.wordRank(words[i + 1] ?? '') > 500 || directory.last(words[i + 1] ?? '')?.sure === true) &&
        directory.wordRank(word) > 150 &&
        (i + 2 >= words.length ||
          stops.has(i + 2) ||
          words[i + 2] === '~' ||
          words[i + 2] === 'and' ||
          isNumberWord(words[i + 2])),
    );
    if (here !== -1) from = here - 2;
    else if (!expected && alone !== -1) from = alone;
    else if (expected) {
      from = 0;
      while (from < words.length && FILLERS.has(words[from] ?? '')) from++;
    } else return null;
  }
  let to = takeParts(words, from, stops, directory);
  const spelling = readSpelling(words, expected);
  if (spelling && spelling.from < to) to = Math.max(from, spelling.from);
  let parts = words.slice(from, to);
  if (!expected && vague && parts.length > 2) parts = parts.slice(0, 2);
  if (!expected && vague) {
    // `this is frank about the furnace`: without a question, only a clear first name, and no ordinary last word.
    const [first, last] = parts;
    if (first === undefined || !directory.isFirstName(first) || (last === undefined && directory.wordRank(first) < 400))
      return null;
    if (
      last !== undefined &&
      !(
        directory.isLastName(last) &&
        (directory.wordRank(last) > 700 || (directory.last(last)?.sure === true && directory.wordRank(last) > 250))
      )
    )
      parts = [first];
    if (
      parts.length === 1 &&
      directory.wordRank(first) < 2000 &&
      words[from + 1] !== undefined &&
      !STOPS.has(words[from + 1] ?? '')
    )
      return null;
  }
  if (!expected && !vague && parts.length > 2) parts = parts.slice(0, 3);
  if (parts.length === 0 && !spelling) return null;
  if (parts.length === 0 && !(expected || from > 0)) return null;
  if (expected && !spelling && parts.every((part) => FILLERS.has(part) || STOPS.has(part))) return null;
  to = from + parts.length;
  // A middle initial is no part of who they are to us.
  if (parts.length > 2) parts = parts.filter((part) => part.length > 1);
  const raw = parts.join(' ');
  const customer = parts.length > 1 ? directory.customer(raw) : null;
  if (customer && !spelling)
    return {
      name: {
        raw,
        first: customer.first,
        last: customer.last,
        matched: true,
        unsure: [],
        letters: [],
        spelled: false,
        alternatives: [],
      },
      from,
      to,
    };
  const spelled = spelling?.letters.toLowerCase() ?? null;
  const reading =
    only === 'last' && parts.length > 0
      ? { first: null, last: directory.last(parts.join('')), cost: 0, rawFirst: '', rawLast: parts.join('') }
      : parts.length > 0
        ? guessName(parts, directory)
        : null;
  let first = reading?.first?.name ?? (reading?.rawFirst || null);
  let last = reading?.last?.name ?? (reading?.rawLast || null);
  let firstSure = reading?.first?.sure ?? false;
  let lastSure = reading?.last?.sure ?? false;
  const letters = new Set<'first' | 'last'>();
  if (reading?.first?.alike === true) letters.add('first');
  if (reading?.last?.alike === true) letters.add('last');
  if (spelled !== null) {
    // Letters belong to the heard part they resemble; alone they are the last name, people spell that one.
    const near = (part: string | null): number =>
      part === null
        ? 99
        : Math.abs(part.length - spelled.length) + [...part].filter((c) => !spelled.includes(c)).length;
    const isFirst =
      only === 'first' ||
      (only !== 'last' && first !== null && near(first) < near(last) && (near(first) <= 2 || last !== null));
    const joined = first !== null && last !== null && near(first + last) < Math.min(near(first), near(last));
    if (joined && directory.isFirstName(spelled.slice(0, (first ?? '').length))) {
      [first, last] = [spelled.slice(0, (first ?? '').length), spelled.slice((first ?? '').length)];
      firstSure = lastSure = true;
    } else {
      const part = isFirst ? 'first' : 'last';
      letters.add(part);
      const settled = settleSpelling(
        spelled,
        (isFirst ? reading?.rawFirst : reading?.rawLast) || null,
        part,
        directory,
      );
      if (isFirst) [first, firstSure] = [settled.name, settled.sure];
      else [last, lastSure] = [settled.name, settled.sure];
    }
  }
  const alternatives: string[] = [];
  for (const other of reading?.last?.alternatives ?? [])
    if (first !== null && spelled === null) alternatives.push(`${cap(first)} ${cap(other)}`);
  for (const other of reading?.first?.alternatives ?? [])
    if (last !== null && alternatives.length < 5) alternatives.push(`${cap(other)} ${cap(last)}`);
  if (first === null && last === null) return null;
  const unsure: ('first' | 'last')[] = [];
  if (first !== null && !firstSure) unsure.push('first');
  if (last !== null && !lastSure) unsure.push('last');
  return {
    name: {
      raw: spelling ? words.slice(Math.min(from, spelling.from), Math.max(to, spelling.to)).join(' ') : raw,
      first: first === null ? null : cap(first),
      last: last === null ? null : cap(last),
      matched: unsure.length === 0,
      unsure,
      letters: [...letters],
      spelled: spelled !== null,
      alternatives: alternatives.slice(0, 5),
    },
    from,
    to: Math.max(to, spelling?.to ?? to),
  };
};
