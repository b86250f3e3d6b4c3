import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { makeProblem } from '#fixtures/schedule/small-problems.ts';
import { countTo, optimise } from '../plan/optimise.ts';
import type { PlanJob, PlanProblem, PlanVehicle } from '../plan/problem.ts';
import type { PlanSolution } from '../plan/solution.ts';
import { compareJudgements, judgePlan } from './judge.ts';
import type { Violation } from './judgement.ts';

const HOUR = 3600;
const durations = Array.from({ length: 8 }, (_, i) => Array.from({ length: 8 }, (_, j) => Math.abs(i - j) * 600));
const van = (id: string, order: readonly number[], more: Partial<PlanVehicle> = {}): PlanVehicle => ({
  id,
  start_index: 0,
  end_index: 0,
  time_window: [8 * HOUR, 12 * HOUR],
  steps: order.map((job) => ({ type: 'job' as const, id: job })),
  ...more,
});
const visit = (id: number, more: Partial<PlanJob> = {}): PlanJob => ({
  id,
  location_index: id,
  service: HOUR,
  ...more,
});
const judge = (vehicles: PlanVehicle[], jobs: PlanJob[]) =>
  judgePlan({ vehicles, jobs, matrices: { car: { durations } } });
const violations = (vehicles: PlanVehicle[], jobs: PlanJob[]): Violation[] => [...judge(vehicles, jobs).violations];
const found = (cause: Violation['cause'], id: number | string | null, by = 0, vehicle: string | null = 'a') => [
  { cause, vehicle, id, by },
];

/** The solution as an order that a person might have given. */
const asOrder = (problem: PlanProblem, solution: PlanSolution): PlanProblem => ({
  ...problem,
  vehicles: problem.vehicles.map((vehicle) => ({
    ...vehicle,
    steps: (solution.routes.find((route) => route.vehicle === vehicle.id)?.steps ?? []).map(
      ({ type, id, crew_member: member }) => ({
        type,
        ...(id === undefined ? {} : { id }),
        ...(member === undefined ? {} : { crew_member: member }),
      }),
    ),
  })),
});

