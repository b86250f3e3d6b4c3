import { priceAt } from './price.ts';
import { openAt, travelOf } from './timetable.ts';
import type { WorkingPlan } from './working-plan.ts';

/** Does the load still fit, wherever in the route? Deliveries are aboard from the start. */
const fits = (plan: WorkingPlan, v: number, node: number): boolean => {
  const { dims, capacity, delivery } = plan.model;
  for (let d = 0; d < dims; d++) {
    const sum = (plan.load[v * dims + d] ?? 0) + (delivery[node * dims + d] ?? 0);
    if (sum > (capacity[v * dims + d] ?? 0)) return false;
  }
  return plan.model.isBreak[node] === 1 || (plan.tasks[v] ?? 0) < (plan.model.maxTasks[v] ?? 0);
};

/** With pickups: is the van nowhere over its capacity with the node at that position? */
const carries = (plan: WorkingPlan, v: number, node: number, position: number): boolean => {
  const { model, rows, stride } = plan;
  const { dims } = model;
  const length = plan.length[v] ?? 0;
  for (let d = 0; d < dims; d++) {
    const capacity = model.capacity[v * dims + d] ?? 0;
    let aboard = (plan.load[v * dims + d] ?? 0) + (model.delivery[node * dims + d] ?? 0);
    if (aboard > capacity) return false;
    for (let i = 0; i <= length; i++) {
      const one = i < position ? (rows[v * stride + i] ?? 0) : i === position ? node : (rows[v * stride + i - 1] ?? 0);
      aboard += (model.pickup[one * dims + d] ?? 0) - (model.delivery[one * dims + d] ?? 0);
      if (aboard > capacity) return false;
    }
  }
  return true;
};

/** Where the last search found its place. */
export const found = { position: -1 };

const simpleSearch = (plan: WorkingPlan, v: number, node: number, first: number): number => {
  const { model, rows, stride, leave, latest } = plan;
  const { times, costs } = travelOf(model, v);
  const { places } = model;
  const place = model.place[node] ?? 0;
  const lo = plan.lo[node] ?? 0;
  const hi = plan.hi[node] ?? 0;
  const windows = model.windows[node];
  const work = model.service[node * model.types + (model.type[v] ?? 0)] ?? 0;
  const length = plan.length[v] ?? 0;
  const used = length > 0 || model.out[v] === 1;
  const base = v * stride;
  let best = Number.POSITIVE_INFINITY;
  let here = model.from[v] ?? 0;
  let time = model.opens[v] ?? 0;
  for (let i = 0; i <= length; i++) {
    const leg = here * places + place;
    let start = time + (times[leg] ?? 0);
    if (start < lo) start = lo;
    if (windows) start = openAt(windows, start);
    if (time > hi) break;
    const next = i < length ? (rows[base + i] ?? 0) : -1;
    const nextPlace = next < 0 ? (model.to[v] ?? 0) : (model.place[next] ?? 0);
    if (start <= hi && i >= first) {
      const bound = next < 0 ? (model.closes[v] ?? 0) : (latest[next] ?? 0);
      const on = place * places + nextPlace;
      if (start + work + (times[on] ?? 0) <= bound) {
        const more = (costs[leg] ?? 0) + (costs[on] ?? 0) - (used ? (costs[here * places + nextPlace] ?? 0) : 0);
        if (more < best) {
          best = more;
          found.position = i;
        }
      }
    }
    here = nextPlace;
    if (next >= 0) time = leave[next] ?? 0;
  }
  return best;
};

const fullSearch = (plan: WorkingPlan, v: number, node: number, first: number): number => {
  const { model, rows, stride, leave, latest } = plan;
  const { times, costs, metres } = travelOf(model, v);
  const { places, types } = model;
  const isBreak = model.isBreak[node] === 1;
  const lo = plan.lo[node] ?? 0;
  const hi = plan.hi[node] ?? 0;
  const work = model.service[node * types + (model.type[v] ?? 0)] ?? 0;
  const extra = model.extra[node * model.vehicles + v] ?? 0;
  const length = plan.length[v] ?? 0;
  const base = v * stride;
  const idle = (plan.tasks[v] ?? 0) === 0 && model.out[v] !== 1;
  let best = Number.POSITIVE_INFINITY;
  let here = model.from[v] ?? 0;
  let time = model.opens[v] ?? 0;
  for (let i = 0; i <= length; i++) {
    if (time > hi) break;
    const next = i < length ? (rows[base + i] ?? 0) : -1;
    let visit = next;
    for (let k = i + 1; visit >= 0 && model.isBreak[visit] === 1; k++) visit = k < length ? (rows[base + k] ?? 0) : -1;
    const nextPlace = visit < 0 ? (model.to[v] ?? 0) : (model.place[visit] ?? 0);
    const place = isBreak ? here : (model.place[node] ?? 0);
    const leg = here * places + place;
    const on = place * places + nextPlace;
    const old = here * places + nextPlace;
    const start = Math.max(time + (times[leg] ?? 0), lo);
    const slackless =
      next >= 0 &&
      model.isBreak[next] === 0 &&
      place !== nextPlace &&
      start + work + (times[on] ?? 0) > (latest[next] ?? 0);
    const more = idle ? extra : (costs[leg] ?? 0) + (costs[on] ?? 0) - (costs[old] ?? 0) + extra;
    if (i >= first && start <= hi && !slackless && (more < best || !model.monotone)) {
      const travelled =
        (plan.travelled[v] ?? 0) + (times[leg] ?? 0) + (times[on] ?? 0) - (idle ? 0 : (times[old] ?? 0));
      const driven = (plan.metres[v] ?? 0) + (metres[leg] ?? 0) + (metres[on] ?? 0) - (idle ? 0 : (metres[old] ?? 0));
      const far = travelled > (model.maxTravel[v] ?? 0) || driven > (model.maxMetres[v] ?? 0);
      if ((isBreak || !far) && (!model.pickups || carries(plan, v, node, i))) {
        const price = priceAt(plan, v, node, i);
        if (price < best) {
          best = price;
          found.position = i;
        }
      }
    }
    if (next >= 0) {
      here = plan.where[next] ?? 0;
      time = leave[next] ?? 0;
    }
  }
  return best;
};

/**
 * The cheapest place for the node in the vehicle's route: what it adds to the plan's cost, `Infinity` when it fits nowhere.
 * Leaves the position in `found`. Of equals the first stands.
 * @param first the first position that may be taken
 */
export const cheapestPlace = (plan: WorkingPlan, v: number, node: number, first = 0): number => {
  if (plan.broken[v] !== -1 || !fits(plan, v, node)) return Number.POSITIVE_INFINITY;
  if (!plan.model.simple) return fullSearch(plan, v, node, first);
  const more = simpleSearch(plan, v, node, first);
  const opening = (plan.length[v] ?? 0) === 0 && plan.model.out[v] !== 1 ? (plan.model.fixed[v] ?? 0) : 0;
  return more + opening + (plan.model.extra[node * plan.model.vehicles + v] ?? 0);
};
