import { describe, expect, it } from 'vitest';
import { checkPlan } from '#fixtures/schedule/check-plan.ts';
import { readProblem } from './faults.ts';
import { countTo, optimise } from './optimise.ts';
import type { PlanJob, PlanProblem, PlanVehicle } from './problem.ts';
import type { PlanSolution, PlanStep } from './solution.ts';

/** Places on a line, a minute apart: place 0 is the shop. */
const durations = Array.from({ length: 12 }, (_, i) => Array.from({ length: 12 }, (_, j) => Math.abs(i - j) * 60));
const MINUTE = 60;
const HOUR = 3600;
const van = (id: string, more: Partial<PlanVehicle> = {}): PlanVehicle => ({
  id,
  start_index: 0,
  end_index: 0,
  time_window: [8 * HOUR, 17 * HOUR],
  ...more,
});
const visit = (id: number, place: number, more: Partial<PlanJob> = {}): PlanJob => ({
  id,
  location_index: place,
  service: HOUR,
  ...more,
});
const solve = (jobs: PlanJob[], vehicles: PlanVehicle[], weights: PlanProblem['weights'] = {}): PlanSolution => {
  const problem: PlanProblem = { jobs, vehicles, weights, matrices: { car: { durations } } };
  const solution = optimise(readProblem(problem), 1, countTo(800));
  expect(checkPlan(problem, solution)).toEqual([]);
  return solution;
};
const visits = (solution: PlanSolution): (PlanStep & { vehicle: string | number })[] =>
  solution.routes.flatMap(({ vehicle, steps }) =>
    steps.filter((step) => step.type === 'job').map((step) => ({ ...step, vehicle })),
  );
const startOf = (solution: PlanSolution, id: number): number => {
  const step = visits(solution).find((one) => one.id === id && one.crew_member === undefined);
  return step ? step.arrival + step.waiting_time : Number.NaN;
};
const whose = (solution: PlanSolution, id: number) => visits(solution).find((one) => one.id === id)?.vehicle;
const why = (solution: PlanSolution) => Object.fromEntries(solution.unassigned.map(({ id, reason }) => [id, reason]));

