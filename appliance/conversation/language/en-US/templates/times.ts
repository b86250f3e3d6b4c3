import { Temporal } from 'temporal-polyfill';
import { cardinal, ordinal } from './numbers.ts';

interface Span {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly zone: string;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const local = (instant: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

/** `nine`, `noon`, `eight thirty`. */
const clock = (time: Temporal.ZonedDateTime): string => {
  if (time.hour === 12 && time.minute === 0) return 'noon';
  if (time.hour === 0 && time.minute === 0) return 'midnight';
  const hour = cardinal(time.hour % 12 === 0 ? 12 : time.hour % 12);
  if (time.minute === 0) return hour;
  return `${hour} ${time.minute < 10 ? `oh ${cardinal(time.minute)}` : cardinal(time.minute)}`;
};

const partOfDay = (hour: number): string => (hour < 12 ? 'morning' : hour < 17 ? 'afternoon' : 'evening');

/** The day as people say it: `tonight`, `this afternoon`, `tomorrow morning`, `Tuesday afternoon`, `Tuesday, March tenth, in the morning`. */
export const spokenDay = (span: Span, now: number): string => {
  const start = local(span.startsAt, span.zone);
  const today = local(now, span.zone).toPlainDate();
  const days = today.until(start.toPlainDate()).days;
  const part = partOfDay(start.hour);
  if (days === 0) return part === 'evening' ? 'tonight' : `this ${part}`;
  if (days === 1) return `tomorrow ${part}`;
  const weekday = WEEKDAYS[start.dayOfWeek - 1] ?? '';
  if (days > 1 && days < 7) return `${weekday} ${part}`;
  return `${weekday}, ${MONTHS[start.month - 1]} ${ordinal(start.day)}, in the ${part}`;
};

/** `tonight, nine to eleven`. */
export const spokenWindow = (span: Span, now: number): string =>
  `${spokenDay(span, now)}, ${clock(local(span.startsAt, span.zone))} to ${clock(local(span.endsAt, span.zone))}`;

/** `tomorrow morning, six`. */
export const spokenInstant = (at: number, zone: string, now: number): string =>
  `${spokenDay({ startsAt: at, endsAt: at, zone }, now)}, ${clock(local(at, zone))}`;

/** `tonight`, `today`, `tomorrow` or the weekday, without the part of the day, for choosing between days. */
export const spokenDate = (span: Span, now: number): string => {
  const start = local(span.startsAt, span.zone);
  const days = local(now, span.zone).toPlainDate().until(start.toPlainDate()).days;
  if (days === 0) return start.hour >= 17 ? 'tonight' : 'today';
  if (days === 1) return 'tomorrow';
  return days < 7 ? `on ${WEEKDAYS[start.dayOfWeek - 1]}` : `on ${MONTHS[start.month - 1]} ${ordinal(start.day)}`;
};

/** `Friday, December fourth`. @param date local, `2026-12-04` */
export const spokenPlainDate = (date: string): string => {
  const day = Temporal.PlainDate.from(date);
  return `${WEEKDAYS[day.dayOfWeek - 1]}, ${MONTHS[day.month - 1]} ${ordinal(day.day)}`;
};
