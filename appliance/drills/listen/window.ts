import { distance } from 'fastest-levenshtein';
import { wordsOf } from './words.ts';

/** A window as it was spoken. Hours on the 24-hour clock, day as a word: `today`, `tomorrow`, or a weekday. */
export interface SpokenWindow {
  readonly day: string | null;
  readonly from: number;
  readonly to: number;
}

const HOURS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const PARTS = ['morning', 'afternoon', 'evening', 'night'] as const;

const near = (word: string, target: string): boolean => distance(word, target) <= (target.length > 6 ? 2 : 1);

const hourOf = (word: string): number | null => {
  if (word === 'noon' || word === 'midnight') return word === 'noon' ? 12 : 24;
  const exact = HOURS.indexOf(word);
  if (exact >= 0) return exact + 1;
  // Short hour words lie a letter apart from other words: only the long ones may be misheard.
  const close = HOURS.findIndex((hour) => hour.length >= 5 && distance(word, hour) === 1);
  return close >= 0 ? close + 1 : null;
};

/** The hour after "to", which runs together with a short word: "tonoon". */
const endHour = (words: readonly string[], at: number): number | null => {
  const [link = '', hour = ''] = words.slice(at, at + 2);
  if (['to', 'two', 'too', 'until', 'and', 'till'].includes(link)) return hourOf(hour);
  return distance(link, 'tonoon') <= 1 ? 12 : null;
};

/** Hours said without a.m. and p.m. in the part of the day that was named; office hours when none was. */
const onClock = (hour: number, part: string | null): number => {
  if (hour >= 12) return hour;
  if (part === 'morning') return hour;
  if (part === 'afternoon' || part === 'evening' || part === 'night') return hour + 12;
  return hour < 7 ? hour + 12 : hour;
};

/** Every window in what was heard, in order. */
export const windowsIn = (text: string): SpokenWindow[] => {
  const words = wordsOf(text);
  const found: SpokenWindow[] = [];
  let day: string | null = null;
  let part: string | null = null;
  words.forEach((word, at) => {
    if (near(word, 'tonight')) [day, part] = ['today', 'evening'];
    else if (near(word, 'tomorrow')) [day, part] = ['tomorrow', null];
    else if (word === 'this' || word === 'today') day = 'today';
    // "Thursday" lies two letters from "Tuesday".
    const weekday = WEEKDAYS.includes(word) ? word : WEEKDAYS.find((name) => word.length > 4 && near(word, name));
    if (weekday) [day, part] = [weekday, null];
    // "eight" lies a letter from "night".
    const named = HOURS.includes(word) ? undefined : PARTS.find((name) => near(word, name));
    if (named) part = named;
    const [from, to] = [hourOf(word), endHour(words, at + 1)];
    if (from === null || to === null) return;
    const start = onClock(from, part);
    const end = to <= 12 && onClock(to, part) <= start ? to + 12 : onClock(to, part);
    found.push({ day, from: start, to: end });
  });
  return found;
};
