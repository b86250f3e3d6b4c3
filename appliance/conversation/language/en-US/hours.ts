import { readQuantity } from './numbers.ts';

export interface HoursReading {
  /** Local hours, 0-24, halves allowed. */
  readonly fromHour: number | null;
  readonly toHour: number | null;
  /** True when the caller said morning or evening, or am or pm. */
  readonly halfDayKnown: boolean;
}

/** Parts of the day as shops understand them. */
const PARTS: readonly (readonly [RegExp, number | null, number | null])[] = [
  [/\bfirst thing\b|\bearly morning\b|\bearly in the morning\b/, 8, 10],
  [/\bbefore (lunch|noon)\b/, 8, 12],
  [/\bafter lunch\b/, 13, 15],
  [/\b(late|later in the|later this) afternoon\b|\bend of (the )?day\b/, 15, 17],
  [/\bkids? (are|is|at|in) (at |in )?school\b|\bduring school\b/, 9, 14],
  [/\bafter (i|we|he|she|my husband|my wife) (get|gets|am|im|is) (off|home|done|back)\b|\bafter work\b/, 17, null],
  [/\b(around|at|about) noon\b|\blunch ?time\b|\bover lunch\b|\bat lunch\b/, 11, 13],
  [/\b(in the |this |tomorrow |day )?morning\b|\bmornings\b/, 8, 12],
  [/\bafternoons?\b/, 12, 17],
  [/\b(evening|evenings)\b/, 17, 21],
  [/\b(tonight|tonite|to night|at night|night)\b/, 17, 24],
];

const TIME_BEFORE = /^(at|to|till|til|until|through|between|around|about|after|before|by|from|like|past|the|say)$/;
const TIME_AFTER =
  /^(am|pm|oclock|to|till|til|until|through|thirty|fifteen|fortyfive|in|tonight|tomorrow|ish|or|and|one|window|slot|please|works|is|would|sounds|would)$/;

interface Clock {
  hour: number;
  half: 'am' | 'pm' | null;
  at: number;
  to: number;
}

const readClock = (words: readonly string[], at: number): Clock | null => {
  const word = words[at] ?? '';
  if (word === 'noon') return { hour: 12, half: 'pm', at, to: at + 1 };
  if (word === 'midnight') return { hour: 12, half: 'am', at, to: at + 1 };
  const typed = /^(\d{1,2}):(\d{2})$/.exec(word);
  let hour: number;
  let to = at + 1;
  if (typed) hour = Number(typed[1]) + Number(typed[2]) / 60;
  else {
    if (/^(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|double|triple)$/.test(word)) return null;
    // Minutes are said after the hour, so the hour is one word: `nine thirty`.
    const head = readQuantity([word], 0);
    if (!head) return null;
    hour = head.value;
    const minutes = { fifteen: 0.25, thirty: 0.5 }[words[to] ?? ''];
    if (minutes !== undefined) {
      hour += minutes;
      to++;
    } else if (words[to] === 'forty' && words[to + 1] === 'five') {
      hour += 0.75;
      to += 2;
    }
  }
  if (hour < 1 || hour >= 24) return null;
  if (words[to] === 'oclock' || (words[to] === 'o' && words[to + 1] === 'clock')) to += words[to] === 'o' ? 2 : 1;
  let half: Clock['half'] = null;
  if (words[to] === 'am' || words[to] === 'pm') half = words[to++] as 'am' | 'pm';
  else if ((words[to] === 'a' || words[to] === 'p') && words[to + 1] === 'm') {
    half = words[to] === 'a' ? 'am' : 'pm';
    to += 2;
  } else {
    const rest = words.slice(to, to + 4).join(' ');
    if (/^in the morning|^this morning/.test(rest)) half = 'am';
    else if (/^(in the (afternoon|evening)|at night|tonight|this (afternoon|evening))/.test(rest)) half = 'pm';
  }
  return { hour, half, at, to };
};

