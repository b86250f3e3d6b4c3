import type { Places } from './compile-places.ts';
import type { PlanProblem, PlanVehicle } from './problem.ts';

/** Everything a vehicle can be short of: VROOM's capacities, then parts by name. */
export interface Stores {
  readonly count: number;
  readonly capacities: number;
  readonly parts: readonly string[];
}

export const storesOf = (problem: PlanProblem): Stores => {
  const parts = [...new Set(problem.jobs.flatMap((job) => Object.keys(job.parts ?? {})))].sort();
  const capacities = problem.vehicles[0]?.capacity?.length ?? 0;
  return { count: capacities + parts.length, capacities, parts };
};

/** Work under way by vehicle, in the order it began. */
export const startedWork = (problem: PlanProblem): readonly (readonly number[])[] => {
  const begun = problem.jobs.map((job, i) => ({ job, i })).filter(({ job }) => job.pin?.started === true);
  return problem.vehicles.map(({ id }) =>
    begun
      .filter(({ job }) => job.pin?.vehicle === id)
      .toSorted((a, b) => (a.job.pin?.start ?? 0) - (b.job.pin?.start ?? 0))
      .map(({ i }) => i),
  );
};

/** Types of technicians that work at a pace of their own; 0 is everybody else. */
export const typesOf = (problem: PlanProblem): readonly string[] => {
  const named = problem.jobs.flatMap((job) => [
    ...Object.keys(job.service_per_type ?? {}),
    ...Object.keys(job.setup_per_type ?? {}),
  ]);
  return ['', ...new Set(named)];
};

const likenesses = (problem: PlanProblem): Int32Array => {
  const named = new Set(
    problem.jobs.flatMap((job) => [
      ...(job.pin ? [job.pin.vehicle] : []),
      ...(job.published ? [job.published.vehicle] : []),
      ...(job.preferred?.vehicles ?? []),
      ...(job.excluded_vehicles ?? []),
    ]),
  );
  const first = new Map<string, number>();
  return Int32Array.from(problem.vehicles, (vehicle, v) => {
    if (named.has(vehicle.id) || (vehicle.breaks?.length ?? 0) > 0) return v;
    const { id: _id, description: _text, steps: _steps, ...rest } = vehicle;
    const key = JSON.stringify(rest);
    const same = first.get(key) ?? v;
    first.set(key, same);
    return same;
  });
};

/** Who drives: a vehicle without a technician is a person of its own. */
export const technicianOf = ({ id, technician }: PlanVehicle): string =>
  technician === undefined ? `v${JSON.stringify(id)}` : `t${JSON.stringify(technician)}`;

const personsOf = (vehicles: readonly PlanVehicle[]): Int32Array => {
  const first = new Map<string, number>();
  return Int32Array.from(vehicles, (vehicle, v) => {
    const key = technicianOf(vehicle);
    const person = first.get(key) ?? v;
    first.set(key, person);
    return person;
  });
};

export interface Vehicles {
  readonly person: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly out: Uint8Array;
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  readonly type: Int32Array;
  readonly travelOf: Int32Array;
  readonly capacity: Float64Array;
  readonly fixed: Float64Array;
  readonly maxTasks: Float64Array;
  readonly maxTravel: Float64Array;
  readonly maxMetres: Float64Array;
  readonly overtime: readonly Float64Array[];
  readonly likeness: Int32Array;
}

/** Seconds a job takes a vehicle's technician, on site: work alone, and what comes before it. */
export const paceOf = (
  job: PlanProblem['jobs'][number],
  type: string,
): { readonly setup: number; readonly service: number } => ({
  setup: job.setup_per_type?.[type] ?? job.setup ?? 0,
  service: job.service_per_type?.[type] ?? job.service ?? 0,
});

const numbers = (vehicles: readonly PlanVehicle[], of: (one: PlanVehicle) => number): Float64Array =>
  Float64Array.from(vehicles, of);

/** The vehicles in typed arrays, each from where its started work leaves it. */
export const compileVehicles = (problem: PlanProblem, places: Places, stores: Stores): Vehicles => {
  const { vehicles, jobs } = problem;
  const types = typesOf(problem);
  const from = Int32Array.from(places.from);
  const out = new Uint8Array(vehicles.length);
  const opens = numbers(vehicles, (one) => one.time_window?.[0] ?? 0);
  const maxTasks = numbers(vehicles, (one) => one.max_tasks ?? Number.POSITIVE_INFINITY);
  const capacity = new Float64Array(vehicles.length * stores.count);
  for (const [v, vehicle] of vehicles.entries()) {
    vehicle.capacity?.forEach((amount, d) => (capacity[v * stores.count + d] = amount));
    for (const [d, part] of stores.parts.entries())
      capacity[v * stores.count + stores.capacities + d] = vehicle.stock?.[part] ?? 0;
  }
  for (const [v, started] of startedWork(problem).entries())
    for (const j of started) {
      const job = jobs[j];
      if (!job) continue;
      const { setup, service } = paceOf(job, vehicles[v]?.type ?? '');
      out[v] = 1;
      from[v] = places.job[j] ?? places.count - 1;
      opens[v] = Math.max(opens[v] ?? 0, (job.pin?.start ?? 0) + setup + service);
      maxTasks[v] = (maxTasks[v] ?? 0) - 1;
      const used = (d: number): number =>
        d < stores.capacities
          ? (job.delivery?.[d] ?? 0) + (job.pickup?.[d] ?? 0)
          : (job.parts?.[stores.parts[d - stores.capacities] ?? ''] ?? 0);
      for (let d = 0; d < stores.count; d++) {
        const at = v * stores.count + d;
        capacity[at] = (capacity[at] ?? 0) - used(d);
      }
    }
  return {
    person: personsOf(vehicles),
    from,
    to: Int32Array.from(places.to),
    out,
    opens,
    closes: numbers(vehicles, (one) => one.time_window?.[1] ?? Number.POSITIVE_INFINITY),
    type: Int32Array.from(vehicles, (one) => Math.max(0, types.indexOf(one.type ?? ''))),
    travelOf: Int32Array.from(places.travelOf),
    capacity,
    fixed: numbers(vehicles, (one) => one.costs?.fixed ?? 0),
    maxTasks,
    maxTravel: numbers(vehicles, (one) => one.max_travel_time ?? Number.POSITIVE_INFINITY),
    maxMetres: numbers(vehicles, (one) => one.max_distance ?? Number.POSITIVE_INFINITY),
    overtime: vehicles.map((one) =>
      Float64Array.from((one.overtime ?? []).flatMap((tier) => [tier.from, tier.per_hour / 3600])),
    ),
    likeness: likenesses(problem),
  };
};
