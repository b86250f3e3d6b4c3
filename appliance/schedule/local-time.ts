import { Temporal } from 'temporal-polyfill';

/**
 * The instant of a local wall time. A time that does not exist or comes twice takes Temporal's "compatible" rule: in the
 * gap it moves forward by the gap, in the fold the first one is meant.
 * @param date `2026-11-23`
 * @param time `21:00`
 * @returns epoch ms, UTC
 */
export const instantOf = (date: string, time: string, zone: string): number =>
  Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone, { disambiguation: 'compatible' })
    .epochMilliseconds;

/** The local date of an instant. */
export const localDate = (instant: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString();

/** `count` local dates from `first`, with their ISO weekday (1 Monday). */
export function* daysFrom(
  first: string,
  count: number,
): Generator<{ readonly date: string; readonly weekday: number }> {
  let day = Temporal.PlainDate.from(first);
  for (let i = 0; i < count; i++) {
    yield { date: day.toString(), weekday: day.dayOfWeek };
    day = day.add({ days: 1 });
  }
}

/** Minutes since local midnight of `HH:MM`. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
