import {
  amountsOf,
  draftNodes,
  extraCost,
  isElsewhere,
  mayTake,
  neighboursOf,
  paces,
  type NodeDraft,
} from './compile-nodes.ts';
import { compilePlaces, type Places } from './compile-places.ts';
import { compileVehicles, storesOf, type Vehicles } from './compile-vehicles.ts';
import type { Model } from './model.ts';
import type { PlanProblem } from './problem.ts';

const maxOf = (values: Iterable<number>): number => {
  let max = 0;
  for (const value of values) if (value > max && Number.isFinite(value)) max = value;
  return max;
};

/** Seconds from the first moment anything may begin to the last: more than any start can be moved by. */
const horizonOf = (problem: PlanProblem, { opens, closes }: Vehicles): number => {
  const windows = problem.jobs.flatMap(({ time_windows: own = [], lateness }) =>
    own.flatMap(([from, to]) => [from, to + (lateness?.max ?? 0)]),
  );
  const told = problem.jobs.flatMap(({ published }) => (published ? [published.start] : []));
  const moments = [...opens, ...closes, ...windows, ...told].filter(Number.isFinite);
  return moments.reduce((a, b) => Math.max(a, b), 0) - moments.reduce((a, b) => Math.min(a, b), Number.MAX_VALUE);
};

/** More than leaving out one visit can ever save, whatever it does to the visits after it. */
const dearest = (problem: PlanProblem, places: Places, vehicles: Vehicles, extra: Float64Array): number => {
  const leg = maxOf(places.travel.map(({ costs }) => maxOf(costs)));
  const shift = maxOf(vehicles.closes.map((closes, v) => closes - (vehicles.opens[v] ?? 0)));
  const overtime = maxOf(
    problem.vehicles.map((one) => (one.overtime ?? []).reduce((sum, tier) => sum + tier.per_hour / 3600, 0)),
  );
  const { waiting_per_hour: waiting = 0, fairness = 0, disruption } = problem.weights ?? {};
  const late = problem.jobs.map((job) => ((job.lateness?.per_hour ?? 0) / 3600) * (job.lateness?.max ?? 0));
  const horizon = horizonOf(problem, vehicles);
  const urgent = problem.jobs.reduce((sum, job) => sum + ((job.urgency?.per_hour ?? 0) / 3600) * horizon, 0);
  const moved = ((disruption?.per_hour ?? 0) / 3600) * horizon * problem.jobs.filter((job) => job.published).length;
  const hours = shift / 3600;
  return Math.ceil(
    1 +
      3 * leg +
      maxOf(vehicles.fixed) +
      maxOf(extra) +
      late.reduce((sum, one) => sum + one, 0) +
      moved +
      urgent +
      shift * (overtime + waiting / 3600) +
      fairness * hours * hours,
  );
};

const crewsOf = (drafts: readonly NodeDraft[]): number[][] => {
  const nodes = new Map<number, number[]>();
  for (const [n, draft] of drafts.entries())
    if (draft.job) nodes.set(draft.source, [...(nodes.get(draft.source) ?? []), n]);
  return drafts.map((draft) => (draft.job && draft.job.crew?.length ? (nodes.get(draft.source) ?? []) : []));
};

/** Who waits for whom, by nodes. Work already under way that others wait for bounds their windows instead. */
const ordersOf = (problem: PlanProblem, drafts: readonly NodeDraft[]) => {
  const lead = new Map(
    drafts.flatMap((draft, n) => (draft.job && draft.part === 0 ? [[draft.job.id, n] as const] : [])),
  );
  const before = drafts.map(({ job }) => (job?.after ?? []).flatMap((id) => lead.get(id) ?? []));
  const behind = drafts.map((): number[] => []);
  for (const [n, ahead] of before.entries()) for (const one of ahead) behind[one]?.push(n);
  const depth = new Int32Array(drafts.length);
  const deep = (n: number): number => 1 + Math.max(-1, ...(before[n] ?? []).map(deep));
  for (const n of drafts.keys()) depth[n] = deep(n);
  const ended = drafts.map(({ job }) =>
    Math.max(
      Number.NEGATIVE_INFINITY,
      ...(job?.after ?? []).flatMap((id) => {
        const one = problem.jobs.find((other) => other.id === id && other.pin?.started);
        if (!one) return [];
        const type = problem.vehicles.find((vehicle) => vehicle.id === one.pin?.vehicle)?.type ?? '';
        const setup = one.setup_per_type?.[type] ?? one.setup ?? 0;
        const service = one.service_per_type?.[type] ?? one.service ?? 0;
        return [(one.pin?.start ?? 0) + setup + service + (job?.gap ?? 0)];
      }),
    ),
  );
  const same = Int32Array.from(drafts, ({ job, part }) =>
    part === 0 && job?.same_technician_as !== undefined ? (lead.get(job.same_technician_as) ?? -1) : -1,
  );
  return { before, behind, depth, ended, same };
};

