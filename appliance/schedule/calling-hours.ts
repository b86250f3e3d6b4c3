import { Temporal } from 'temporal-polyfill';

/**
 * The first instant from now on at which people may be called: within these hours of any day, local wall time (`09:00`).
 * @param now epoch ms
 * @returns epoch ms; `now` itself within the hours
 */
export const callableFrom = (now: number, zone: string, [from, to]: readonly [string, string]): number => {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const time = local.toPlainTime();
  const [begins, ends] = [Temporal.PlainTime.from(from), Temporal.PlainTime.from(to)];
  if (Temporal.PlainTime.compare(time, begins) < 0) return local.withPlainTime(begins).epochMilliseconds;
  if (Temporal.PlainTime.compare(time, ends) < 0) return now;
  return local.add({ days: 1 }).withPlainTime(begins).epochMilliseconds;
};
