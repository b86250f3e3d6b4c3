import { adopt, ordersIn } from '../../appliance/schedule/plan/adopt.ts';
import { compile } from '../../appliance/schedule/plan/compile.ts';
import { placeBreaks, placePins } from '../../appliance/schedule/plan/construct.ts';
import { describePlan } from '../../appliance/schedule/plan/describe.ts';
import { cheapestPlace, found } from '../../appliance/schedule/plan/insertion.ts';
import type { PlanProblem } from '../../appliance/schedule/plan/problem.ts';
import { Random } from '../../appliance/schedule/plan/random.ts';
import { Recreation } from '../../appliance/schedule/plan/recreate.ts';
import { WorkingPlan } from '../../appliance/schedule/plan/working-plan.ts';
import { estimateDrive, type Point } from '../../appliance/schedule/travel/estimate.ts';
import type { Planner } from './replay.ts';

const latenessOf = (plan: WorkingPlan, v: number): number => {
  let late = 0;
  for (let i = 0; i < (plan.length[v] ?? 0); i++) {
    const node = plan.rows[v * plan.stride + i] ?? 0;
    late += Math.max(0, (plan.start[node] ?? 0) - (plan.model.due[node] ?? 0));
  }
  return late;
};

/** Where the technician is, or starts from. */
const whereIs = (problem: PlanProblem, v: number): Point => {
  const vehicle = problem.vehicles[v];
  const begun = problem.jobs.find((job) => job.pin?.started && job.pin.vehicle === vehicle?.id);
  return begun?.location ?? vehicle?.start ?? [0, 0];
};

/**
 * A dispatcher by the book: each call, in order of arrival, goes to the nearest qualified technician who can keep all
 * windows, at the cheapest feasible place of his day; when nobody can, to where it costs least. Nothing is moved later.
 */
export const nearestFirst: Planner = (problem, current) => {
  const plan = new WorkingPlan(compile(problem));
  placePins(plan);
  if (current) adopt(plan, new Recreation(plan, new Random(1)), ordersIn(problem, current));
  placeBreaks(plan);
  const { model } = plan;
  for (let node = 0; node < model.nodes; node++) {
    if (plan.at[node] !== -1) continue;
    const location = problem.jobs[model.source[node] ?? 0]?.location ?? [0, 0];
    const near = problem.vehicles
      .map((_, v) => ({ v, way: estimateDrive(whereIs(problem, v), location).seconds }))
      .filter(({ v }) => model.allowed[node * model.vehicles + v] === 1)
      .toSorted((a, b) => a.way - b.way);
    let least = { v: -1, price: Number.POSITIVE_INFINITY, position: 0 };
    for (const { v } of near) {
      const before = latenessOf(plan, v);
      const price = cheapestPlace(plan, v, node);
      if (price === Number.POSITIVE_INFINITY) continue;
      const { position } = found;
      if (price < least.price) least = { v, price, position };
      plan.begin();
      plan.insert(node, v, position);
      if (latenessOf(plan, v) <= before) break;
      plan.rollback();
    }
    if (plan.at[node] === -1 && least.v !== -1) plan.insert(node, least.v, least.position);
  }
  return describePlan(problem, plan, { seed: 0, iterations: 0 });
};
