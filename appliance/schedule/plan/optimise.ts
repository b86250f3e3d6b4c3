import { ordersIn } from './adopt.ts';
import { compile } from './compile.ts';
import { describePlan } from './describe.ts';
import type { PlanProblem } from './problem.ts';
import { search, type Progress } from './search.ts';
import type { PlanSolution } from './solution.ts';

/** Exactly so many iterations: with the same seed the same plan on every machine. */
export const countTo =
  (iterations: number): Progress =>
  (done) =>
    iterations === 0 ? 1 : done / iterations;

/** Until the clock has run for `limit` milliseconds. The clock is looked at every few iterations only. */
export const runFor = (limit: number, now: () => number): Progress => {
  const began = now();
  let progress = 0;
  return (done) => {
    if (done % 16 === 0) progress = (now() - began) / limit;
    return progress;
  };
};

/** Ends the search within one iteration once `cancelled` says so; the best plan so far stands. */
export const unless =
  (cancelled: () => boolean, progress: Progress): Progress =>
  (done) =>
    cancelled() ? 1 : progress(done);

/**
 * Plans a problem that `readProblem` has checked. Hard: skills, shifts, windows, capacity and stock, pins and started work,
 * dependencies, crews, breaks, limits of vehicles. To be least: the costs of vehicles and legs, lateness, overtime, waiting,
 * preference, fairness and disruption by their weights; leaving a job out is always dearer than serving it.
 * @param before an earlier plan (else the vehicles' `steps`), kept where the problem still allows and nothing better is found
 */
export const optimise = (
  problem: PlanProblem,
  seed: number,
  progress: Progress,
  before?: PlanSolution,
): PlanSolution => {
  const given = problem.vehicles.flatMap(({ id, steps }) => (steps ? [{ vehicle: id, steps }] : []));
  const orders = before
    ? ordersIn(problem, before)
    : given.length > 0
      ? ordersIn(problem, { routes: given })
      : undefined;
  const { plan, iterations } = search(compile(problem), seed, progress, orders);
  return describePlan(problem, plan, { seed, iterations });
};
