import { describe, expect, it, test } from 'vitest';
import { localDate } from '../local-time.ts';
import { readProblem } from '../plan/faults.ts';
import { countTo, optimise } from '../plan/optimise.ts';
import type { PlanProblem } from '../plan/problem.ts';
import { expandWeek } from './expand.ts';
import type { Recurrence } from './rule.ts';
import type { WeekProblem, WeekTechnician } from './week.ts';

const ZONE = 'America/New_York';
const WORKDAYS = [1, 2, 3, 4, 5];
const home: [number, number] = [-83, 40];
const near: [number, number] = [-82.99, 40.01];
const technician = (id: string, more: Partial<WeekTechnician> = {}): WeekTechnician => ({
  id,
  home,
  shifts: WORKDAYS.map((weekday) => ({ weekday, starts: '08:00', ends: '17:00' })),
  ...more,
});
const week = (more: Partial<WeekProblem>): WeekProblem => ({
  zone: ZONE,
  from: '2026-11-23',
  days: 5,
  technicians: [technician('ann')],
  ...more,
});
const rule = (more: Partial<Recurrence>): Recurrence => ({
  every: 1,
  unit: 'month',
  from: '2026-01-20',
  early: 0,
  late: 0,
  ...more,
});
const wall = (seconds: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' }).format(seconds * 1000);
const solve = (problem: PlanProblem) => {
  const { routes, unassigned } = optimise(readProblem(problem), 1, countTo(300));
  const visits = routes.flatMap(({ vehicle, steps }) =>
    steps
      .filter(({ type }) => type === 'job')
      .map((step) => ({ id: step.id, vehicle, start: wall(step.arrival + step.waiting_time) })),
  );
  return { visits: visits.toSorted((a, b) => a.start.localeCompare(b.start)), unassigned };
};

describe('a week in local time', () => {
  it('is one vehicle for each technician and day, home every night', () => {
    const { problem } = expandWeek(week({ technicians: [technician('ann', { off: ['2026-11-26'] })] }));
    expect(problem.vehicles.map(({ id }) => id)).toEqual([
      'ann/2026-11-23',
      'ann/2026-11-24',
      'ann/2026-11-25',
      'ann/2026-11-27',
    ]);
    for (const { start, end, technician: who } of problem.vehicles)
      expect([start, end, who]).toEqual([home, home, 'ann']);
  });

  it('keeps wall times on days of 23 and 25 hours, and knows how long their nights are', () => {
    const nights = technician('ann', {
      shifts: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => [
        { weekday, starts: '08:00', ends: '17:00' },
        { weekday, starts: '22:00', ends: '06:00' },
      ]),
    });
    const hours = (from: string) =>
      expandWeek(week({ from, days: 3, technicians: [nights] })).problem.vehicles.map(({ time_window: shift }) => {
        const [opens = 0, closes = 0] = shift ?? [];
        return [wall(opens), wall(closes), (closes - opens) / 3600];
      });
    expect(hours('2026-03-07')).toEqual([
      ['2026-03-07 08:00', '2026-03-07 17:00', 9],
      ['2026-03-07 22:00', '2026-03-08 06:00', 7],
      ['2026-03-08 08:00', '2026-03-08 17:00', 9],
      ['2026-03-08 22:00', '2026-03-09 06:00', 8],
      ['2026-03-09 08:00', '2026-03-09 17:00', 9],
      ['2026-03-09 22:00', '2026-03-10 06:00', 8],
    ]);
    expect(hours('2026-10-31').map(([, , length]) => length)).toEqual([9, 9, 9, 8, 9, 8]);
  });

  test.each(['2026-03-02', '2026-10-26'])(
    'moves no visit by an hour when the clocks change in the week of %s',
    (from) => {
      const recurring = [
        {
          id: 'filter',
          location: near,
          minutes: 45,
          rule: rule({ every: 1, unit: 'week', from: '2026-01-06', window: { starts: '09:00', ends: '11:00' } }),
        },
      ];
      const days = Array.from({ length: 2 }, (_, i) => {
        const { problem } = expandWeek(week({ from, days: 14, recurring }));
        return problem.jobs[i]?.time_windows?.map(([opens, closes]) => [wall(opens).slice(11), wall(closes).slice(11)]);
      });
      expect(days).toEqual([[['09:00', '11:00']], [['09:00', '11:00']]]);
      const { visits } = solve(expandWeek(week({ from, days: 14, recurring })).problem);
      expect(visits.map(({ start }) => start.slice(11))).toEqual(['09:00', '09:00']);
    },
  );
});

