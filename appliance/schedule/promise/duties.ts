import { shiftsOn } from '../crew.ts';
import { daysFrom, instantOf } from '../local-time.ts';
import type { BookTechnician, SlotBlock } from './book.ts';
import type { Duty } from './technician-day.ts';

/** Seconds since the epoch of a local wall time. */
export type LocalClock = (date: string, time: string) => number;

/** More wall times than any shop promises; then all are worked out anew. */
const REMEMBERED = 20_000;
const clocks = new Map<string, Map<string, number>>();

/** Each wall time of a zone is worked out once: questions about windows ask for the same few again and again. */
export const localClock = (zone: string): LocalClock => {
  const known = clocks.get(zone) ?? new Map<string, number>();
  clocks.set(zone, known);
  return (date, time) => {
    const key = `${date}T${time}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const at = instantOf(date, time, zone) / 1000;
    known.set(key, at);
    return at;
  };
};

/** From one moment to another, epoch seconds. */
export type Span = readonly [number, number];

/** What is left of a span when others are taken out. */
const without = (span: Span, taken: readonly Span[]): Span[] =>
  taken.reduce<Span[]>(
    (left, [from, to]) =>
      left.flatMap(([a, b]): Span[] =>
        to <= a || b <= from
          ? [[a, b]]
          : [...(a < from ? [[a, from] as const] : []), ...(to < b ? [[to, b] as const] : [])],
      ),
    [span],
  );

/** Spans that touch or overlap become one. */
const joined = (spans: readonly Span[]): readonly Span[] =>
  spans
    .toSorted(([a], [b]) => a - b)
    .reduce<Span[]>((all, [from, to]) => {
      const last = all.at(-1);
      if (last && from <= last[1]) all[all.length - 1] = [last[0], Math.max(last[1], to)];
      else all.push([from, to]);
      return all;
    }, []);

/** What a technician's day is made of. */
export interface DutyDay {
  /** The stretches of work, in order: shifts without time off and without what is blocked for them. */
  readonly duties: readonly Duty[];
  /** When they are at home in between: time off, and the hours between two shifts but for overtime. */
  readonly away: readonly Span[];
}

/** @param overtime seconds that a shift may be overrun */
export const dutiesOn = (
  technician: BookTechnician,
  { date, weekday }: { readonly date: string; readonly weekday: number },
  blocks: readonly SlotBlock[],
  overtime: number,
  at: LocalClock,
): DutyDay => {
  const spanOf = (one: { readonly starts: string; readonly ends: string }): Span => [
    at(date, one.starts),
    at(date, one.ends),
  ];
  const off = [
    ...shiftsOn(technician, date, weekday, 'time_off'),
    ...blocks.filter((one) => one.date === date && one.technicianId === technician.id),
  ].map(spanOf);
  const kinds = [
    ['open', 'available'],
    ['on_call', 'on_call'],
  ] as const;
  const shifts = kinds.flatMap(([kind, shift]) =>
    shiftsOn(technician, date, weekday, shift).map((one) => ({ kind, span: spanOf(one) })),
  );
  const duties = shifts
    .flatMap(({ kind, span }) => without(span, off).map(([from, to]): Duty => ({ kind, from, to })))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from);
  const [first, last] = [duties[0]?.from ?? 0, Math.max(...duties.map(({ to }) => to))];
  const between = without(
    [first, last],
    shifts.map(({ span: [from, to] }): Span => [from, to + overtime]),
  );
  const away = joined([...between, ...off.filter(([from, to]) => first < to && from < last)]);
  return { duties, away };
};

/** The day after a local date. */
export const nextDay = (date: string): { readonly date: string; readonly weekday: number } => {
  const [, next] = daysFrom(date, 2);
  return next ?? { date, weekday: 0 };
};