describe('a person’s plan', () => {
  it('keeps its order and gets its times', () => {
    const { routes, violations: none } = judge([van('a', [2, 1])], [visit(1), visit(2)]);
    expect(none).toEqual([]);
    expect(routes[0]?.steps.map(({ id, start }) => [id, start])).toEqual([
      [2, 8 * HOUR + 1200],
      [1, 9 * HOUR + 1800],
    ]);
    expect(routes[0]).toMatchObject({ departure: 8 * HOUR, back: 10 * HOUR + 2400, travel: 2400, waiting: 0 });
  });

  const lunch = [{ id: 'lunch', service: 1800, time_windows: [[10 * HOUR, 11 * HOUR] as [number, number]] }];
  const early: PlanJob['time_windows'] = [[8 * HOUR, 8 * HOUR + 60]];
  test.each<[string, PlanVehicle[], PlanJob[], Violation[]]>([
    ['a window missed', [van('a', [1])], [visit(1, { time_windows: early })], found('delay', 1, 540)],
    ['a skill that lacks', [van('a', [1])], [visit(1, { skills: ['gas'] })], found('skills', 1)],
    ['an excluded technician', [van('a', [1])], [visit(1, { excluded_vehicles: ['a'] })], found('not_allowed', 1)],
    [
      'a pin to somebody else',
      [van('a', [1]), van('b', [])],
      [visit(1, { pin: { vehicle: 'b' } })],
      found('not_allowed', 1),
    ],
    [
      'a pinned time missed',
      [van('a', [1])],
      [visit(1, { pin: { vehicle: 'a', start: 8 * HOUR } })],
      found('pin', 1, 600),
    ],
    ['a shift overrun', [van('a', [1])], [visit(1, { service: 4 * HOUR })], found('shift', null, 1200)],
    ['too much aboard', [van('a', [1], { capacity: [1] })], [visit(1, { delivery: [3] })], found('load', null, 2)],
    [
      'parts that are gone',
      [van('a', [1, 2], { stock: { v: 1 } })],
      [visit(1, { parts: { v: 1 } }), visit(2, { parts: { v: 1 } })],
      found('stock', 2, 1),
    ],
    ['a break forgotten', [van('a', [1], { breaks: lunch })], [visit(1)], found('missing_break', 'lunch')],
    [
      'a break too late',
      [
        van('a', [], {
          breaks: lunch,
          steps: [
            { type: 'job', id: 1 },
            { type: 'break', id: 'lunch' },
          ],
        }),
      ],
      [visit(1, { service: 3 * HOUR })],
      found('break_time', 'lunch', 600),
    ],
    ['too many tasks', [van('a', [1, 2], { max_tasks: 1 })], [visit(1), visit(2)], found('max_tasks', null, 1)],
    ['too much driving', [van('a', [1], { max_travel_time: 600 })], [visit(1)], found('max_travel_time', null, 600)],
    [
      'an order turned round',
      [van('a', [2, 1])],
      [visit(1), visit(2, { after: [1] })],
      found('precedence', 2, 10 * HOUR + 1800 - 8 * HOUR - 1200),
    ],
    [
      'work that goes on with somebody else',
      [van('a', [1]), van('b', [2])],
      [
        visit(1, { service: 0 }),
        visit(2, { after: [1], same_technician_as: 1, time_windows: [[10 * HOUR, 11 * HOUR]] }),
      ],
      [{ cause: 'technician', vehicle: 'b', id: 2, by: 0 }],
    ],
    ['a crew of one', [van('a', [1])], [visit(1, { crew: [{}] })], found('crew', 1)],
    ['a visit twice', [van('a', [1]), van('b', [1])], [visit(1)], found('twice', 1, 1, null)],
    ['a visit forgotten', [van('a', [])], [visit(1)], found('unplanned', 1, 0, null)],
  ])('shows %s', (_what, vehicles, jobs, expected) => {
    expect(violations(vehicles, jobs)).toEqual(expected);
  });

  it('says what a change breaks and what it mends', () => {
    const jobs = [visit(1, { time_windows: [[9 * HOUR, 10 * HOUR]] }), visit(2, { time_windows: early, service: 0 })];
    const before = judge([van('a', [1, 2])], jobs);
    const after = judge([van('a', [2, 1])], jobs);
    expect(before.violations.map(({ cause, id }) => [cause, id])).toEqual([['delay', 2]]);
    expect(compareJudgements(before, after)).toMatchObject({ broken: [], mended: [], travel: 0 });
    const moved = judge([van('a', [1]), van('b', [2], { start_index: 2 })], jobs);
    expect(compareJudgements(before, moved)).toMatchObject({ broken: [], mended: [{ cause: 'delay', id: 2 }] });
    expect(compareJudgements(moved, before)).toMatchObject({ broken: [{ cause: 'delay', id: 2 }], mended: [] });
  });

  it('finds nothing in a plan of the optimiser but what that says itself', () => {
    fc.assert(
      fc.property(fc.nat(100_000), (seed) => {
        const made = makeProblem(seed, { jobs: 9, vehicles: 3, coupled: false });
        const problem = { ...made, jobs: made.jobs.map(({ lateness: _soft, ...hard }) => hard) };
        const solution = optimise(problem, seed, countTo(100));
        const judged = judgePlan(asOrder(problem, solution));
        const left = judged.violations.filter(({ cause }) => cause === 'unplanned').map(({ id }) => id);
        expect(new Set(left)).toEqual(new Set(solution.unassigned.map(({ id }) => id)));
        expect(judged.violations.filter(({ cause }) => cause !== 'unplanned')).toEqual([]);
        expect(judged.routes.reduce((sum, one) => sum + one.travel, 0)).toBe(solution.summary.duration);
      }),
      { numRuns: 60 },
    );
  });

  it('is where a search starts from', () => {
    const problem = makeProblem(8, { jobs: 9, vehicles: 3, coupled: false });
    const first = optimise(problem, 1, countTo(2000));
    const again = optimise(asOrder(problem, first), 2, countTo(0));
    expect(again.summary.cost).toBeCloseTo(first.summary.cost, 6);
  });
});
