import { adopt, type Orders } from './adopt.ts';
import { construct, placeBreaks, placePins } from './construct.ts';
import type { Model } from './model.ts';
import { Random } from './random.ts';
import { Recreation } from './recreate.ts';
import { ruin } from './ruin.ts';
import { WorkingPlan } from './working-plan.ts';

/**
 * How far the search is, from 0 to 1; at 1 it ends. Asked before every iteration: a count, a clock, or a wish to stop.
 */
export type Progress = (iterations: number) => number;

export interface Found {
  readonly plan: WorkingPlan;
  readonly iterations: number;
}

/** Temperature at the beginning, in mean costs of a leg, and how many times it halves. */
const HEAT = 1;
const WARM = 0.1;
const HALVINGS = 7;

/** Falls by halves, straight between them: the same on every machine, which a power need not be. */
const cooling = (progress: number): number => {
  const halvings = progress * HALVINGS;
  const whole = Math.floor(halvings);
  return (1 - (halvings - whole) / 2) / (1 << whole);
};

/**
 * Ruin and recreate under simulated annealing, from a regret-insertion plan. Can be stopped after any iteration and has
 * then the best plan seen.
 * @param progress falls never; the same answers and the same seed give the same plan
 * @param orders an earlier plan to start from; the search is then cooler, so that it stays near
 */
export const search = (model: Model, seed: number, progress: Progress, orders?: Orders): Found => {
  const random = new Random(seed);
  const plan = new WorkingPlan(model);
  const recreation = new Recreation(plan, random);
  placePins(plan);
  if (orders) adopt(plan, recreation, orders);
  placeBreaks(plan);
  construct(plan, recreation);
  let current = plan.total();
  let best = plan.snapshot();
  const placed = model.nodes - plan.absentCount;
  const routes = plan.length.reduce((sum, length) => sum + (length > 0 ? 1 : 0), 0);
  const heat = ((orders ? WARM : HEAT) * Math.max(1, current - plan.missing)) / Math.max(1, placed + routes);
  const visits: number[] = [];
  for (let n = 0; n < model.nodes; n++) if (model.isBreak[n] === 0 && model.locked[n] === 0) visits.push(n);
  let iterations = 0;
  for (; visits.length > 0; iterations++) {
    const done = progress(iterations);
    if (done >= 1) break;
    plan.begin();
    const removed = ruin(plan, random, visits[random.below(visits.length)] ?? 0);
    recreation.run(removed);
    const cost = plan.total();
    if (cost < current + heat * cooling(done) * random.exponential()) {
      current = cost;
      if (cost < best.cost - 1e-9) best = plan.snapshot();
    } else plan.rollback();
  }
  plan.restore(best);
  return { plan, iterations };
};
