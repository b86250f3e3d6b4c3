import type { Point } from '../travel/estimate.ts';
import type { PlanProblem } from './problem.ts';

/** Seconds and metres between points, `from` by `to`. */
export interface RoadTable {
  readonly durations: number[][];
  readonly distances: number[][];
}

const keyOf = (point: Point): string => point.join();

/** Every place of a problem with coordinates, once. */
export const pointsIn = (problem: PlanProblem): Point[] => {
  const all = [
    ...problem.jobs.flatMap((job) => (job.location ? [job.location] : [])),
    ...problem.vehicles.flatMap(({ start, end }) => [...(start ? [start] : []), ...(end ? [end] : [])]),
  ];
  return [...new Map(all.map((point) => [keyOf(point), point])).values()];
};

/** The problem with travel by road, the same for every profile, in place of the estimate. */
export const withRoads = (problem: PlanProblem, points: readonly Point[], table: RoadTable): PlanProblem => {
  const index = new Map(points.map((point, i) => [keyOf(point), i]));
  const at = (point: Point | undefined): number | undefined => point && index.get(keyOf(point));
  const profiles = new Set(problem.vehicles.map(({ profile }) => profile ?? 'car'));
  return {
    ...problem,
    matrices: Object.fromEntries([...profiles].map((profile) => [profile, table])),
    jobs: problem.jobs.map((job) => ({ ...job, location_index: at(job.location) ?? 0 })),
    vehicles: problem.vehicles.map((vehicle) => {
      const [start, end] = [at(vehicle.start), at(vehicle.end)];
      return {
        ...vehicle,
        ...(start === undefined ? {} : { start_index: start }),
        ...(end === undefined ? {} : { end_index: end }),
      };
    }),
  };
};
