import { paceOf, startedWork, storesOf } from './compile-vehicles.ts';
import type { PlanProblem } from './problem.ts';
import { reasonsOf } from './reasons.ts';
import type { PlanRoute, PlanSolution, PlanStep, PlanTotals } from './solution.ts';
import { travelOf } from './timetable.ts';
import type { WorkingPlan } from './working-plan.ts';

type Job = PlanProblem['jobs'][number];

const placeOf = (point: Job['location'], index: number | undefined): Pick<PlanStep, 'location' | 'location_index'> => ({
  ...(point ? { location: point } : {}),
  ...(index === undefined ? {} : { location_index: index }),
});

const latenessOf = (job: Job, start: number): number =>
  Math.max(0, start - (job.time_windows?.at(-1)?.[1] ?? Number.POSITIVE_INFINITY));

/** Work under way, as it was begun. */
const startedSteps = (problem: PlanProblem, v: number, started: readonly number[], load: number[]): PlanStep[] =>
  started.flatMap((j): PlanStep[] => {
    const job = problem.jobs[j];
    if (!job) return [];
    const arrival = job.pin?.start ?? 0;
    return [
      {
        type: 'job',
        id: job.id,
        ...placeOf(job.location, job.location_index),
        arrival,
        waiting_time: 0,
        ...paceOf(job, problem.vehicles[v]?.type ?? ''),
        duration: 0,
        lateness: latenessOf(job, arrival),
        load: [...load],
        started: true,
      },
    ];
  });

const sum = (steps: readonly PlanStep[], of: (step: PlanStep) => number): number =>
  steps.reduce((total, step) => total + of(step), 0);

const routeOf = (problem: PlanProblem, plan: WorkingPlan, v: number, started: readonly number[]): PlanRoute | null => {
  const { model } = plan;
  const vehicle = problem.vehicles[v];
  if (!vehicle || ((plan.tasks[v] ?? 0) === 0 && started.length === 0)) return null;
  const { capacities } = storesOf(problem);
  const { times, metres } = travelOf(model, v);
  const row = plan.rows.subarray(v * plan.stride, v * plan.stride + (plan.length[v] ?? 0));
  const load = Array.from({ length: capacities }, (_, d) => plan.load[v * model.dims + d] ?? 0);
  const rest = { waiting_time: 0, setup: 0, service: 0, lateness: 0 };
  const begun = startedSteps(problem, v, started, load);
  const opens = Math.min(begun[0]?.arrival ?? plan.departure[v] ?? 0, plan.departure[v] ?? 0);
  const steps: PlanStep[] = [
    {
      type: 'start',
      ...placeOf(vehicle.start, vehicle.start_index),
      arrival: opens,
      duration: 0,
      load: [...load],
      ...rest,
    },
    ...begun,
  ];
  let here = model.from[v] ?? 0;
  let time = model.opens[v] ?? 0;
  let duration = 0;
  let distance = 0;
  for (const [i, node] of row.entries()) {
    const to = plan.where[node] ?? 0;
    const leg = times[here * model.places + to] ?? 0;
    const start = plan.start[node] ?? 0;
    const arrival = i === 0 ? start : time + leg;
    duration += leg;
    distance += metres[here * model.places + to] ?? 0;
    const source = model.source[node] ?? 0;
    const part = model.part[node] ?? 0;
    const isBreak = model.isBreak[node] === 1;
    const job = problem.jobs[source];
    const work = (plan.leave[node] ?? 0) - start;
    const service = model.service[node * model.types + (model.type[v] ?? 0)] ?? 0;
    for (let d = 0; d < capacities; d++) {
      const at = node * model.dims + d;
      load[d] = (load[d] ?? 0) + (model.pickup[at] ?? 0) - (model.delivery[at] ?? 0);
    }
    const clock = { arrival, waiting_time: start - arrival, setup: work - service, service, duration, load: [...load] };
    const rested = vehicle.breaks?.[part];
    if (isBreak && rested) steps.push({ type: 'break', id: rested.id, ...clock, lateness: 0 });
    else if (job)
      steps.push({
        type: 'job',
        id: job.id,
        ...placeOf(job.location, job.location_index),
        ...clock,
        lateness: part === 0 ? latenessOf(job, start) : 0,
        ...(part > 0 ? { crew_member: part } : {}),
      });
    here = to;
    time = plan.leave[node] ?? 0;
  }
  const home = times[here * model.places + (model.to[v] ?? 0)] ?? 0;
  duration += home;
  distance += metres[here * model.places + (model.to[v] ?? 0)] ?? 0;
  const back = time + home;
  steps.push({
    type: 'end',
    ...placeOf(vehicle.end, vehicle.end_index),
    arrival: back,
    duration,
    load: [...load],
    ...rest,
  });
  const due = Math.min(...(vehicle.overtime ?? []).map((tier) => tier.from), Number.POSITIVE_INFINITY);
  return {
    vehicle: vehicle.id,
    cost: plan.cost[v] ?? 0,
    setup: sum(steps, (step) => step.setup),
    service: sum(steps, (step) => step.service),
    duration,
    distance,
    waiting_time: sum(steps, (step) => step.waiting_time),
    lateness: sum(steps, (step) => step.lateness),
    overtime: Math.max(0, back - due),
    steps,
  };
};

const disrupted = (problem: PlanProblem, routes: readonly PlanRoute[]): number => {
  const tolerance = problem.weights?.disruption?.tolerance ?? 900;
  const told = new Map(problem.jobs.flatMap((job) => (job.published ? [[job.id, job.published] as const] : [])));
  return routes.reduce((count, route) => {
    const moved = route.steps.filter((step) => {
      const was = step.type === 'job' && step.crew_member === undefined && told.get(step.id ?? '');
      if (!was) return false;
      return was.vehicle !== route.vehicle || Math.abs(step.arrival + step.waiting_time - was.start) > tolerance;
    });
    return count + moved.length;
  }, 0);
};

const missedBreaks = (problem: PlanProblem, plan: WorkingPlan): PlanSolution['breaks_missed'] =>
  Array.from(plan.absent.subarray(0, plan.absentCount)).flatMap((node) => {
    const v = plan.model.source[node] ?? 0;
    const vehicle = problem.vehicles[v];
    const one = vehicle?.breaks?.[plan.model.part[node] ?? 0];
    return plan.model.isBreak[node] === 1 && vehicle && one && (plan.tasks[v] ?? 0) > 0
      ? [{ vehicle: vehicle.id, id: one.id }]
      : [];
  });

/** Writes the plan down as a solution: routes step by step, totals, and a reason for every job in none. */
export const describePlan = (problem: PlanProblem, plan: WorkingPlan, search: PlanSolution['search']): PlanSolution => {
  const started = startedWork(problem);
  const routes = problem.vehicles.flatMap((_, v) => routeOf(problem, plan, v, started[v] ?? []) ?? []);
  const unassigned = reasonsOf(problem, plan);
  const total = (of: (totals: PlanTotals) => number): number => routes.reduce((all, route) => all + of(route), 0);
  return {
    code: 0,
    summary: {
      cost: total((one) => one.cost),
      routes: routes.length,
      unassigned: unassigned.length,
      disrupted: disrupted(problem, routes),
      setup: total((one) => one.setup),
      service: total((one) => one.service),
      duration: total((one) => one.duration),
      distance: total((one) => one.distance),
      waiting_time: total((one) => one.waiting_time),
      lateness: total((one) => one.lateness),
      overtime: total((one) => one.overtime),
    },
    routes,
    unassigned,
    breaks_missed: missedBreaks(problem, plan),
    search,
  };
};
