import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeProblem } from '#fixtures/schedule/small-problems.ts';
import { countTo, optimise } from './optimise.ts';
import type { PlanJob, PlanProblem } from './problem.ts';
import { priceWindows, type PlanWindow } from './window-prices.ts';

const HOUR = 3600;
const durations = Array.from({ length: 12 }, (_, i) => Array.from({ length: 12 }, (__, k) => Math.abs(i - k) * 60));
const at = (id: number, place: number, hour: number): PlanJob => ({
  id,
  location_index: place,
  service: HOUR,
  time_windows: [[hour * HOUR, (hour + 2) * HOUR]],
});
const day: PlanProblem = {
  jobs: [at(1, 9, 8), at(2, 1, 13)],
  vehicles: [{ id: 'ann', start_index: 0, end_index: 0, time_window: [7 * HOUR, 17 * HOUR] }],
  matrices: { car: { durations } },
};
const windows: PlanWindow[] = [8, 10, 13, 15, 18].map((hour) => [hour * HOUR, (hour + 2) * HOUR]);

it('is least where somebody is near already, and leaves out what cannot be kept', () => {
  const plan = optimise(day, 1, countTo(50));
  const prices = priceWindows(day, plan, at(3, 10, 0), windows);
  expect(prices.map(({ window: [from] }) => from / HOUR)).toEqual([8, 10, 13, 15]);
  expect(prices[0]).toMatchObject({ cost: 120, vehicle: 'ann' });
  expect(prices.at(-1)?.cost).toBe(2 * 9 * 60);
});

it('keeps the late ones free for calls to come, where that is worth more than the detour', () => {
  const turned = { ...day, jobs: [at(1, 9, 13), at(2, 1, 8)] };
  const plan = optimise(turned, 1, countTo(50));
  const first = (later: number) => priceWindows(turned, plan, at(3, 10, 0), both, later)[0]?.window[0];
  const both: PlanWindow[] = [
    [8 * HOUR, 8.9 * HOUR],
    [13 * HOUR, 15 * HOUR],
  ];
  expect(first(0)).toBe(13 * HOUR);
  expect(first(3600)).toBe(8 * HOUR);
});

it('prices a window for a crew, and none where too few can come', () => {
  const crew = { ...at(3, 10, 0), crew: [{}] };
  const two = { ...day, vehicles: [...day.vehicles, { ...day.vehicles[0], id: 'ben' } as PlanProblem['vehicles'][0]] };
  expect(priceWindows(day, null, crew, windows)).toEqual([]);
  expect(priceWindows(two, null, crew, windows.slice(0, 1))[0]?.cost).toBe(2 * 2 * 600);
});

it('is what the plan then costs more, whichever window is taken', () => {
  fc.assert(
    fc.property(fc.nat(100_000), (seed) => {
      const problem = makeProblem(seed, { jobs: 8, vehicles: 3, coupled: false });
      const [job, ...rest] = problem.jobs;
      if (!job || job.pin) return;
      const searched = optimise({ ...problem, jobs: rest }, seed, countTo(60));
      const before = optimise({ ...problem, jobs: rest }, seed, countTo(0), searched);
      fc.pre(before.summary.unassigned === 0);
      for (const { window, cost } of priceWindows({ ...problem, jobs: rest }, before, job, windows)) {
        const taken = { ...job, time_windows: [[...window] as [number, number]] };
        const after = optimise({ ...problem, jobs: [...rest, taken] }, seed, countTo(0), before);
        expect(after.summary.unassigned).toBe(0);
        expect(after.summary.cost - before.summary.cost).toBeCloseTo(cost, 6);
      }
    }),
    { numRuns: 60, seed: 20_261_122 },
  );
});
