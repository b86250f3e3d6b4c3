import { readFileSync } from 'node:fs';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { PilotError, messageOf } from '#shared/errors.ts';
import { osrmTable } from '#integrations/osrm/table.ts';
import type { PlanProblem } from '#schedule/plan/problem.ts';
import { pointsIn, withRoads } from '#schedule/plan/roads.ts';
import { dayTravel, driveTable } from '#schedule/travel/drives.ts';
import { estimateDrive } from '#schedule/travel/estimate.ts';
import { learnFrom } from '#schedule/travel/learned.ts';
import { usage } from './plan-usage.ts';

/** A pair of places without a road between them is taken as estimated. */
export const byRoad = async (problem: PlanProblem, server: string): Promise<PlanProblem> => {
  if (!URL.canParse(server) || !/^https?:/u.test(server))
    throw usage(`--osrm ${server} is not an address like http://127.0.0.1:5000`);
  if (problem.matrices) return problem;
  const points = pointsIn(problem);
  const table = await osrmTable(server, points);
  const whole = (rows: (number | null)[][], of: 'seconds' | 'metres'): number[][] =>
    rows.map((row, i) => row.map((cell, j) => cell ?? estimateDrive(points[i] ?? [0, 0], points[j] ?? [0, 0])[of]));
  return withRoads(problem, points, {
    durations: whole(table.durations, 'seconds'),
    distances: whole(table.distances, 'metres'),
  });
};

const Degrees = Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })]);
const Trips = Type.Array(
  Type.Object(
    {
      from: Degrees,
      to: Degrees,
      hour: Type.Integer({ minimum: 0, maximum: 23 }),
      seconds: Type.Number({ exclusiveMinimum: 0 }),
    },
    { additionalProperties: false },
  ),
);

const wrong = (file: string, what: string, cause?: unknown): PilotError =>
  new PilotError('trips_invalid', `the trips in ${file} cannot be read: ${what}`, {
    cause,
    fix: 'It is a JSON array of {from: [lon, lat], to: [lon, lat], hour: 0-23, seconds}.',
  });

/** The problem with travel as estimated and corrected by drives that were made. */
export const byTrips = (problem: PlanProblem, file: string): PlanProblem => {
  if (problem.matrices) return problem;
  let trips: unknown;
  try {
    trips = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw wrong(file, messageOf(cause), cause);
  }
  if (!Value.Check(Trips, trips)) {
    const [first] = Value.Errors(Trips, trips);
    throw wrong(file, `${first?.instancePath.slice(1) || 'it'} ${first?.message ?? 'has another shape'}`);
  }
  const learned = learnFrom(trips.map((trip) => ({ ...trip, estimated: estimateDrive(trip.from, trip.to).seconds })));
  const points = pointsIn(problem);
  return withRoads(problem, points, driveTable(dayTravel(learned), points));
};
