import { digitRuns } from './numbers.ts';

/** Numbers by which somebody shows that a booking is theirs. */
export interface VisitNumbers {
  /** Digits of `J-1042`. */
  readonly jobNumber: string | null;
  readonly houseNumber: string | null;
  readonly zip: string | null;
  /** Ten digits. */
  readonly phone: string | null;
  /** What is left of the words: a name may be in them. */
  readonly rest: string;
}

const JOB = /^(j|jay|job|jobs|ticket|reference|confirmation|order|booking)$/;
const HOUSE = /^(house|address|street)$/;
const ZIP = /^(zip|postal)$/;
const FILLER = /^(number|numbers|code|is|its|the|my|a|it|was|s)$/;
const NOT_A_NAME =
  /^(house|number|numbers|zip|postal|code|job|jobs|j|jay|ticket|reference|confirmation|order|booking|address|street|phone|under|and|at|on|the|visit|appointment|is|it|its|um|uh|okay|sure|yes|yeah|so|well|of|course|sir|maam|please)$/;

/** What kind of number stands at `from`, by the words before it. */
const cueBefore = (words: readonly string[], from: number): 'job' | 'house' | 'zip' | null => {
  for (let i = from - 1; i >= 0 && i > from - 6; i--) {
    const word = words[i] ?? '';
    if (JOB.test(word)) return 'job';
    if (HOUSE.test(word)) return 'house';
    if (ZIP.test(word)) return 'zip';
    if (!FILLER.test(word)) return null;
  }
  return null;
};

/**
 * Job number, house number, ZIP and phone out of an answer like `miller, one twenty three` or `jay one zero four two`.
 * @param words normalised words
 * @param asked what a number without any cue means: the house, the job, or nothing at all
 */
export const readVisitNumbers = (words: readonly string[], asked: 'house' | 'job' | null): VisitNumbers => {
  const found = { jobNumber: null, houseNumber: null, zip: null, phone: null } as {
    -readonly [K in Exclude<keyof VisitNumbers, 'rest'>]: string | null;
  };
  const taken = new Set<number>();
  for (const { digits, from, to } of digitRuns(words)) {
    for (let i = from; i < to; i++) taken.add(i);
    const national = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
    const cue = cueBefore(words, from);
    if (national.length === 10) found.phone ??= national;
    else if (cue === 'job') found.jobNumber ??= digits;
    else if (cue === 'zip' || (digits.length === 5 && cue === null && found.houseNumber !== null))
      found.zip ??= digits.length === 5 ? digits : null;
    else if (digits.length > 6) continue;
    else if (cue === 'house' || asked === 'house') found.houseNumber ??= digits;
    else if (asked === 'job' && digits.length >= 4) found.jobNumber ??= digits;
  }
  const rest = words.filter((word, i) => !taken.has(i) && !NOT_A_NAME.test(word)).join(' ');
  return { ...found, rest };
};

/** The caller wants it confirmed that we come, and nothing changed. */
export const asksToConfirm = (text: string): boolean => /\bconfirm/i.test(text);

/** The caller leaves the visit as it is after all. */
export const keepsVisit = (text: string): boolean =>
  /\b(never ?mind|(leave|keep) (it|that|the (appointment|visit|time)|my (appointment|visit|time))|stay(s)? (as it is|with)|forget (it|about it)|as it is)\b/i.test(
    text,
  );
