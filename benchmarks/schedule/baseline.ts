import { adopt, ordersIn } from '../../appliance/schedule/plan/adopt.ts';
import { compile } from '../../appliance/schedule/plan/compile.ts';
import { placeBreaks, placePins } from '../../appliance/schedule/plan/construct.ts';
import { describePlan } from '../../appliance/schedule/plan/describe.ts';
import { cheapestPlace, found } from '../../appliance/schedule/plan/insertion.ts';
import type { PlanProblem } from '../../appliance/schedule/plan/problem.ts';
import { Random } from '../../appliance/schedule/plan/random.ts';
import { Recreation } from '../../appliance/schedule/plan/recreate.ts';
import type { PlanSolution } from '../../appliance/schedule/plan/solution.ts';
import { WorkingPlan } from '../../appliance/schedule/plan/working-plan.ts';
import { estimateDrive, type Point } from '../../appliance/schedule/travel/estimate.ts';
import type { Dispatcher } from './replay.ts';

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

const plan = (problem: PlanProblem, current: PlanSolution | null): PlanSolution => {
  const working = new WorkingPlan(compile(problem));
  placePins(working);
  if (current) adopt(working, new Recreation(working, new Random(1)), ordersIn(problem, current));
  placeBreaks(working);
  const { model } = working;
  for (let node = 0; node < model.nodes; node++) {
    if (working.at[node] !== -1) continue;
    const location = problem.jobs[model.source[node] ?? 0]?.location ?? [0, 0];
    const near = problem.vehicles
      .map((_, v) => ({ v, way: estimateDrive(whereIs(problem, v), location).seconds }))
      .filter(({ v }) => model.allowed[node * model.vehicles + v] === 1)
      .toSorted((a, b) => a.way - b.way);
    let least = { v: -1, price: Number.POSITIVE_INFINITY, position: 0 };
    for (const { v } of near) {
      const before = latenessOf(working, v);
      const price = cheapestPlace(working, v, node);
      if (price === Number.POSITIVE_INFINITY) continue;
      const { position } = found;
      if (price < least.price) least = { v, price, position };
      working.begin();
      working.insert(node, v, position);
      if (latenessOf(working, v) <= before) break;
      working.rollback();
    }
    if (working.at[node] === -1 && least.v !== -1) working.insert(node, least.v, least.position);
  }
  return describePlan(problem, working, { seed: 0, iterations: 0 });
};

/**
 * A dispatcher by the book: each call, in order of arrival, goes to the nearest qualified technician who can keep all
 * windows, at the cheapest feasible place of his day; when nobody can, to where it costs least. Nothing is moved later.
 * Where callers are asked, that is done for every window they can take, and the one with the least driving is promised.
 */
export const nearestFirst: Dispatcher = {
  promise: (problem, current, { job, takes }) => {
    const priced = takes.map((window) => {
      const asked = { ...job, time_windows: [[...window] as [number, number]] };
      const { summary } = plan({ ...problem, jobs: [...problem.jobs, asked] }, current);
      return { window, cost: summary.duration + 1e5 * summary.lateness + 1e9 * summary.unassigned };
    });
    return priced.toSorted((a, b) => a.cost - b.cost)[0]?.window ?? [0, 0];
  },
  booked: plan,
  plan,
};
