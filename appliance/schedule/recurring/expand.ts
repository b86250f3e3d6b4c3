import { Temporal } from 'temporal-polyfill';
import { Value } from 'typebox/value';
import { PilotError } from '#shared/errors.ts';
import { daysFrom, instantOf } from '../local-time.ts';
import type { PlanId, PlanJob, PlanProblem, PlanVehicle } from '../plan/problem.ts';
import { daysFor, standingOf } from './rule.ts';
import { WeekProblem, type WeekRecurring, type WeekTechnician, type WeekVisit } from './week.ts';

type Window = [number, number];

interface Day {
  readonly date: string;
  readonly weekday: number;
}

/** Between one day's work and the next day's of the same job. */
const NIGHT = 10 * 3600;
/** So that work that has begun goes on soon; an hour of driving weighs 3600. */
const GOES_ON = 60;
/** A recurring visit whose last day lies in the plan goes before others. */
const LAST_CHANCE = 20;
/** How far back missed times are looked for. */
const LOOK_BACK = { months: 13 } as const;

/** A plan's problem that was told in local time. */
export interface ExpandedWeek {
  /** Times in epoch seconds; a vehicle is one technician on one day, `ann/2026-11-23`. */
  readonly problem: PlanProblem;
  /** Recurring visits that are too late now, with the date they were due. */
  readonly lapsed: readonly { readonly id: string; readonly due: string }[];
  /** By vehicle, the epoch second at which its wall clock would have shown midnight. */
  readonly midnight: ReadonlyMap<PlanId, number>;
}

const invalid = (path: string, message: string): PilotError =>
  new PilotError('plan_invalid', `${path}: ${message}`, {
    fix: 'Correct that place; pilot plan --help describes the format.',
  });

const shiftsOn = ({ shifts, off = [] }: WeekTechnician, { date, weekday }: Day) => {
  if (off.includes(date)) return [];
  const dated = shifts.filter((one) => one.date === date);
  return dated.length > 0 ? dated : shifts.filter((one) => one.date === undefined && one.weekday === weekday);
};

const nextDate = (date: string): string => Temporal.PlainDate.from(date).add({ days: 1 }).toString();

/** From one wall time to another, which may be on the next day. Epoch seconds. */
const spanOf = (
  date: string,
  { starts, ends }: { readonly starts: string; readonly ends: string },
  zone: string,
): Window => [
  instantOf(date, starts, zone) / 1000,
  instantOf(ends > starts ? date : nextDate(date), ends, zone) / 1000,
];

const secondsOf = (time: string): number => Temporal.PlainTime.from(time).since('00:00').total('seconds');

interface Shift {
  readonly vehicle: PlanVehicle;
  readonly midnight: number;
}

/** A technician's days: each from home and back to it, so that the nights between them are free. */
const vehiclesOf = (technician: WeekTechnician, days: readonly Day[], zone: string): Shift[] =>
  days.flatMap((day) => {
    const shifts = shiftsOn(technician, day);
    return shifts.map((shift, i): Shift => {
      const [opens, closes] = spanOf(day.date, shift, zone);
      const { overtime, skills, stock } = technician;
      const vehicle: PlanVehicle = {
        id: `${technician.id}/${day.date}${i > 0 ? `/${i + 1}` : ''}`,
        technician: technician.id,
        start: technician.home,
        end: technician.home,
        time_window: [opens, closes + (overtime?.minutes ?? 0) * 60],
        ...(skills ? { skills } : {}),
        ...(stock ? { stock } : {}),
        ...(overtime ? { overtime: [{ from: closes, per_hour: overtime.per_hour }] } : {}),
      };
      return { vehicle, midnight: opens - secondsOf(shift.starts) };
    });
  });

const needsOf = (
  { location, location_quality: quality, skills, parts, priority, preferred }: WeekVisit | WeekRecurring,
  vehicles: readonly PlanVehicle[],
): Omit<PlanJob, 'id'> => {
  const wished = vehicles.filter(({ technician }) => preferred?.technicians.includes(String(technician)));
  return {
    location,
    ...(quality ? { location_quality: quality } : {}),
    ...(skills ? { skills } : {}),
    ...(parts ? { parts } : {}),
    ...(priority === undefined ? {} : { priority }),
    ...(preferred && wished.length > 0
      ? { preferred: { vehicles: wished.map(({ id }) => id), cost: preferred.cost } }
      : {}),
  };
};

