import { minuteOf } from './local-time.ts';
import type { LocalWindow } from './window.ts';

/** Weekly when `weekday` is set, of one day when `date` is. */
export interface Shift {
  readonly weekday: number | null;
  readonly date: string | null;
  readonly kind: 'available' | 'on_call' | 'time_off';
  readonly starts: string;
  readonly ends: string;
}

export interface Technician {
  readonly id: string;
  readonly skills: readonly string[];
  readonly shifts: readonly Shift[];
}

const applies = (shift: Shift, date: string, weekday: number): boolean =>
  shift.date === null ? shift.weekday === weekday : shift.date === date;

/** The shifts of one kind on a day: those of that very date beat the weekly ones; time off adds up. */
export const shiftsOn = (
  { shifts }: Technician,
  date: string,
  weekday: number,
  kind: Shift['kind'],
): readonly Shift[] => {
  const today = shifts.filter((shift) => shift.kind === kind && applies(shift, date, weekday));
  const dated = today.filter((shift) => shift.date !== null);
  return kind !== 'time_off' && dated.length > 0 ? dated : today;
};

/**
 * Is the technician at work for the whole window? A shift of that very date beats the weekly ones, time off beats all.
 * @param kind which shifts count: `available` by day, `on_call` after hours
 */
export const isAtWork = (
  technician: Technician,
  window: LocalWindow,
  weekday: number,
  kind: 'available' | 'on_call',
): boolean => {
  const from = minuteOf(window.starts);
  const to = minuteOf(window.ends);
  const on = (of: Shift['kind']): readonly Shift[] => shiftsOn(technician, window.date, weekday, of);
  if (on('time_off').some((s) => minuteOf(s.starts) < to && from < minuteOf(s.ends))) return false;
  return on(kind).some((s) => minuteOf(s.starts) <= from && to <= minuteOf(s.ends));
};