describe('what is hard', () => {
  it('a job nobody may do, can do, has the parts for or can reach in time says so', () => {
    const solution = solve(
      [
        visit(1, 1, { skills: ['gas'] }),
        visit(2, 1, { excluded_vehicles: ['a'] }),
        visit(3, 1, { parts: { valve: 2 } }),
        visit(4, 1, { time_windows: [[5 * HOUR, 6 * HOUR]] }),
        visit(5, 1, { service: 8 * HOUR }),
        visit(6, 1, { service: 8 * HOUR }),
        visit(7, 2, { after: [1] }),
        visit(8, 2, { crew: [{}] }),
      ],
      [van('a', { stock: { valve: 1 } })],
    );
    const reasons = why(solution);
    expect(reasons).toMatchObject({ 1: 'skills', 2: 'nobody_allowed', 3: 'stock', 4: 'window', 8: 'crew' });
    expect(reasons[7]).toBe('after_unassigned');
    expect(new Set([reasons[5], reasons[6]])).toEqual(new Set(['full', undefined]));
    expect(solution.unassigned.find(({ id }) => id === 1)?.vehicles).toEqual({ skills: 1 });
  });

  it('a place that is hardly known takes longer to get to, and says so when nobody can', () => {
    const tight = (more: Partial<PlanJob>) => visit(1, 5, { time_windows: [[8 * HOUR, 8 * HOUR + 400]], ...more });
    expect(startOf(solve([tight({})], [van('a')]), 1)).toBe(8 * HOUR + 300);
    const unsure = solve([tight({ location_quality: 'zip' })], [van('a')]);
    expect(unsure.unassigned).toEqual([{ id: 1, reason: 'window', vehicles: { window: 1 }, unsure_place: 'zip' }]);
    const [street] = solve([visit(1, 5, { location_quality: 'street' })], [van('a')]).routes;
    expect(street?.duration).toBe(2 * (300 + 120));
  });

  it('an emergency is better seen to soon', () => {
    const leak = (urgency: number) =>
      visit(1, 5, { time_windows: [[8 * HOUR, 12 * HOUR]], urgency: { per_hour: urgency }, service: 600 });
    const others = [visit(2, 1, { service: 600 }), visit(3, 9, { time_windows: [[9 * HOUR, 9.1 * HOUR]] })];
    const whenFor = (urgency: number): number => startOf(solve([leak(urgency), ...others], [van('a')]), 1);
    expect(whenFor(0)).toBeGreaterThan(whenFor(7200));
    expect(whenFor(7200)).toBe(8 * HOUR + 300);
  });

  it('stock of a van is used up by all its visits together', () => {
    const jobs = [1, 2, 3].map((id) => visit(id, 1, { parts: { valve: 1 } }));
    const solution = solve(jobs, [
      van('a', { stock: { valve: 2 } }),
      van('b', { stock: { valve: 1 }, costs: { fixed: 9999 } }),
    ]);
    expect(visits(solution).filter((step) => step.vehicle === 'a')).toHaveLength(2);
    expect(visits(solution).filter((step) => step.vehicle === 'b')).toHaveLength(1);
  });

  it('a pin keeps vehicle and time, whatever it costs the rest', () => {
    const solution = solve(
      [visit(1, 9, { pin: { vehicle: 'b', start: 12 * HOUR } }), visit(2, 1), visit(3, 1)],
      [van('a'), van('b', { costs: { fixed: 5000 } })],
    );
    expect(whose(solution, 1)).toBe('b');
    expect(startOf(solution, 1)).toBe(12 * HOUR);
  });

  it('started work is where the route goes on from', () => {
    const solution = solve(
      [visit(1, 5, { pin: { vehicle: 'a', start: 9 * HOUR + 600, started: true } }), visit(2, 6)],
      [van('a'), van('b', { time_window: [16 * HOUR, 17 * HOUR] })],
    );
    expect(solution.routes[0]?.steps.map((step) => [step.type, step.id ?? null, step.arrival])).toEqual([
      ['start', null, 9 * HOUR + 600],
      ['job', 1, 9 * HOUR + 600],
      ['job', 2, 10 * HOUR + 600 + MINUTE],
      ['end', null, 11 * HOUR + 600 + MINUTE + 6 * MINUTE],
    ]);
    expect(solution.summary.cost).toBe(7 * MINUTE);
  });

  it('a job waits for those ahead of it, in other vans too', () => {
    const solution = solve(
      [visit(1, 3, { pin: { vehicle: 'a' } }), visit(2, 4, { pin: { vehicle: 'b' }, after: [1], gap: 30 * MINUTE })],
      [van('a'), van('b')],
    );
    expect(startOf(solution, 2)).toBeGreaterThanOrEqual(startOf(solution, 1) + HOUR + 30 * MINUTE);
  });

  it('a crew starts together, its helper with the skills asked of him', () => {
    const solution = solve(
      [visit(1, 6, { skills: ['gas'], crew: [{ skills: ['crane'] }] }), visit(2, 1), visit(3, 2)],
      [van('a', { skills: ['gas'] }), van('b', { skills: ['gas'] }), van('c', { skills: ['crane'] })],
    );
    const both = visits(solution).filter((step) => step.id === 1);
    expect(both).toHaveLength(2);
    expect(both.find((step) => step.crew_member === 1)?.vehicle).toBe('c');
    expect(new Set(both.map((step) => step.arrival + step.waiting_time)).size).toBe(1);
  });

  it('a break is taken within its window, where the technician is', () => {
    const breaks = [{ id: 'lunch', service: 30 * MINUTE, time_windows: [[11 * HOUR, 13 * HOUR] as [number, number]] }];
    const jobs = [1, 2, 3, 4, 5, 6].map((id) => visit(id, id));
    const [route] = solve(jobs, [van('a', { breaks })]).routes;
    const lunch = route?.steps.find((step) => step.type === 'break');
    expect(lunch?.arrival).toBeGreaterThanOrEqual(11 * HOUR);
    expect((lunch?.arrival ?? 0) + (lunch?.waiting_time ?? 0)).toBeLessThanOrEqual(13 * HOUR);
    expect(route?.duration).toBe(12 * MINUTE);
  });

  it('setup is paid once at one address', () => {
    const solution = solve([visit(1, 3, { setup: 600 }), visit(2, 3, { setup: 600 })], [van('a')]);
    expect(solution.summary.setup).toBe(600);
  });

  it('work goes to the first of several windows that can be met', () => {
    const windows: [number, number][] = [
      [8 * HOUR, 8 * HOUR + 60],
      [14 * HOUR, 15 * HOUR],
    ];
    expect(startOf(solve([visit(1, 9, { time_windows: windows })], [van('a')]), 1)).toBe(14 * HOUR);
  });
});