const settle = (clock: Clock, half: 'am' | 'pm' | null): number => {
  const side = clock.half ?? half;
  const hour = clock.hour;
  if (hour >= 13) return hour;
  if (side === 'pm') return hour >= 12 ? hour : hour + 12;
  if (side === 'am') return hour >= 12 ? hour - 12 : hour;
  // Shops work by day: one to six without more is the afternoon.
  return hour < 7 ? hour + 12 : hour;
};

/**
 * The hours a caller names: `nine to eleven`, `after four`, `first thing`, `tonight`.
 * @param loose true when a time was asked for: then a bare `nine` counts
 */
export const readHours = (words: readonly string[], loose: boolean): HoursReading | null => {
  const text = words.join(' ');
  const part = PARTS.find(([heard]) => heard.test(text));
  const partHalf = /\b(tonight|tonite|evening|afternoon|at night|tomorrow night|after work|after lunch)\b/.test(text)
    ? 'pm'
    : /\bmorning\b|\bfirst thing\b/.test(text)
      ? 'am'
      : null;
  for (let i = 0; i < words.length; i++) {
    const first = readClock(words, i);
    if (!first) continue;
    const before = words[i - 1] ?? '';
    const link = words[first.to] ?? '';
    const between = before === 'between' || before === 'from';
    if (/^(to|till|til|until|through|thru|two|and)$/.test(link) && (link !== 'and' || between)) {
      const second = readClock(words, first.to + 1);
      // `nine to eleven dollars` and phone digits are no hours.
      if (
        second &&
        !/^(dollars|degrees|hundred|thousand|bucks|years|percent|miles)$/.test(words[second.to] ?? '') &&
        (second.hour !== first.hour || link !== 'two')
      ) {
        if (link === 'two' && !loose) continue;
        const half = second.half ?? partHalf;
        const to = settle(second, half);
        let from = settle(first, first.half ?? (half === null ? null : half));
        if (from >= to && from >= 12 && to >= 12) from -= 12;
        const end = to <= from ? (to < 12 && to + 12 > from ? to + 12 : 24) : to;
        return { fromHour: from, toHour: end, halfDayKnown: first.half !== null || half !== null };
      }
    }
    const after = words.slice(Math.max(0, i - 2), i).join(' ');
    const anchored =
      first.half !== null ||
      /oclock|clock/.test(words.slice(first.at, first.to).join(' ')) ||
      (TIME_BEFORE.test(before) &&
        !/^(the|like|to|from)$/.test(before) &&
        !/^(dollars|degrees|hundred|minutes|hours|days|weeks|years|bucks|months|percent|miles|one|two|three|four|five|six|seven|eight|nine|oh|zero|of|feet|inches)$/.test(
          words[first.to] ?? '',
        ));
    const bare =
      loose &&
      first.hour <= 12 &&
      (words.length <= first.to || TIME_AFTER.test(words[first.to] ?? '')) &&
      (before === '' ||
        /^(the|at|around|yes|yeah|no|nope|actually|okay|say|about|maybe|do|for|take|um|uh|tomorrow|tonight|morning|night|sure|please|like|day|today)$/.test(
          before,
        ) ||
        before.endsWith('day'));
    const pastMinutes =
      /\b(minutes|half|quarter)\b/.test(words.slice(i, i + 3).join(' ')) && first.half === null && !loose;
    if ((!anchored && !bare) || pastMinutes || (before === 'by' && first.half === null && !loose)) continue;
    if (first.hour === 1 && /^(one|won)$/.test(words[i] ?? '') && !anchored) continue;
    const hour = settle(first, partHalf);
    const known = first.half !== null || partHalf !== null;
    if (/after|past/.test(after)) return { fromHour: hour, toHour: null, halfDayKnown: known };
    if (/before|by|until|till/.test(after)) return { fromHour: null, toHour: hour, halfDayKnown: known };
    return { fromHour: hour, toHour: null, halfDayKnown: known };
  }
  return part ? { fromHour: part[1], toHour: part[2], halfDayKnown: true } : null;
};
