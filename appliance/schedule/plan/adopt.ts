import { cheapestPlace, found } from './insertion.ts';
import type { PlanId, PlanProblem, PlanVehicle } from './problem.ts';
import type { Recreation } from './recreate.ts';
import type { WorkingPlan } from './working-plan.ts';

/** Who came before, by vehicle and in order: the part of an old plan that a new search starts from. */
export type Orders = ReadonlyMap<number, readonly Stop[]>;

/** A job by its index in the problem, or one of the vehicle's breaks by its own. */
interface Stop {
  readonly isBreak: boolean;
  readonly source: number;
}

type OrderStep = Pick<NonNullable<PlanVehicle['steps']>[number], 'type' | 'id' | 'crew_member'>;

/** Stops by vehicle as an earlier solution had them; what is gone since is left out. */
export const ordersIn = (
  problem: PlanProblem,
  solution: { readonly routes: readonly { readonly vehicle: PlanId; readonly steps: readonly OrderStep[] }[] },
): Orders => {
  const jobs = new Map(problem.jobs.map(({ id }, i) => [id, i]));
  const vehicles = new Map(problem.vehicles.map(({ id }, v) => [id, v]));
  return new Map(
    solution.routes.flatMap(({ vehicle, steps }) => {
      const v = vehicles.get(vehicle);
      if (v === undefined) return [];
      const stops = steps.flatMap((step): Stop[] => {
        const isBreak = step.type === 'break';
        const lead = step.type === 'job' && step.crew_member === undefined;
        const rests = problem.vehicles[v]?.breaks ?? [];
        const source = isBreak
          ? rests.findIndex(({ id }) => id === step.id)
          : lead
            ? (jobs.get(step.id ?? '') ?? -1)
            : -1;
        return source < 0 ? [] : [{ isBreak, source }];
      });
      return [[v, stops] as const];
    }),
  );
};

/** Puts stops where they were, each behind the one before it; what no longer fits there waits for a new place. */
export const adopt = (plan: WorkingPlan, recreation: Recreation, orders: Orders): void => {
  const { model } = plan;
  const visits = new Map<number, number>();
  for (let n = 0; n < model.nodes; n++)
    if (model.isBreak[n] === 0 && model.part[n] === 0) visits.set(model.source[n] ?? -1, n);
  const breakOf = (v: number, part: number): number => {
    for (let n = 0; n < model.nodes; n++)
      if (model.isBreak[n] === 1 && model.source[n] === v && model.part[n] === part) return n;
    return -1;
  };
  for (const [v, stops] of orders) {
    let first = 0;
    for (const { isBreak, source } of stops) {
      const node = isBreak ? breakOf(v, source) : (visits.get(source) ?? -1);
      if (node === -1 || recreation.isCoupled(node)) continue;
      if (plan.at[node] === v) first = (plan.position[node] ?? 0) + 1;
      if (plan.at[node] !== -1 || model.allowed[node * model.vehicles + v] !== 1) continue;
      if (cheapestPlace(plan, v, node, first) === Number.POSITIVE_INFINITY) continue;
      const { position } = found;
      plan.insert(node, v, position);
      first = position + 1;
    }
  }
};
