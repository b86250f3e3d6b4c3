import { Temporal } from 'temporal-polyfill';
import { ordinalOf, readQuantity } from './numbers.ts';

const WEEKDAYS: Readonly<Record<string, number>> = {
  monday: 1,
  tuesday: 2,
  wednesday: 3,
  thursday: 4,
  friday: 5,
  saturday: 6,
  sunday: 7,
  mon: 1,
  tue: 2,
  tues: 2,
  wed: 3,
  thu: 4,
  thur: 4,
  thurs: 4,
  fri: 5,
  wensday: 3,
  wendsday: 3,
  toosday: 2,
  satterday: 6,
  mondays: 1,
  fridays: 5,
  saturdays: 6,
};
const MONTHS: Readonly<Record<string, number>> = {
  january: 1,
  february: 2,
  march: 3,
  april: 4,
  may: 5,
  june: 6,
  july: 7,
  august: 8,
  september: 9,
  october: 10,
  november: 11,
  december: 12,
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  sept: 9,
  oct: 10,
  nov: 11,
  dec: 12,
};

/** The local date at an instant. @param now epoch ms @param zone IANA */
export const localDate = (now: number, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();

export interface DayReading {
  readonly date: string;
  /** `next Friday` is said of two days: the nearer one. */
  readonly sooner?: string;
}

const coming = (today: Temporal.PlainDate, weekday: number): Temporal.PlainDate =>
  today.add({ days: (weekday - today.dayOfWeek + 7) % 7 || 7 });

/** A day as callers name it, as a local date; null when none was named. */
export const readDay = (words: readonly string[], now: number, zone: string): DayReading | null => {
  const text = words.join(' ');
  const on = (date: Temporal.PlainDate): DayReading => ({ date: date.toString() });
  const today = (): Temporal.PlainDate => localDate(now, zone);
  if (/\bday after tomorrow\b/.test(text)) return on(today().add({ days: 2 }));
  const week = /\b(?:a )?week from (\w+)\b/.exec(text);
  if (week) {
    const named = WEEKDAYS[week[1] ?? ''];
    if (named !== undefined) return on(coming(today(), named).add({ days: 7 }));
    if (week[1] === 'today') return on(today().add({ days: 7 }));
    if (week[1] === 'tomorrow') return on(today().add({ days: 8 }));
  }
  if (/\b(tomorrow|tomorow|tommorow|tomorrows|tmrw)\b/.test(text)) return on(today().add({ days: 1 }));
  if (/\b(tonight|tonite|this evening|today|this afternoon|this morning|to night|later on today)\b/.test(text))
    return on(today());
  for (const [i, word] of words.entries()) {
    const weekday = WEEKDAYS[word];
    if (weekday !== undefined && !(word.length < 5 && !/^(on|this|next|for|by)$/.test(words[i - 1] ?? ''))) {
      const date = coming(today(), weekday);
      if (words[i - 1] === 'last') continue;
      if (words[i - 1] !== 'next') return on(words[i - 1] === 'this' && weekday === today().dayOfWeek ? today() : date);
      const nextWeek = today().add({ days: 8 - today().dayOfWeek + weekday - 1 });
      return nextWeek.equals(date) ? on(date) : { ...on(nextWeek), sooner: date.toString() };
    }
    const month = MONTHS[word];
    if (month !== undefined) {
      const quantity = readQuantity(words, i + 1);
      const day =
        ordinalOf(words[i + 1]) ??
        (/^(twenty|thirty)$/.test(words[i + 1] ?? '') && ordinalOf(words[i + 2])
          ? (words[i + 1] === 'twenty' ? 20 : 30) + (ordinalOf(words[i + 2]) ?? 0)
          : undefined) ??
        quantity?.value ??
        (words[i - 1] === 'of' ? ordinalOf(words[i - 2]) : undefined);
      if (
        day !== undefined &&
        day >= 1 &&
        day <= 31 &&
        !(word === 'may' && quantity === null && ordinalOf(words[i + 1]) === undefined)
      ) {
        const from = today();
        const date = Temporal.PlainDate.from({ year: from.year, month, day });
        return on(Temporal.PlainDate.compare(date, from) < 0 ? date.add({ years: 1 }) : date);
      }
    }
    if (word === 'the' || word === 'on') {
      const tens = words[i + 1] === 'twenty' ? 20 : words[i + 1] === 'thirty' ? 30 : 0;
      const day =
        tens > 0 && (ordinalOf(words[i + 2]) ?? 99) < 10
          ? tens + (ordinalOf(words[i + 2]) ?? 0)
          : ordinalOf(words[i + 1]);
      // `the first one` is a choice, `the third street` a street: a bare ordinal is a day only from the fourth on, at the end or before a daypart.
      const next = words[i + (tens > 0 && day !== undefined && day > tens ? 3 : 2)];
      if (
        day !== undefined &&
        day > 3 &&
        day <= 31 &&
        (next === undefined || /^(in|at|would|works|is|if|around|after|before|please|morning|afternoon)$/.test(next))
      ) {
        const from = today();
        let date = Temporal.PlainDate.from({ year: from.year, month: from.month, day });
        if (Temporal.PlainDate.compare(date, from) < 0) date = date.add({ months: 1 });
        return on(date);
      }
    }
  }
  if (/\b(this|the|on the) weekend\b/.test(text)) return on(coming(today(), 6));
  const inDays = /\bin (a|one|two|three|four|five|six|couple|a couple|\d) (of )?(day|days|week|weeks)\b/.exec(text);
  if (inDays) {
    const count =
      { a: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, couple: 2, 'a couple': 2 }[inDays[1] ?? ''] ??
      Number(inDays[1]);
    return on(today().add({ days: count * ((inDays[3] ?? '').startsWith('week') ? 7 : 1) }));
  }
  return null;
};
