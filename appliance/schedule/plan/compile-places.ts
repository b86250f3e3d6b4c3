import { estimateDrive, type Point } from '../travel/estimate.ts';
import { widerBy } from '../travel/geocode.ts';
import type { Travel } from './model.ts';
import type { PlanProblem, PlanVehicle } from './problem.ts';

/** The places of a problem and the travel between them. */
export interface Places {
  /** With nowhere as the last. */
  readonly count: number;
  readonly job: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly travel: readonly Travel[];
  /** Vehicle to travel. */
  readonly travelOf: readonly number[];
}

/** Seconds and metres between two places, before any speed factor. */
type Leg = (from: number, to: number) => { readonly seconds: number; readonly metres: number; readonly cost: number };

const travelFor = (vehicle: PlanVehicle, count: number, leg: Leg): Travel => {
  const [times, costs, metres] = [0, 1, 2].map(() => new Float64Array(count * count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const perSecond = (vehicle.costs?.per_hour ?? 3600) / 3600;
  const perMetre = (vehicle.costs?.per_km ?? 0) / 1000;
  const nowhere = count - 1;
  for (let i = 0; i < nowhere; i++)
    for (let j = 0; j < nowhere; j++) {
      const at = i * count + j;
      const { seconds, metres: length, cost } = leg(i, j);
      const time = Math.round(seconds / (vehicle.speed_factor ?? 1));
      times[at] = time;
      metres[at] = length;
      costs[at] = cost >= 0 ? cost : perSecond * time + perMetre * length;
    }
  return { times, costs, metres };
};

/** @param wider by place, the seconds that its drives are taken longer */
const legsOf = (problem: PlanProblem, profile: string, points: readonly Point[], wider: Float64Array): Leg => {
  const matrix = problem.matrices?.[profile];
  const more = (from: number, to: number): number => (from === to ? 0 : (wider[from] ?? 0) + (wider[to] ?? 0));
  if (!matrix)
    return (from, to) => {
      const { seconds, metres } = estimateDrive(points[from] ?? [0, 0], points[to] ?? [0, 0]);
      return { seconds: seconds + more(from, to), metres, cost: -1 };
    };
  return (from, to) => ({
    seconds: (matrix.durations[from]?.[to] ?? 0) + more(from, to),
    metres: matrix.distances?.[from]?.[to] ?? 0,
    cost: matrix.costs?.[from]?.[to] ?? -1,
  });
};

/** Numbers the places: rows of the matrices where there are any, else one for each pair of coordinates. */
export const compilePlaces = (problem: PlanProblem): Places => {
  const points: Point[] = [];
  const known = new Map<string, number>();
  const numberOf = (index: number | undefined, point: Point | undefined): number => {
    if (problem.matrices) return index ?? -1;
    if (!point) return -1;
    const key = point.join();
    const number = known.get(key) ?? points.push(point) - 1;
    known.set(key, number);
    return number;
  };
  const job = problem.jobs.map((one) => numberOf(one.location_index, one.location));
  const from = problem.vehicles.map((one) => numberOf(one.start_index, one.start));
  const to = problem.vehicles.map((one) => numberOf(one.end_index, one.end));
  const rows = Object.values(problem.matrices ?? {})[0]?.durations.length ?? points.length;
  const count = rows + 1;
  const wider = new Float64Array(count);
  for (const [j, { location_quality: quality }] of problem.jobs.entries()) {
    const at = job[j] ?? -1;
    if (at >= 0) wider[at] = Math.max(wider[at] ?? 0, widerBy(quality));
  }
  const kinds = new Map<string, number>();
  const travel: Travel[] = [];
  const travelOf = problem.vehicles.map((vehicle) => {
    const profile = vehicle.profile ?? 'car';
    const { per_hour: perHour, per_km: perKm } = vehicle.costs ?? {};
    const key = JSON.stringify([profile, vehicle.speed_factor ?? 1, perHour ?? 3600, perKm ?? 0]);
    const at = kinds.get(key) ?? travel.push(travelFor(vehicle, count, legsOf(problem, profile, points, wider))) - 1;
    kinds.set(key, at);
    return at;
  });
  const orNowhere = (place: number): number => (place < 0 ? rows : place);
  return { count, job: job.map(orNowhere), from: from.map(orNowhere), to: to.map(orNowhere), travel, travelOf };
};