describe('work over several days', () => {
  it('goes on on the next day with the same technician, whoever else is free', () => {
    const install = { id: 'install', location: near, minutes: [480, 240], skills: ['hvac'] };
    const small = { id: 'small', location: near, minutes: 300 };
    const able = { skills: ['hvac'] };
    const { problem } = expandWeek(
      week({ technicians: [technician('ann', able), technician('ben', able)], visits: [install, small] }),
    );
    const { visits, unassigned } = solve(problem);
    expect(unassigned).toEqual([]);
    const [first, second] = visits.filter(({ id }) => String(id).startsWith('install'));
    const [who, day] = String(first?.vehicle).split('/');
    const next = localDate(Date.parse(`${day}T12:00:00Z`) + 24 * 3_600_000, ZONE);
    expect(second?.vehicle).toBe(`${who}/${next}`);
  });

  it('is left out from the day on that nobody can go on, and says so', () => {
    const { problem } = expandWeek(week({ days: 1, visits: [{ id: 'install', location: near, minutes: [480, 240] }] }));
    expect(solve(problem).unassigned).toMatchObject([{ id: 'install/2', reason: 'full' }]);
  });

  it('is asked for by days where no shift is long enough', () => {
    expect(() => expandWeek(week({ visits: [{ id: 'long', location: near, minutes: 600 }] }))).toThrow(
      'visits/0/minutes: 600 minutes are longer than any shift; give the minutes of each day',
    );
  });
});

describe('recurring visits in a week', () => {
  const agreement = (id: string, more: Partial<Recurrence>, done: string[] = []) => ({
    id,
    location: near,
    minutes: 60,
    rule: rule(more),
    done,
  });

  it('are made up on a day that will still do, and told when it is too late', () => {
    const { problem, lapsed } = expandWeek(
      week({
        recurring: [
          agreement('kept', {}, ['2026-10-20', '2026-11-20']),
          agreement('late', { from: '2026-11-20', late: 5, weekday: 3 }),
          agreement('gone', { from: '2026-11-10', late: 3 }),
        ],
      }),
    );
    expect(problem.jobs.map(({ id, priority }) => [id, priority])).toEqual([['late@2026-11-20', 20]]);
    expect(solve(problem).visits).toEqual([
      { id: 'late@2026-11-20', vehicle: 'ann/2026-11-25', start: expect.stringContaining('2026-11-25') as string },
    ]);
    expect(lapsed.filter(({ id }) => id === 'gone')).toEqual([{ id: 'gone', due: '2026-11-10' }]);
    expect(lapsed.some(({ id, due }) => id === 'kept' && due >= '2026-10-20')).toBe(false);
  });
});

test.each<[string, Partial<WeekProblem> & Record<string, unknown>, string]>([
  ['a zone that is not there', { zone: 'Mars/Olympus' }, 'a date or the zone does not exist'],
  ['a date that is not there', { from: '2026-02-31' }, 'a date or the zone does not exist'],
  [
    'a wall time that is not there',
    { technicians: [technician('ann', { shifts: [{ weekday: 1, starts: '25:00', ends: '26:00' }] })] },
    'technicians/0/shifts/0/starts',
  ],
  ['days without anybody', { from: '2026-11-28', days: 2 }, 'nobody works'],
])('names %s', (_what, more, message) => {
  expect(() => expandWeek({ ...week({}), ...more })).toThrow(message);
});
