import { openAt, spanCost, startCost, travelOf } from './timetable.ts';
import type { WorkingPlan } from './working-plan.ts';

/**
 * The full price of the node at a position: the row is walked from there on, until times are as before. `Infinity` when
 * something hard breaks.
 */
export const priceAt = (plan: WorkingPlan, v: number, node: number, position: number): number => {
  const { model, rows, stride, lo, hi } = plan;
  const { times, costs } = travelOf(model, v);
  const { places, types, vehicles } = model;
  const type = model.type[v] ?? 0;
  const base = v * stride;
  const length = plan.length[v] ?? 0;
  const previous = position > 0 ? (rows[base + position - 1] ?? 0) : -1;
  let here = previous < 0 ? (model.from[v] ?? 0) : (plan.where[previous] ?? 0);
  let time = previous < 0 ? (model.opens[v] ?? 0) : (plan.leave[previous] ?? 0);
  let cost = previous < 0 ? (model.fixed[v] ?? 0) : (plan.head[previous] ?? 0);
  let departure = plan.departure[v] ?? 0;
  for (let i = position; i <= length; i++) {
    const one = i === position ? node : (rows[base + i - 1] ?? 0);
    const isBreak = model.isBreak[one] === 1;
    const place = isBreak ? here : (model.place[one] ?? 0);
    const leg = here * places + place;
    const arrival = time + (times[leg] ?? 0);
    let start = Math.max(arrival, lo[one] ?? 0);
    const windows = model.windows[one];
    if (windows) start = openAt(windows, start);
    if (start > (hi[one] ?? 0)) return Number.POSITIVE_INFINITY;
    cost += (costs[leg] ?? 0) + (model.extra[one * vehicles + v] ?? 0) + startCost(model, one, start);
    if (i > 0) cost += model.waiting * (start - arrival);
    else departure = start - (times[leg] ?? 0);
    const setup = isBreak || here === place ? 0 : (model.setup[one * types + type] ?? 0);
    time = start + setup + (model.service[one * types + type] ?? 0);
    const settled =
      i > position && !isBreak && model.fairness === 0 && start === plan.start[one] && time === plan.leave[one];
    if (settled) return cost - (plan.head[one] ?? 0);
    here = place;
  }
  const leg = here * places + (model.to[v] ?? 0);
  const back = time + (times[leg] ?? 0);
  // Who has no visits is at home: a break then needs no way.
  if ((plan.tasks[v] ?? 0) === 0 && model.isBreak[node] === 1 && model.out[v] !== 1) return 0;
  if (back > (model.closes[v] ?? 0)) return Number.POSITIVE_INFINITY;
  return cost + (costs[leg] ?? 0) + spanCost(model, v, departure, back) - (plan.cost[v] ?? 0);
};
