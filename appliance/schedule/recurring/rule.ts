import { Temporal } from 'temporal-polyfill';
import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;
const LocalDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const LocalTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
/** Month and day, `04-15`. */
const DayOfYear = Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });

/**
 * How often a visit comes again, as data: a part of RFC 5545's RRULE (FREQ, INTERVAL, UNTIL) with what a service agreement
 * says beside it. All of it is local: a change of clocks moves instants, never dates or wall times.
 */
export const Recurrence = Type.Object(
  {
    every: Type.Integer({ minimum: 1, maximum: 120 }),
    unit: Type.Union([Type.Literal('week'), Type.Literal('month')]),
    /** The first due date; the others are counted from it. */
    from: LocalDate,
    /** The last date that may be due. */
    until: Type.Optional(LocalDate),
    /** Due dates outside of it do not count. May go over the end of the year. */
    season: Type.Optional(Type.Object({ from: DayOfYear, to: DayOfYear }, strict)),
    /** ISO, 1 Monday to 7 Sunday: of the days that will do, those, as long as there are any. */
    weekday: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
    /** Wall time in which work starts; any time of the day when left out. */
    window: Type.Optional(Type.Object({ starts: LocalTime, ends: LocalTime }, strict)),
    /** How many days sooner and later than due will do. */
    early: Type.Integer({ minimum: 0, maximum: 180 }),
    late: Type.Integer({ minimum: 0, maximum: 180 }),
  },
  strict,
);
export type Recurrence = Static<typeof Recurrence>;

/** One time that it is due. Local dates. */
export interface Occurrence {
  readonly due: string;
  /** The first and last day that will do; the next one's due date is not among them. */
  readonly earliest: string;
  readonly latest: string;
}

const inSeason = (date: Temporal.PlainDate, { season }: Recurrence): boolean => {
  if (!season) return true;
  const day = date.toString().slice(5);
  return season.from <= season.to ? season.from <= day && day <= season.to : season.from <= day || day <= season.to;
};

/** Due dates in order. A month that is too short has its last day; the next one has the full day again. */
function* dueDates(rule: Recurrence): Generator<Temporal.PlainDate> {
  const first = Temporal.PlainDate.from(rule.from);
  for (let count = 0; ; count++) {
    const step = count * rule.every;
    const date = first.add(rule.unit === 'week' ? { weeks: step } : { months: step });
    if (rule.until !== undefined && date.toString() > rule.until) return;
    if (date.year > first.year + 100) return;
    if (inSeason(date, rule)) yield date;
  }
}

/** Every time that could be served on one of these days (local dates, both included), in order. */
export function* occurrences(rule: Recurrence, from: string, to: string): Generator<Occurrence> {
  const dates = dueDates(rule);
  let next = dates.next();
  while (!next.done) {
    const due = next.value;
    const earliest = due.subtract({ days: rule.early }).toString();
    if (earliest > to) return;
    next = dates.next();
    const following = next.done ? null : next.value.subtract({ days: 1 }).toString();
    const last = due.add({ days: rule.late }).toString();
    const latest = following !== null && following < last ? following : last;
    if (latest >= from) yield { due: due.toString(), earliest, latest };
  }
}

/** What is to be done about a rule. */
export interface Standing {
  /** Not yet done, and a day from `today` on will still do: missed ones are made up here. */
  readonly open: readonly Occurrence[];
  /** Not done, and too late now: somebody should know. */
  readonly lapsed: readonly Occurrence[];
}

/**
 * Which times are still to be served. A visit serves the one whose due date is nearest of those that its day will do for.
 * @param done local dates of visits made or booked
 * @param since times whose last day lies before are not looked at
 * @param to last local date that is planned for
 */
export const standingOf = (
  rule: Recurrence,
  done: readonly string[],
  { since, today, to }: { readonly since: string; readonly today: string; readonly to: string },
): Standing => {
  const due = new Set(occurrences(rule, since, to));
  const away = (one: Occurrence, date: string): number =>
    Math.abs(Temporal.PlainDate.from(one.due).until(date, { largestUnit: 'days' }).days);
  for (const date of done.toSorted()) {
    const [served] = [...due]
      .filter(({ earliest, latest }) => earliest <= date && date <= latest)
      .toSorted((a, b) => away(a, date) - away(b, date));
    if (served) due.delete(served);
  }
  const left = [...due];
  return { open: left.filter(({ latest }) => latest >= today), lapsed: left.filter(({ latest }) => latest < today) };
};

/** The days of an occurrence within a span that will do: of the wished weekday where there are any, else all. */
export const daysFor = (rule: Recurrence, occurrence: Occurrence, days: readonly string[]): readonly string[] => {
  const within = days.filter((day) => occurrence.earliest <= day && day <= occurrence.latest);
  const wished = within.filter((day) => Temporal.PlainDate.from(day).dayOfWeek === rule.weekday);
  return wished.length > 0 ? wished : within;
};
