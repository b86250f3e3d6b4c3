import { PilotError } from '#shared/errors.ts';
import { judgePlan } from '../check/judge.ts';
import { compile } from '../plan/compile.ts';
import { describePlan } from '../plan/describe.ts';
import type { PlanProblem } from '../plan/problem.ts';
import type { PlanSolution, PlanStep } from '../plan/solution.ts';
import { WorkingPlan } from '../plan/working-plan.ts';

/** VROOM's routes, as far as we read them: who does what in which order. */
export interface VroomRoutes {
  readonly routes: readonly {
    readonly vehicle: number;
    readonly steps: readonly { readonly type: string; readonly id?: number | undefined }[];
  }[];
}

const wrong = (what: string): PilotError =>
  new PilotError('vroom_failed', `the answer of VROOM cannot be used: ${what}`, {
    fix: 'See that VROOM_BIN names a current VROOM; the engine of the box plans the same problem (--engine own).',
  });

const orderOf = (solution: PlanSolution) => (vehicle: PlanProblem['vehicles'][number]) => {
  const steps = solution.routes.find((route) => route.vehicle === vehicle.id)?.steps ?? [];
  const kept = steps.map(({ type, id }: PlanStep) => ({ type, ...(id === undefined ? {} : { id }) }));
  return { ...vehicle, steps: kept };
};

/**
 * What VROOM answered, as a plan of ours: its order stands, times and prices are worked out here as for every plan, and
 * nothing it says of itself is taken on trust.
 * @throws PilotError `vroom_failed` when it names what is not there, or its order breaks a rule of the problem
 */
export const fromVroom = (problem: PlanProblem, { routes }: VroomRoutes): PlanSolution => {
  const model = compile(problem);
  const plan = new WorkingPlan(model);
  const nodeOf = (isBreak: boolean, source: number, part: number): number => {
    for (let n = 0; n < model.nodes; n++)
      if ((model.isBreak[n] === 1) === isBreak && model.source[n] === source && model.part[n] === part) return n;
    return -1;
  };
  for (const { vehicle, steps } of routes) {
    const v = vehicle - 1;
    if (!problem.vehicles[v]) throw wrong(`there is no vehicle ${vehicle}`);
    for (const { type, id = 0 } of steps) {
      if (type === 'start' || type === 'end') continue;
      if (type !== 'job' && type !== 'break') throw wrong(`a step is of type ${type}`);
      const node = type === 'job' ? nodeOf(false, id - 1, 0) : nodeOf(true, v, id - 1);
      if (node === -1) throw wrong(`there is no ${type} ${id}`);
      if (plan.at[node] !== -1) throw wrong(`${type} ${id} is in its routes twice`);
      plan.insert(node, v, plan.length[v] ?? 0);
    }
  }
  const late = plan.broken.findIndex((node) => node !== -1);
  if (late !== -1) throw wrong(`the route of ${problem.vehicles[late]?.id ?? ''} is not in time`);
  const solution = describePlan(problem, plan, { seed: 0, iterations: 0 });
  const judged = judgePlan({ ...problem, vehicles: problem.vehicles.map(orderOf(solution)) });
  const broken = judged.violations.find(({ cause }) => cause !== 'unplanned');
  if (broken) throw wrong(`it breaks ${broken.cause} of ${broken.id ?? broken.vehicle ?? 'the plan'}`);
  return solution;
};
