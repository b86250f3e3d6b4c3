import { cheapestPlace, found } from './insertion.ts';
import { openAt, travelOf } from './timetable.ts';
import type { WorkingPlan } from './working-plan.ts';

/** Starts tried for a crew. */
const MOMENTS = 24;

const longest = (plan: WorkingPlan, node: number): number => {
  const { types, setup, service, type } = plan.model;
  const at = node * types + (type[plan.at[node] ?? 0] ?? 0);
  return (setup[at] ?? 0) + (service[at] ?? 0);
};

/** When the node's job is over at the latest, as it stands, by everybody of its crew. */
const overAt = (plan: WorkingPlan, node: number): number => {
  const crew = plan.model.crews[node] ?? [];
  let over = (plan.start[node] ?? 0) + longest(plan, node);
  for (const one of crew) over = Math.max(over, (plan.start[one] ?? 0) + longest(plan, one));
  return over;
};

/** Sets the earliest start by the jobs ahead. @returns whether they are all in the plan */
const awaitThose = (plan: WorkingPlan, node: number): boolean => {
  const { model, lo } = plan;
  let earliest = model.lo[node] ?? 0;
  for (const one of model.before[node] ?? []) {
    if (plan.at[one] === -1) return false;
    earliest = Math.max(earliest, overAt(plan, one) + (model.gap[node] ?? 0));
  }
  lo[node] = earliest;
  return true;
};

/** In a route that holds jobs ahead of the node, it comes behind them. */
const firstIn = (plan: WorkingPlan, v: number, node: number): number => {
  let first = 0;
  for (const one of plan.model.before[node] ?? [])
    if (plan.at[one] === v) first = Math.max(first, (plan.position[one] ?? 0) + 1);
  return first;
};

/** Now that the node has a start, those ahead of it must not slip beyond it. */
const holdThose = (plan: WorkingPlan, node: number): void => {
  const { model, lo, hi, start } = plan;
  lo[node] = start[node] ?? 0;
  for (const one of model.before[node] ?? []) {
    const v = plan.at[one] ?? -1;
    const last = (start[node] ?? 0) - (model.gap[node] ?? 0) - longest(plan, one);
    if (last >= (hi[one] ?? 0)) continue;
    plan.touch(v);
    hi[one] = last;
    plan.refresh(v);
  }
};

/** Undoes what the node's place meant for others; called once it is out of its route. */
export const release = (plan: WorkingPlan, node: number): void => {
  const { model, lo, hi, start } = plan;
  lo[node] = model.lo[node] ?? 0;
  hi[node] = model.hi[node] ?? 0;
  for (const one of model.before[node] ?? []) {
    const v = plan.at[one] ?? -1;
    if (v === -1) continue;
    let last = (model.crews[one] ?? []).length > 0 ? (lo[one] ?? 0) : (model.hi[one] ?? 0);
    for (const other of model.behind[one] ?? [])
      if (plan.at[other] !== -1)
        last = Math.min(last, (start[other] ?? 0) - (model.gap[other] ?? 0) - longest(plan, one));
    if (last === hi[one]) continue;
    plan.touch(v);
    hi[one] = last;
    plan.refresh(v);
  }
};

/** May this vehicle take the node, now that the one whose technician it shares is placed? */
const mayTake = ({ model, at }: WorkingPlan, v: number, node: number): boolean => {
  const same = model.same[node] ?? -1;
  const who = same === -1 ? -1 : (at[same] ?? -1);
  return model.allowed[node * model.vehicles + v] === 1 && (who === -1 || model.person[who] === model.person[v]);
};

const placeOne = (plan: WorkingPlan, node: number): boolean => {
  const { model } = plan;
  let best = Number.POSITIVE_INFINITY;
  let bestV = -1;
  let position = 0;
  for (let v = 0; v < model.vehicles; v++) {
    if (!mayTake(plan, v, node)) continue;
    const price = cheapestPlace(plan, v, node, firstIn(plan, v, node));
    if (price >= best) continue;
    best = price;
    bestV = v;
    position = found.position;
  }
  if (bestV === -1) return false;
  plan.insert(node, bestV, position);
  holdThose(plan, node);
  return true;
};