/** Turns a checked problem into typed arrays. */
export const compile = (problem: PlanProblem): Model => {
  const places = compilePlaces(problem);
  const stores = storesOf(problem);
  const vehicles = compileVehicles(problem, places, stores);
  const drafts = draftNodes(problem);
  const nodes = drafts.length;
  const count = problem.vehicles.length;
  const number = (of: (draft: NodeDraft, n: number) => number): Float64Array => Float64Array.from(drafts, of);
  const place = Int32Array.from(drafts, (one) => (one.job ? (places.job[one.source] ?? 0) : places.count - 1));
  const allowed = new Uint8Array(nodes * count);
  const extra = new Float64Array(nodes * count);
  for (const [n, draft] of drafts.entries())
    for (const [v, vehicle] of problem.vehicles.entries()) {
      allowed[n * count + v] = mayTake(draft, vehicle, v) && !isElsewhere(problem, draft, vehicle) ? 1 : 0;
      extra[n * count + v] = extraCost(problem, draft, v);
    }
  const amounts = drafts.map((draft) => amountsOf(draft, stores));
  const pace = paces(problem, drafts);
  const orders = ordersOf(problem, drafts);
  const crews = crewsOf(drafts);
  const due = number((one) => one.windows.at(-1)?.[1] ?? Number.POSITIVE_INFINITY);
  const pinned = (one: NodeDraft): boolean => one.job?.pin?.start !== undefined;
  const hi = number((one, n) => (due[n] ?? 0) + (pinned(one) ? 0 : (one.job?.lateness?.max ?? 0)));
  const per = (of: number | undefined): number => (of ?? 0) / 3600;
  const late = number((one) => (one.part === 0 || !one.job ? per(one.job?.lateness?.per_hour) : 0));
  const soon = number((one) =>
    one.job?.time_windows && one.part === 0 && !pinned(one) ? per(one.job.urgency?.per_hour) : 0,
  );
  const moved = number((one) =>
    one.job?.published && one.part === 0 ? per(problem.weights?.disruption?.per_hour) : 0,
  );
  const costly = dearest(problem, places, vehicles, extra);
  const { waiting_per_hour: waiting, fairness = 0, disruption } = problem.weights ?? {};
  const pickups = amounts.some(({ pickup }) => pickup.some((one) => one > 0));
  const simple =
    !drafts.some((one) => !one.job) &&
    !pickups &&
    ![...late, ...soon, ...moved, ...pace.setup, waiting ?? 0, fairness].some((one) => one > 0) &&
    ![...vehicles.maxTravel, ...vehicles.maxMetres].some(Number.isFinite) &&
    vehicles.overtime.every((tiers) => tiers.length === 0);
  return {
    ...vehicles,
    ...pace,
    ...orders,
    ...neighboursOf(drafts, place, places),
    nodes,
    vehicles: count,
    dims: stores.count,
    places: places.count,
    travel: places.travel,
    source: Int32Array.from(drafts, (one) => one.source),
    part: Int32Array.from(drafts, (one) => one.part),
    isBreak: Uint8Array.from(drafts, (one) => (one.job ? 0 : 1)),
    place,
    lo: number((one, n) => Math.max(one.windows[0]?.[0] ?? 0, orders.ended[n] ?? 0)),
    hi,
    windows: drafts.map((one, n) =>
      one.windows.length < 2
        ? null
        : Float64Array.from(
            one.windows.flatMap(([starts, ends], i) => [starts, one.windows[i + 1] ? ends : (hi[n] ?? ends)]),
          ),
    ),
    due,
    late,
    asked: number((one) => one.windows[0]?.[0] ?? 0),
    soon,
    told: number((one) => one.job?.published?.start ?? 0),
    moved,
    delivery: Float64Array.from(amounts.flatMap((one) => one.delivery)),
    pickup: Float64Array.from(amounts.flatMap((one) => one.pickup)),
    penalty: number((one) =>
      one.job && one.part > 0 ? 0 : costly * (one.job ? 1 + (one.job.priority ?? 0) : 100_000),
    ),
    locked: Uint8Array.from(drafts, (one) => (pinned(one) ? 1 : 0)),
    allowed,
    extra,
    crews,
    gap: number((one) => one.job?.gap ?? 0),
    reach: number((_, n) =>
      problem.vehicles.reduce((least, _one, v) => {
        const costs = places.travel[places.travelOf[v] ?? 0]?.costs;
        return Math.min(least, costs?.[(places.from[v] ?? 0) * places.count + (place[n] ?? 0)] ?? least);
      }, Number.MAX_VALUE),
    ),
    waiting: per(waiting),
    fairness,
    tolerance: disruption?.tolerance ?? 900,
    monotone: (waiting ?? 0) === 0 && moved.every((one) => one === 0),
    pickups,
    simple,
    coupled: crews.some((one) => one.length > 0) || orders.before.some((one) => one.length > 0),
  };
};
