import { instantOf, daysFrom, localDate } from './local-time.ts';
import type { Holiday, OpeningHours } from './opening.ts';

/** From one instant to another, epoch ms; the end is not part of it. */
export type Span = readonly [from: number, to: number];

/**
 * When the shop keeps its ordinary hours, in order and without overlap: for whoever must know it without the calendar.
 * The hours are local wall time, so that a day on which the clocks change has its hours too.
 * @param from epoch ms; its local day is the first
 * @param days so many local days
 */
export const openings = (
  hours: readonly OpeningHours[],
  holidays: readonly Holiday[],
  zone: string,
  from: number,
  days: number,
): Span[] => {
  const closed = new Set(holidays.map((one) => one.date));
  const spans: Span[] = [];
  for (const { date, weekday } of daysFrom(localDate(from, zone), days)) {
    if (closed.has(date)) continue;
    const today = hours.filter((one) => one.kind === 'open' && one.weekday === weekday);
    for (const { starts, ends } of today.toSorted((a, b) => a.starts.localeCompare(b.starts)))
      join(spans, [instantOf(date, starts, zone), instantOf(date, ends, zone)]);
  }
  return spans;
};

/** Adds a span that begins no earlier than the last one. */
const join = (spans: Span[], next: Span): void => {
  const last = spans.at(-1);
  if (last && next[0] <= last[1]) spans[spans.length - 1] = [last[0], Math.max(last[1], next[1])];
  else if (next[0] < next[1]) spans.push(next);
};