/** Moments at which somebody could begin: the best common start is the earliest start of one of them. */
const moments = (plan: WorkingPlan, crew: readonly number[]): number[] => {
  const { model } = plan;
  const starts = new Set<number>();
  for (const node of crew)
    for (let v = 0; v < model.vehicles; v++) {
      if (model.allowed[node * model.vehicles + v] !== 1) continue;
      const { times } = travelOf(model, v);
      const length = plan.length[v] ?? 0;
      for (let i = 0; i <= length; i++) {
        const before = i > 0 ? (plan.rows[v * plan.stride + i - 1] ?? 0) : -1;
        const here = before < 0 ? (model.from[v] ?? 0) : (plan.where[before] ?? 0);
        const time = before < 0 ? (model.opens[v] ?? 0) : (plan.leave[before] ?? 0);
        let start = Math.max(time + (times[here * model.places + (model.place[node] ?? 0)] ?? 0), plan.lo[node] ?? 0);
        const windows = model.windows[node];
        if (windows) start = openAt(windows, start);
        if (start <= (model.hi[node] ?? 0)) starts.add(start);
      }
    }
  const sorted = [...starts].sort((a, b) => a - b);
  if (sorted.length <= MOMENTS) return sorted;
  return Array.from({ length: MOMENTS }, (_, i) => sorted[Math.floor((i * (sorted.length - 1)) / (MOMENTS - 1))] ?? 0);
};

interface Muster {
  readonly price: number;
  readonly places: readonly (readonly [node: number, v: number, position: number])[];
}

/** The cheapest technicians for a common start at that moment, each member from another vehicle. */
const muster = (plan: WorkingPlan, crew: readonly number[], moment: number): Muster | null => {
  const { model } = plan;
  const places: [number, number, number][] = [];
  let sum = 0;
  for (const node of crew) {
    plan.lo[node] = moment;
    plan.hi[node] = moment;
    let best = Number.POSITIVE_INFINITY;
    let place: [number, number, number] | null = null;
    for (let v = 0; v < model.vehicles; v++) {
      if (!mayTake(plan, v, node) || places.some(([, other]) => other === v)) continue;
      const price = cheapestPlace(plan, v, node, firstIn(plan, v, node));
      if (price >= best) continue;
      best = price;
      place = [node, v, found.position];
    }
    if (!place) return null;
    sum += best;
    places.push(place);
  }
  return { price: sum, places };
};

/** A crew's start is decided when it is placed, and stands until it is taken out again. */
const placeCrew = (plan: WorkingPlan, crew: readonly number[]): boolean => {
  let best: Muster | null = null;
  let chosen = 0;
  for (const node of crew) plan.lo[node] = plan.lo[crew[0] ?? 0] ?? 0;
  for (const moment of moments(plan, crew)) {
    const one = muster(plan, crew, moment);
    if (!one || (best && one.price >= best.price)) continue;
    best = one;
    chosen = moment;
  }
  for (const node of crew) {
    plan.lo[node] = best ? chosen : (plan.model.lo[node] ?? 0);
    plan.hi[node] = best ? chosen : (plan.model.hi[node] ?? 0);
  }
  if (!best) return false;
  for (const [node, v, position] of best.places) plan.insert(node, v, position);
  for (const [node] of best.places) holdThose(plan, node);
  return true;
};

/**
 * Places a node that depends on others: behind the jobs it waits for, or with its crew at one start. What the place means
 * for the others becomes bounds on their starts, so that every route can be looked at by itself.
 */
export const placeCoupled = (plan: WorkingPlan, node: number): boolean => {
  if (!awaitThose(plan, node)) return false;
  const crew = plan.model.crews[node] ?? [];
  const placed = crew.length > 0 ? placeCrew(plan, crew) : placeOne(plan, node);
  if (!placed) plan.lo[node] = plan.model.lo[node] ?? 0;
  return placed;
};

/** Marks what cannot stay when the marked nodes go: the rest of their crews, and the jobs that wait for them. */
export const markDependents = (plan: WorkingPlan, marked: number[]): void => {
  const { crews, behind, locked } = plan.model;
  for (const node of marked)
    for (const others of [crews[node] ?? [], behind[node] ?? []])
      for (const one of others) {
        if (plan.mark[one] === 1 || plan.at[one] === -1 || locked[one] === 1) continue;
        plan.mark[one] = 1;
        marked.push(one);
      }
};
