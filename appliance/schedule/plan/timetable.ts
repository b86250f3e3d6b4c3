import type { Model, Travel } from './model.ts';
import type { WorkingPlan } from './working-plan.ts';

const NO_TRAVEL: Travel = { times: new Float64Array(0), costs: new Float64Array(0), metres: new Float64Array(0) };

export const travelOf = (model: Model, v: number): Travel => model.travel[model.travelOf[v] ?? 0] ?? NO_TRAVEL;

/** The first moment not before `time` at which work on the node may start; beyond its last window when there is none. */
export const openAt = (windows: Float64Array, time: number): number => {
  for (let i = 0; i < windows.length; i += 2) {
    if (time <= (windows[i + 1] ?? 0)) return Math.max(time, windows[i] ?? 0);
  }
  return Number.POSITIVE_INFINITY;
};

/** The last moment not after `time` at which work on the node may start. */
const closedAt = (windows: Float64Array, time: number): number => {
  for (let i = windows.length - 2; i >= 0; i -= 2) {
    if (time >= (windows[i] ?? 0)) return Math.min(time, windows[i + 1] ?? 0);
  }
  return Number.NEGATIVE_INFINITY;
};

/** Cost of starting the node then: lateness, urgency, and shift away from what was told. */
export const startCost = (model: Model, node: number, start: number): number => {
  let cost = 0;
  const late = model.late[node] ?? 0;
  if (late > 0) cost += late * Math.max(0, start - (model.due[node] ?? 0));
  const soon = model.soon[node] ?? 0;
  if (soon > 0) cost += soon * Math.max(0, start - (model.asked[node] ?? 0));
  const moved = model.moved[node] ?? 0;
  if (moved > 0) cost += moved * Math.max(0, Math.abs(start - (model.told[node] ?? 0)) - model.tolerance);
  return cost;
};

/** Cost of a route that leaves and is back then: overtime by tiers, and the square of the hours for fairness. */
export const spanCost = (model: Model, v: number, departure: number, back: number): number => {
  let cost = 0;
  const tiers = model.overtime[v] ?? new Float64Array(0);
  for (let i = 0; i < tiers.length; i += 2) cost += (tiers[i + 1] ?? 0) * Math.max(0, back - (tiers[i] ?? 0));
  if (model.fairness > 0) {
    const hours = (back - departure) / 3600;
    cost += model.fairness * hours * hours;
  }
  return cost;
};

const backwards = (plan: WorkingPlan, v: number): void => {
  const { model, rows, stride, latest, hi, where, start, leave } = plan;
  const { times } = travelOf(model, v);
  const { places } = model;
  let bound = model.closes[v] ?? 0;
  let next = model.to[v] ?? 0;
  for (let p = v * stride + (plan.length[v] ?? 0) - 1; p >= v * stride; p--) {
    const node = rows[p] ?? 0;
    const place = where[node] ?? 0;
    const work = (leave[node] ?? 0) - (start[node] ?? 0);
    let last = Math.min(hi[node] ?? 0, bound - (times[place * places + next] ?? 0) - work);
    const windows = model.windows[node];
    if (windows) last = closedAt(windows, last);
    latest[node] = last;
    bound = last;
    next = model.isBreak[node] === 1 ? (p > v * stride ? (where[rows[p - 1] ?? 0] ?? 0) : (model.from[v] ?? 0)) : place;
  }
};

/**
 * Works out a row from its front: every stop as early as travel, windows and bounds allow, the first departure just in
 * time. Then from its back the latest starts, which are the slack that later insertions live on.
 */
export const schedule = (plan: WorkingPlan, v: number): void => {
  const { model, rows, stride, position, start, leave, lo, head, where, load } = plan;
  const { times, costs, metres } = travelOf(model, v);
  const { places, types, vehicles, dims } = model;
  const type = model.type[v] ?? 0;
  const base = v * stride;
  const length = plan.length[v] ?? 0;
  let here = model.from[v] ?? 0;
  let time = model.opens[v] ?? 0;
  let cost = model.fixed[v] ?? 0;
  let travelled = 0;
  let driven = 0;
  let tasks = 0;
  let broken = -1;
  plan.departure[v] = time;
  for (let d = 0; d < dims; d++) load[v * dims + d] = 0;
  for (let i = 0; i < length; i++) {
    const node = rows[base + i] ?? 0;
    const isBreak = model.isBreak[node] === 1;
    const place = isBreak ? here : (model.place[node] ?? 0);
    const leg = here * places + place;
    const arrival = time + (times[leg] ?? 0);
    let from = Math.max(arrival, lo[node] ?? 0);
    const windows = model.windows[node];
    if (windows) from = openAt(windows, from);
    if (broken === -1 && from > (plan.hi[node] ?? 0)) broken = node;
    cost += (costs[leg] ?? 0) + (model.extra[node * vehicles + v] ?? 0);
    if (!model.simple) {
      cost += startCost(model, node, from);
      travelled += times[leg] ?? 0;
      driven += metres[leg] ?? 0;
      if (i > 0) cost += model.waiting * (from - arrival);
      else plan.departure[v] = from - (times[leg] ?? 0);
    }
    const setup = isBreak || here === place ? 0 : (model.setup[node * types + type] ?? 0);
    time = from + setup + (model.service[node * types + type] ?? 0);
    position[node] = i;
    start[node] = from;
    leave[node] = time;
    head[node] = cost;
    where[node] = place;
    here = place;
    if (!isBreak) tasks++;
    for (let d = 0; d < dims; d++)
      load[v * dims + d] = (load[v * dims + d] ?? 0) + (model.delivery[node * dims + d] ?? 0);
  }
  plan.tasks[v] = tasks;
  if (tasks === 0 && model.out[v] !== 1) {
    plan.cost[v] = 0;
    plan.travelled[v] = 0;
    plan.metres[v] = 0;
  } else {
    const leg = here * places + (model.to[v] ?? 0);
    const tail = (costs[leg] ?? 0) + spanCost(model, v, plan.departure[v] ?? 0, time + (times[leg] ?? 0));
    plan.cost[v] = cost + tail;
    plan.travelled[v] = travelled + (times[leg] ?? 0);
    plan.metres[v] = driven + (metres[leg] ?? 0);
    const over =
      time + (times[leg] ?? 0) > (model.closes[v] ?? 0) ||
      (plan.travelled[v] ?? 0) > (model.maxTravel[v] ?? 0) ||
      (plan.metres[v] ?? 0) > (model.maxMetres[v] ?? 0);
    if (over && broken === -1 && length > 0) broken = rows[base + length - 1] ?? -1;
  }
  plan.broken[v] = broken;
  if (broken !== -1) plan.cost[v] = Number.POSITIVE_INFINITY;
  backwards(plan, v);
};
