import { Temporal } from 'temporal-polyfill';
import type { WindowReading } from '../reading.ts';
import type { Wishes } from '../state/state.ts';
import type { OfferedWindow } from '../tools.ts';

const localStart = (window: OfferedWindow): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(window.startsAt).toZonedDateTimeISO(window.zone);

const hours = (window: OfferedWindow): { date: string; from: number; to: number } => {
  const start = localStart(window);
  const from = start.hour + start.minute / 60;
  return { date: start.toPlainDate().toString(), from, to: from + (window.endsAt - window.startsAt) / 3_600_000 };
};

/** The local date a window begins on. */
export const dateOf = (window: OfferedWindow): string => hours(window).date;

/** Whether a window that was not on offer is just the one that was named: it begins at that hour, or holds it on that day. */
const isNamed = (window: OfferedWindow, { date, fromHour, toHour }: WindowReading): boolean => {
  const { from, to } = hours(window);
  if (fromHour === null || toHour !== null || from === fromHour) return true;
  return date !== null && from < fromHour && fromHour < to;
};

type Wish = Pick<Wishes, 'date' | 'fromHour' | 'toHour'>;

export const isWished = ({ date, fromHour, toHour }: Wish): boolean =>
  date !== null || fromHour !== null || toHour !== null;

/** One wish told from another. */
export const wishKey = ({ date, fromHour, toHour }: Wish): string => `${date ?? ''} ${fromHour ?? ''} ${toHour ?? ''}`;

/** Is this the very window that was named, where the day is left out or the same? */
export const isJust = (window: OfferedWindow, { date, fromHour, toHour }: Wish): boolean => {
  const { from, to, ...day } = hours(window);
  return (
    (date === null || day.date === date) &&
    (fromHour === null || from === fromHour) &&
    (toHour === null || to === toHour)
  );
};

/** Windows that fit a wish: those that start and end just so, else those inside it. */
export const fitting = (windows: readonly OfferedWindow[], wish: Wish): readonly OfferedWindow[] => {
  const onDay = windows.filter((window) => wish.date === null || hours(window).date === wish.date);
  if (wish.fromHour === null && wish.toHour === null) return onDay;
  const exact = onDay.filter((window) => isJust(window, wish));
  if (exact.length > 0) return exact;
  return onDay.filter((window) => {
    const { from, to } = hours(window);
    return (wish.fromHour === null || to > wish.fromHour) && (wish.toHour === null || from < wish.toHour);
  });
};

/** Does the reading say anything about a time? */
export const namesTime = (reading: WindowReading | undefined): reading is WindowReading =>
  reading !== undefined &&
  (reading.date !== null ||
    reading.fromHour !== null ||
    reading.toHour !== null ||
    reading.soonest ||
    reading.choice !== null);

/**
 * The one window an answer names, out of those on offer (by place in the list) or out of all that can be kept (by day
 * and hour). Null when it names none, or more than one.
 */
export const namedWindow = (
  reading: WindowReading | undefined,
  offered: readonly OfferedWindow[],
  all: readonly OfferedWindow[],
): OfferedWindow | null => {
  if (!namesTime(reading)) return null;
  const named = reading.date !== null || reading.fromHour !== null || reading.toHour !== null;
  if (reading.choice !== null) {
    const chosen = offered[reading.choice];
    if (chosen && (!named || fitting([chosen], reading).length === 1)) return chosen;
  }
  if (named) {
    for (const list of [offered, all]) {
      const fits = fitting(list, reading).filter((window) => list === offered || isNamed(window, reading));
      if (fits.length === 1) return fits[0] ?? null;
      if (fits.length > 1 && reading.soonest) return fits[0] ?? null;
    }
    return null;
  }
  return reading.soonest ? (offered[0] ?? all[0] ?? null) : null;
};
