import { Temporal } from 'temporal-polyfill';
import { minuteOf } from './local-time.ts';

export interface OpeningHours {
  /** ISO: 1 Monday to 7 Sunday. */
  readonly weekday: number;
  readonly kind: 'open' | 'on_call';
  /** Local wall time, `08:00`. */
  readonly starts: string;
  readonly ends: string;
}

export interface Holiday {
  /** Local date, `2026-12-25`. */
  readonly date: string;
  readonly kind: 'closed' | 'on_call';
}

/** Whether the shop keeps its ordinary hours at this instant (epoch ms): not on call, not a holiday. */
export const isOpen = (
  hours: readonly OpeningHours[],
  holidays: readonly Holiday[],
  zone: string,
  instant: number,
): boolean => {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  if (holidays.some((one) => one.date === local.toPlainDate().toString())) return false;
  const minute = local.hour * 60 + local.minute;
  return hours.some(
    (one) =>
      one.kind === 'open' &&
      one.weekday === local.dayOfWeek &&
      minuteOf(one.starts) <= minute &&
      minute < minuteOf(one.ends),
  );
};
