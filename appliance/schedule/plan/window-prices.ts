import { adopt, ordersIn } from './adopt.ts';
import { compile } from './compile.ts';
import { placeBreaks, placePins } from './construct.ts';
import { placeCoupled } from './couplings.ts';
import { cheapestPlace, found } from './insertion.ts';
import type { PlanId, PlanJob, PlanProblem } from './problem.ts';
import { Random } from './random.ts';
import { Recreation } from './recreate.ts';
import type { PlanSolution } from './solution.ts';
import { WorkingPlan } from './working-plan.ts';

export type PlanWindow = readonly [from: number, to: number];

export interface WindowPrice {
  readonly window: PlanWindow;
  /** What the plan costs more with the visit in it, by the problem's weights. */
  readonly cost: number;
  /** Who would come, and when work would start as the plan stands. */
  readonly vehicle: PlanId;
  readonly start: number;
}

/** Puts the node where it costs least. @returns whether it has a place */
const place = (plan: WorkingPlan, recreation: Recreation, node: number): boolean => {
  if (recreation.isCoupled(node)) return placeCoupled(plan, node);
  const { vehicles, allowed } = plan.model;
  let best = { cost: Number.POSITIVE_INFINITY, v: -1, position: 0 };
  for (let v = 0; v < vehicles; v++) {
    if (allowed[node * vehicles + v] !== 1) continue;
    const cost = cheapestPlace(plan, v, node);
    if (cost < best.cost) best = { cost, v, position: found.position };
  }
  if (best.v === -1) return false;
  plan.insert(node, best.v, best.position);
  return true;
};

/**
 * What each window would cost that a new visit could have, the plan so far kept in its order: cheapest first, of equals the
 * soonest, without those that cannot be kept. A caller who can take several is best offered the first of these.
 * @param current the plan so far; null for an empty one
 * @param job the visit; its own windows do not count
 * @param later weighed against a window for each hour that it opens later: what stays free late in a day takes the calls
 * still to come. Orders the windows, and is no part of their cost.
 */
export const priceWindows = (
  problem: PlanProblem,
  current: PlanSolution | null,
  job: PlanJob,
  windows: readonly PlanWindow[],
  later = 0,
): WindowPrice[] => {
  const copies = windows.map(
    ([from, to], i): PlanJob => ({ ...job, id: `${job.id}/${i}`, time_windows: [[from, to]] }),
  );
  const rest = problem.jobs.filter(({ id }) => id !== job.id);
  const plan = new WorkingPlan(compile({ ...problem, jobs: [...rest, ...copies] }));
  const recreation = new Recreation(plan, new Random(1));
  placePins(plan);
  if (current) adopt(plan, recreation, ordersIn(problem, current));
  placeBreaks(plan);
  const { model } = plan;
  const nodeOf = (source: number): number =>
    model.source.findIndex((one, n) => one === source && model.isBreak[n] === 0 && model.part[n] === 0);
  const prices = windows.flatMap((window, i): WindowPrice[] => {
    const node = nodeOf(rest.length + i);
    plan.begin();
    const before = plan.total() - plan.missing;
    const placed = place(plan, recreation, node);
    const cost = plan.total() - plan.missing - before;
    const vehicle = problem.vehicles[plan.at[node] ?? -1]?.id ?? '';
    const start = plan.start[node] ?? 0;
    plan.rollback();
    return placed ? [{ window, cost, vehicle, start }] : [];
  });
  const weight = ({ window, cost }: WindowPrice): number => cost + (later * window[0]) / 3600;
  return prices.toSorted((a, b) => weight(a) - weight(b) || a.window[0] - b.window[0]);
};
