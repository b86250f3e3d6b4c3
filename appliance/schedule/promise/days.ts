import { minuteOf } from '../local-time.ts';
import { windowId } from '../window.ts';
import type { BookedStop, BookTechnician, ScheduleBook, WindowProfile } from './book.ts';
import { dutiesOn, nextDay, type DutyDay, type LocalClock } from './duties.ts';
import type { PromisedStop, TechnicianDay } from './technician-day.ts';
import type { CandidateWindow } from './windows.ts';

interface LocalDay {
  readonly date: string;
  readonly weekday: number;
}

const stopOf = (stop: BookedStop, at: LocalClock): PromisedStop => {
  const { window } = stop;
  const from = at(window.date, window.starts);
  const start = stop.plannedStart / 1000;
  return {
    id: stop.id,
    location: stop.location,
    window: stop.fixed ? [start, start] : [from, at(window.date, window.ends)],
    work: stop.minutes * 60,
  };
};

const skillsOn = ({ skills, certificates }: BookTechnician, date: string): readonly string[] => [
  ...skills,
  ...certificates.filter(({ expiresOn }) => expiresOn === null || date <= expiresOn).map(({ code }) => code),
];

const NOTHING: Readonly<Record<string, number>> = {};

const stockOn = ({ truck }: BookTechnician, stops: readonly BookedStop[]): Readonly<Record<string, number>> => {
  if (truck.length === 0) return NOTHING;
  const left: Record<string, number> = {};
  for (const { code, count } of truck) left[code] = (left[code] ?? 0) + count;
  const parts = new Set(truck.filter(({ kind }) => kind === 'part').map(({ code }) => code));
  for (const stop of stops)
    for (const [code, count] of Object.entries(stop.parts)) if (parts.has(code)) left[code] = (left[code] ?? 0) - count;
  return left;
};

/** Each technician's day with all that is promised in it; who does not work that day is left out. */
export const technicianDays = (
  book: ScheduleBook,
  days: Iterable<LocalDay>,
  at: LocalClock,
): ReadonlyMap<string, readonly TechnicianDay[]> => {
  const stopsOf = Map.groupBy(book.stops, ({ technicianId, window }) => `${technicianId} ${window.date}`);
  const overtime = book.rules.overtimeMinutes * 60;
  const worked = new Map<string, DutyDay>();
  /** Today's duties were tomorrow's a moment ago. */
  const dutyOf = (technician: BookTechnician, day: LocalDay): DutyDay => {
    const key = `${technician.id} ${day.date}`;
    const known = worked.get(key) ?? dutiesOn(technician, day, book.blocks, overtime, at);
    worked.set(key, known);
    return known;
  };
  const made = new Map<string, readonly TechnicianDay[]>();
  for (const day of days) {
    const next = nextDay(day.date);
    made.set(
      day.date,
      book.technicians.flatMap((technician): TechnicianDay[] => {
        const { duties, away } = dutyOf(technician, day);
        const [first, ...more] = duties;
        if (first === undefined) return [];
        const [tomorrow] = dutyOf(technician, next).duties;
        const own = stopsOf.get(`${technician.id} ${day.date}`) ?? [];
        const promised = own
          .toSorted((a, b) => a.plannedStart - b.plannedStart)
          .map((stop) => ({ begins: stop.plannedStart / 1000, stop: stopOf(stop, at) }));
        const home = technician.home;
        const absent = away.map(([from, to]) => ({
          begins: from,
          stop: { id: null, location: home, window: [from, from] as const, work: to - from },
        }));
        return [
          {
            technician: technician.id,
            skills: skillsOn(technician, day.date),
            stock: stockOn(technician, own),
            home,
            duties: [first, ...more],
            limit: tomorrow?.from ?? Number.POSITIVE_INFINITY,
            stops: [...promised, ...absent].toSorted((a, b) => a.begins - b.begins).map(({ stop }) => stop),
          },
        ];
      }),
    );
  }
  return made;
};

const kindOf = (book: ScheduleBook, profile: WindowProfile, { date, weekday }: LocalDay): CandidateWindow['kind'] => {
  const holiday = book.holidays.find((one) => one.date === date);
  if (holiday && (holiday.kind === 'closed' || profile.kind === 'open')) return 'holiday';
  const [from, to] = [minuteOf(profile.starts), minuteOf(profile.ends)];
  const open = book.hours.some(
    (one) =>
      one.weekday === weekday && one.kind === profile.kind && minuteOf(one.starts) <= from && to <= minuteOf(one.ends),
  );
  if (!open) return 'closed';
  const blocks = book.blocks.filter(
    (one) => one.technicianId === null && one.date === date && minuteOf(one.starts) < to && from < minuteOf(one.ends),
  );
  if (blocks.some(({ kind }) => kind === 'blocked')) return 'blocked';
  return profile.emergencyOnly === true || blocks.length > 0 ? 'emergency_only' : 'bookable';
};

/** The windows of these days, soonest first, with what the shop itself has against them. */
export const candidateWindows = (
  book: ScheduleBook,
  days: Iterable<LocalDay>,
  at: LocalClock,
): readonly CandidateWindow[] => {
  const profiles = book.windows.toSorted((a, b) => minuteOf(a.starts) - minuteOf(b.starts));
  return [...days].flatMap((day) =>
    profiles
      .filter(({ weekdays }) => weekdays.includes(day.weekday))
      .map((profile): CandidateWindow => {
        const { starts, ends, kind: duty } = profile;
        const { date } = day;
        const id = windowId({ date, starts, ends });
        return { id, date, from: at(date, starts), to: at(date, ends), duty, kind: kindOf(book, profile, day) };
      }),
  );
};
