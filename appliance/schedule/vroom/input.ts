import { PilotError } from '#shared/errors.ts';
import { compilePlaces } from '../plan/compile-places.ts';
import { storesOf } from '../plan/compile-vehicles.ts';
import type { PlanId, PlanJob, PlanProblem, PlanVehicle } from '../plan/problem.ts';

type Window = readonly [number, number];
type Fault = readonly [path: string, message: string];

/** VROOM's input (its docs/API.md), as far as we write it. Ids are places in our lists, from 1. */
export interface VroomInput {
  readonly jobs: readonly {
    readonly id: number;
    readonly location_index: number;
    readonly setup: number;
    readonly service: number;
    readonly delivery: readonly number[];
    readonly pickup: readonly number[];
    readonly skills: readonly number[];
    readonly priority: number;
    readonly time_windows?: readonly Window[];
  }[];
  readonly vehicles: readonly {
    readonly id: number;
    readonly profile: string;
    readonly start_index?: number;
    readonly end_index?: number;
    readonly capacity: readonly number[];
    readonly skills: readonly number[];
    readonly costs: Readonly<Record<string, number>>;
    readonly time_window?: Window;
    readonly breaks: readonly {
      readonly id: number;
      readonly service: number;
      readonly time_windows: readonly Window[];
    }[];
    readonly max_tasks?: number;
    readonly max_travel_time?: number;
    readonly max_distance?: number;
  }[];
  readonly matrices: Readonly<
    Record<string, { durations: number[][]; distances: number[][]; costs?: number[][] | undefined }>
  >;
}

const jobFaults = function* (problem: PlanProblem, job: PlanJob, at: string): Generator<Fault> {
  const { vehicle = 0, per_hour: moved = 0 } = problem.weights?.disruption ?? {};
  if (job.lateness && job.lateness.max > 0) yield [`${at}/lateness`, 'its windows are hard'];
  if (job.urgency && job.urgency.per_hour > 0) yield [`${at}/urgency`, 'any time in a window is the same to it'];
  if (job.preferred && job.preferred.cost > 0) yield [`${at}/preferred`, 'it has no preferences'];
  if (job.published && vehicle + moved > 0) yield [`${at}/published`, 'it knows no plan told before'];
  if (job.crew && job.crew.length > 0) yield [`${at}/crew`, 'one vehicle does each of its jobs'];
  if (job.after && job.after.length > 0) yield [`${at}/after`, 'its jobs do not wait for one another'];
  if (job.same_technician_as !== undefined) yield [`${at}/same_technician_as`, 'its vehicles are nobody'];
  if (job.pin?.started) yield [`${at}/pin/started`, 'its days begin at the vehicles’ starts'];
  if (job.setup_per_type) yield [`${at}/setup_per_type`, 'only its newest versions have paces by type'];
  if (job.service_per_type) yield [`${at}/service_per_type`, 'only its newest versions have paces by type'];
};

const wholeFaults = function* (value: unknown, path: string): Generator<Fault> {
  if (typeof value === 'number' && !(Number.isSafeInteger(value) && value >= 0))
    yield [path, `is ${value}, and it counts in whole numbers from 0 on`];
  if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) yield* wholeFaults(one, `${path}/${key}`);
};

/** What VROOM has no words for, place by place. */
const faultsIn = function* (problem: PlanProblem): Generator<Fault> {
  for (const [j, job] of problem.jobs.entries()) {
    yield* jobFaults(problem, job, `jobs/${j}`);
    const { setup, service, priority, time_windows: windows, pin } = job;
    yield* wholeFaults({ setup, service, priority, time_windows: windows, pin }, `jobs/${j}`);
  }
  for (const [v, vehicle] of problem.vehicles.entries()) {
    const at = `vehicles/${v}`;
    if ((vehicle.overtime ?? []).some((tier) => tier.per_hour > 0)) yield [`${at}/overtime`, 'its shifts end hard'];
    if ((vehicle.start ?? vehicle.start_index ?? vehicle.end ?? vehicle.end_index) === undefined)
      yield [at, 'has neither start nor end, and it wants one of them'];
    const { costs, time_window: shift, breaks = [], max_travel_time: travel, max_distance: metres } = vehicle;
    const rests = breaks.map(({ service, time_windows: windows }) => ({ service, time_windows: windows }));
    yield* wholeFaults({ costs, time_window: shift, breaks: rests, max_travel_time: travel, max_distance: metres }, at);
  }
  const { waiting_per_hour: waiting = 0, fairness = 0 } = problem.weights ?? {};
  if (waiting > 0) yield ['weights/waiting_per_hour', 'waiting costs it nothing'];
  if (fairness > 0) yield ['weights/fairness', 'it does not share hours out'];
};