/** Windows in order; those that overlap or touch become one, as the clocks may make them. */
const joined = (windows: readonly Window[]): Window[] => {
  const all: Window[] = [];
  for (const [from, to] of windows.toSorted((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
};

/** One job for each day of work: the first in its windows, the others each on a later day by whoever did the one before. */
const jobsOf = (visit: WeekVisit, vehicles: readonly PlanVehicle[], zone: string): PlanJob[] => {
  const { parts, ...needs } = needsOf(visit, vehicles);
  const stages = typeof visit.minutes === 'number' ? [visit.minutes] : visit.minutes;
  const windows = joined((visit.windows ?? []).map((one) => spanOf(one.date, one, zone)));
  const opens = Math.min(...vehicles.map(({ time_window: shift }) => shift?.[0] ?? 0));
  const closes = Math.max(...vehicles.map(({ time_window: shift }) => shift?.[1] ?? 0));
  const idOf = (stage: number): string => (stage === 0 ? visit.id : `${visit.id}/${stage + 1}`);
  return stages.map((minutes, stage): PlanJob => {
    const job = { ...needs, id: idOf(stage), service: minutes * 60 };
    if (stage === 0)
      return { ...job, ...(parts ? { parts } : {}), ...(windows.length > 0 ? { time_windows: windows } : {}) };
    return {
      ...job,
      after: [idOf(stage - 1)],
      same_technician_as: idOf(stage - 1),
      gap: NIGHT,
      time_windows: [[opens, closes]],
      urgency: { per_hour: GOES_ON },
    };
  });
};

const recurringJobs = (
  one: WeekRecurring,
  week: WeekProblem,
  days: readonly Day[],
  vehicles: readonly PlanVehicle[],
) => {
  const dates = days.map(({ date }) => date);
  const [first = week.from, last = week.from] = [dates[0], dates.at(-1)];
  const since = Temporal.PlainDate.from(first).subtract(LOOK_BACK).toString();
  const { open, lapsed } = standingOf(one.rule, one.done ?? [], { since, today: first, to: last });
  const jobs = open.map((occurrence): PlanJob => {
    const needs = needsOf(one, vehicles);
    const priority = (one.priority ?? 0) + (occurrence.latest <= last ? LAST_CHANCE : 0);
    const { window = { starts: '00:00', ends: '00:00' } } = one.rule;
    const windows = joined(daysFor(one.rule, occurrence, dates).map((date) => spanOf(date, window, week.zone)));
    return {
      ...needs,
      id: `${one.id}@${occurrence.due}`,
      service: one.minutes * 60,
      priority: Math.min(100, priority),
      time_windows: windows,
    };
  });
  return { jobs, lapsed: lapsed.map(({ due }) => ({ id: one.id, due })) };
};

const readWeek = (value: unknown): WeekProblem => {
  if (Value.Check(WeekProblem, value)) return value;
  const [error] = Value.Errors(WeekProblem, value);
  throw invalid(error?.instancePath.slice(1) || 'the week', error?.message ?? 'has another shape');
};

/** Days of work that no shift has room for would never be planned, and nobody would know why. */
const checkLengths = (visits: readonly WeekVisit[], vehicles: readonly PlanVehicle[]): void => {
  const longest = Math.max(0, ...vehicles.map(({ time_window: [opens, closes] = [0, 0] }) => closes - opens));
  for (const [i, { minutes }] of visits.entries()) {
    const most = Math.max(...(typeof minutes === 'number' ? [minutes] : minutes));
    if (most * 60 > longest)
      throw invalid(
        `visits/${i}/minutes`,
        `${most} minutes are longer than any shift; give the minutes of each day: [480, 240]`,
      );
  }
};

/**
 * Turns days told in local wall time into a plan's problem: a vehicle for each technician and day, work over several days as
 * jobs that follow one another, recurring visits that are due or to be made up on the days that will do for them.
 * @throws PilotError `plan_invalid`, naming the place
 */
export const expandWeek = (value: unknown): ExpandedWeek => {
  const week = readWeek(value);
  try {
    const days = [...daysFrom(week.from, week.days)];
    const shifts = week.technicians.flatMap((one) => vehiclesOf(one, days, week.zone));
    const vehicles = shifts.map(({ vehicle }) => vehicle);
    if (vehicles.length === 0) throw invalid('technicians', 'nobody works on any of these days');
    checkLengths(week.visits ?? [], vehicles);
    const recurring = (week.recurring ?? []).map((one) => recurringJobs(one, week, days, vehicles));
    return {
      problem: {
        jobs: [
          ...(week.visits ?? []).flatMap((visit) => jobsOf(visit, vehicles, week.zone)),
          ...recurring.flatMap(({ jobs }) => jobs),
        ],
        vehicles,
        ...(week.weights ? { weights: week.weights } : {}),
      },
      lapsed: recurring.flatMap(({ lapsed }) => lapsed),
      midnight: new Map(shifts.map(({ vehicle, midnight }) => [vehicle.id, midnight])),
    };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw invalid('the week', `a date or the zone does not exist (${cause.message})`);
  }
};
