import type { Places } from './compile-places.ts';
import { paceOf, technicianOf, typesOf, type Stores } from './compile-vehicles.ts';
import type { PlanId, PlanJob, PlanProblem } from './problem.ts';

/** One thing to place in a route, before it becomes numbers. */
export interface NodeDraft {
  readonly job: PlanJob | null;
  /** Index of the job, or of the break's vehicle. */
  readonly source: number;
  /** 0 the lead, n the nth of the crew; for a break, which one. */
  readonly part: number;
  readonly skills: readonly PlanId[];
  readonly windows: readonly (readonly [number, number])[];
}

const ALWAYS = [[Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]] as const;

/** Jobs not yet under way, each with its crew, then the breaks. */
export const draftNodes = (problem: PlanProblem): NodeDraft[] => {
  const visits = problem.jobs.flatMap((job, source): NodeDraft[] => {
    if (job.pin?.started) return [];
    const at = job.pin?.start;
    const windows = at === undefined ? (job.time_windows ?? ALWAYS) : ([[at, at]] as const);
    const lead = { job, source, part: 0, skills: job.skills ?? [], windows };
    return [lead, ...(job.crew ?? []).map(({ skills }, i) => ({ ...lead, part: i + 1, skills: skills ?? [] }))];
  });
  const breaks = problem.vehicles.flatMap((vehicle, source) =>
    (vehicle.breaks ?? []).map((one, part) => ({ job: null, source, part, skills: [], windows: one.time_windows })),
  );
  return [...visits, ...breaks];
};

/** May this vehicle take the node, shift and room left aside? */
export const mayTake = (draft: NodeDraft, vehicle: PlanProblem['vehicles'][number], v: number): boolean => {
  if (!draft.job) return draft.source === v;
  const { job } = draft;
  if (draft.part === 0 && job.pin !== undefined && job.pin.vehicle !== vehicle.id) return false;
  if (job.excluded_vehicles?.includes(vehicle.id)) return false;
  return draft.skills.every((skill) => vehicle.skills?.includes(skill) ?? false);
};

/** Is the job's technician settled by a pin of the one whose technician it shares, and this somebody else? */
export const isElsewhere = (
  problem: PlanProblem,
  draft: NodeDraft,
  vehicle: PlanProblem['vehicles'][number],
): boolean => {
  const as = draft.part === 0 ? draft.job?.same_technician_as : undefined;
  const pinned = as === undefined ? undefined : problem.jobs.find(({ id }) => id === as)?.pin?.vehicle;
  const who = pinned === undefined ? undefined : problem.vehicles.find(({ id }) => id === pinned);
  return who !== undefined && technicianOf(who) !== technicianOf(vehicle);
};

/** What of `stores` the node takes along from the start. A crew's parts are in the lead's van. */
export const amountsOf = (draft: NodeDraft, stores: Stores): { delivery: number[]; pickup: number[] } => {
  const job = draft.part === 0 ? draft.job : null;
  const parts = stores.parts.map((part) => job?.parts?.[part] ?? 0);
  const amounts = (of: readonly number[] | undefined): number[] =>
    Array.from({ length: stores.capacities }, (_, d) => of?.[d] ?? 0);
  return { delivery: [...amounts(job?.delivery), ...parts], pickup: [...amounts(job?.pickup), ...parts.map(() => 0)] };
};

/** What this vehicle costs for this node beside the way there. */
export const extraCost = (problem: PlanProblem, draft: NodeDraft, v: number): number => {
  const vehicle = problem.vehicles[v];
  const { job } = draft;
  if (!job || !vehicle) return 0;
  const { setup, service } = paceOf(job, vehicle.type ?? '');
  let cost = ((vehicle.costs?.per_task_hour ?? 0) * (setup + service)) / 3600;
  if (draft.part > 0) return cost;
  if (job.preferred && !job.preferred.vehicles.includes(vehicle.id)) cost += job.preferred.cost;
  if (job.published && job.published.vehicle !== vehicle.id) cost += problem.weights?.disruption?.vehicle ?? 0;
  return cost;
};

/** Seconds by node and type of technician: `node * types + type`. */
export const paces = (problem: PlanProblem, drafts: readonly NodeDraft[]) => {
  const types = typesOf(problem);
  const setup = new Float64Array(drafts.length * types.length);
  const service = new Float64Array(drafts.length * types.length);
  for (const [n, draft] of drafts.entries())
    for (const [t, type] of types.entries()) {
      const rest = { setup: 0, service: problem.vehicles[draft.source]?.breaks?.[draft.part]?.service ?? 0 };
      const pace = draft.job ? paceOf(draft.job, type) : rest;
      setup[n * types.length + t] = pace.setup;
      service[n * types.length + t] = pace.service;
    }
  return { setup, service, types: types.length };
};

const NEAR = 150;

/** For every visit the others by nearness (the mean of both ways), itself first; a break is near itself alone. */
export const neighboursOf = (drafts: readonly NodeDraft[], place: Int32Array, places: Places) => {
  const travel = places.travel[0];
  const visits = drafts.flatMap((draft, n) => (draft.job ? [n] : []));
  const near = Math.max(1, Math.min(visits.length, NEAR));
  const neighbours = new Int32Array(drafts.length * near).fill(-1);
  const between = (a: number, b: number): number => {
    const [from, to] = [place[a] ?? 0, place[b] ?? 0];
    return (travel?.costs[from * places.count + to] ?? 0) + (travel?.costs[to * places.count + from] ?? 0);
  };
  for (const [n, draft] of drafts.entries()) {
    neighbours[n * near] = n;
    if (!draft.job) continue;
    const order = visits.filter((one) => one !== n).map((one) => [between(n, one), one] as const);
    order.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    order.slice(0, near - 1).forEach(([, one], i) => (neighbours[n * near + i + 1] = one));
  }
  return { near, neighbours };
};