describe('what is weighed', () => {
  const due = (id: number, lateness?: PlanJob['lateness']) =>
    visit(id, 1, { time_windows: [[8 * HOUR, 8 * HOUR + 10 * MINUTE]], ...(lateness ? { lateness } : {}) });

  it('a soft window is missed when that is cheaper than another van, and by whom it costs least', () => {
    const late = (perHour: number) => ({ per_hour: perHour, max: 4 * HOUR });
    const solution = solve([due(1, late(900)), due(2, late(100))], [van('a'), van('b', { costs: { fixed: 9000 } })]);
    expect(solution.summary.routes).toBe(1);
    expect(solution.summary.lateness).toBe(HOUR - 9 * MINUTE);
    expect(startOf(solution, 1)).toBeLessThan(startOf(solution, 2));
    expect(solve([due(1), due(2)], [van('a'), van('b', { costs: { fixed: 9000 } })]).summary.routes).toBe(2);
  });

  it('what is left out is what matters least', () => {
    const jobs = [1, 2, 3].map((id) => visit(id, 1, { service: 4 * HOUR, priority: id * 10 }));
    expect(why(solve(jobs, [van('a')]))).toEqual({ 1: 'full' });
  });

  it('overtime costs by tiers, on top of one another', () => {
    const overtime = [
      { from: 9 * HOUR, per_hour: 360 },
      { from: 10 * HOUR, per_hour: 720 },
    ];
    const [route] = solve([visit(1, 0, { service: 3 * HOUR })], [van('a', { overtime })]).routes;
    expect(route?.cost).toBe(2 * 360 + 720);
    expect(route?.overtime).toBe(2 * HOUR);
  });

  it('the technician a customer prefers comes, unless the way costs more', () => {
    const preferred = (cost: number) => [visit(1, 5, { preferred: { vehicles: ['b'], cost } })];
    const vans = [van('a'), van('b', { costs: { fixed: 100 } })];
    expect(whose(solve(preferred(200), vans), 1)).toBe('b');
    expect(whose(solve(preferred(50), vans), 1)).toBe('a');
  });

  it('what was published stands, unless the gain outweighs the disruption', () => {
    const told = (start: number) => [visit(1, 5, { published: { vehicle: 'b', start } })];
    const vans = [van('a'), van('b', { costs: { fixed: 100 } })];
    const stays = solve(told(8 * HOUR + 300), vans, { disruption: { vehicle: 500 } });
    expect([whose(stays, 1), stays.summary.disrupted]).toEqual(['b', 0]);
    const moves = solve(told(8 * HOUR + 300), vans, { disruption: { vehicle: 50 } });
    expect([whose(moves, 1), moves.summary.disrupted]).toEqual(['a', 1]);
  });

  it('fairness shares the work out', () => {
    const jobs = [1, 2, 3, 4].map((id) => visit(id, 1));
    const vans = [van('a'), van('b')];
    const count = (solution: PlanSolution) => solution.routes.map((route) => route.steps.length - 2);
    expect(count(solve(jobs, vans))).toEqual([4]);
    expect(count(solve(jobs, vans, { fairness: 1000 }))).toEqual([2, 2]);
  });

  it('waiting costs: an order without a gap beats a shorter way with one', () => {
    const jobs = [visit(1, 2, { time_windows: [[12 * HOUR, 13 * HOUR]] }), visit(2, 1)];
    expect(solve(jobs, [van('a')], { waiting_per_hour: 3600 }).summary.waiting_time).toBe(0);
  });
});