const refuse = (faults: readonly Fault[]): void => {
  if (faults.length === 0) return;
  const shown = faults.slice(0, 10).map(([path, message]) => `${path}: ${message}`);
  if (faults.length > 10) shown.push(`and ${faults.length - 10} more`);
  throw new PilotError('vroom_unsupported', `VROOM cannot carry this problem\n${shown.join('\n')}`, {
    fix: 'Take those rules out, or plan with the engine of the box (--engine own).',
  });
};

/** Numbers for skills, with a private one for each pin and each exclusion: VROOM has no other way to say "only him". */
const skillsOf = (problem: PlanProblem) => {
  const numbers = new Map<string, number>();
  const numberOf = (key: string): number => {
    const known = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, known);
    return known;
  };
  const named = (ids: readonly PlanId[] | undefined): number[] => (ids ?? []).map((id) => numberOf(JSON.stringify(id)));
  const ofJob = (job: PlanJob, j: number): number[] => [
    ...named(job.skills),
    ...(job.pin ? [numberOf(`only ${j}`)] : []),
    ...(job.excluded_vehicles?.length ? [numberOf(`not ${j}`)] : []),
  ];
  const ofVehicle = ({ id, skills }: PlanVehicle): number[] => [
    ...named(skills),
    ...problem.jobs.flatMap(({ pin, excluded_vehicles: excluded }, j) => [
      ...(pin?.vehicle === id ? [numberOf(`only ${j}`)] : []),
      ...(excluded?.length && !excluded.includes(id) ? [numberOf(`not ${j}`)] : []),
    ]),
  ];
  return { ofJob, ofVehicle };
};

/**
 * The problem in VROOM's words: travel as matrices, parts in the van as one more capacity each, pins and exclusions as
 * private skills. Where a search starts from (`steps`) is left out.
 * @throws PilotError `vroom_unsupported`, naming each place that VROOM has no words for
 */
export const toVroom = (problem: PlanProblem): VroomInput => {
  refuse([...faultsIn(problem)]);
  const places = compilePlaces(problem);
  const { capacities, parts } = storesOf(problem);
  const skills = skillsOf(problem);
  const amounts = (of: readonly number[] | undefined): number[] =>
    Array.from({ length: capacities }, (_, d) => of?.[d] ?? 0);
  const square = (cells: Float64Array): number[][] =>
    Array.from({ length: places.count - 1 }, (_, i) =>
      Array.from({ length: places.count - 1 }, (__, k) => Math.round(cells[i * places.count + k] ?? 0)),
    );
  const priced = (v: number): boolean => problem.matrices?.[problem.vehicles[v]?.profile ?? 'car']?.costs !== undefined;
  const place = (index: number | undefined): number | undefined =>
    index === undefined || index === places.count - 1 ? undefined : index;
  return {
    jobs: problem.jobs.map((job, j) => {
      const at = job.pin?.start;
      const windows = at === undefined ? job.time_windows : [[at, at] as const];
      return {
        id: j + 1,
        location_index: places.job[j] ?? 0,
        setup: job.setup ?? 0,
        service: job.service ?? 0,
        delivery: [...amounts(job.delivery), ...parts.map((part) => job.parts?.[part] ?? 0)],
        pickup: [...amounts(job.pickup), ...parts.map(() => 0)],
        skills: skills.ofJob(job, j),
        priority: job.priority ?? 0,
        ...(windows ? { time_windows: windows } : {}),
      };
    }),
    vehicles: problem.vehicles.map((vehicle, v) => {
      const [start, end] = [place(places.from[v]), place(places.to[v])];
      const { per_hour: _hour, per_km: _km, ...flat } = vehicle.costs ?? {};
      return {
        id: v + 1,
        profile: `p${places.travelOf[v]}`,
        ...(start === undefined ? {} : { start_index: start }),
        ...(end === undefined ? {} : { end_index: end }),
        capacity: [...amounts(vehicle.capacity), ...parts.map((part) => vehicle.stock?.[part] ?? 0)],
        skills: skills.ofVehicle(vehicle),
        costs: priced(v) ? flat : (vehicle.costs ?? {}),
        ...(vehicle.time_window ? { time_window: vehicle.time_window } : {}),
        breaks: (vehicle.breaks ?? []).map((one, b) => ({
          id: b + 1,
          service: one.service ?? 0,
          time_windows: one.time_windows,
        })),
        ...(vehicle.max_tasks === undefined ? {} : { max_tasks: vehicle.max_tasks }),
        ...(vehicle.max_travel_time === undefined ? {} : { max_travel_time: vehicle.max_travel_time }),
        ...(vehicle.max_distance === undefined ? {} : { max_distance: vehicle.max_distance }),
      };
    }),
    matrices: Object.fromEntries(
      places.travel.map((travel, t) => [
        `p${t}`,
        {
          durations: square(travel.times),
          distances: square(travel.metres),
          ...(priced(places.travelOf.indexOf(t)) ? { costs: square(travel.costs) } : {}),
        },
      ]),
    ),
  };
};
