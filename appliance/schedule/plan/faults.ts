import { Value } from 'typebox/value';
import { PilotError } from '#shared/errors.ts';
import { PlanProblem } from './problem.ts';

type Fault = readonly [path: string, message: string];

const badWindows = function* (path: string, windows: readonly (readonly [number, number])[] | undefined) {
  for (const [i, [starts, ends]] of (windows ?? []).entries()) {
    if (ends < starts) yield [`${path}/${i}`, `ends (${ends}) before it starts (${starts})`] as Fault;
    const last = windows?.[i - 1];
    if (last && starts <= last[1]) yield [`${path}/${i}`, 'begins before the one ahead of it has ended'] as Fault;
  }
};

const duplicates = function* (path: string, items: readonly { readonly id: string | number }[]): Generator<Fault> {
  const seen = new Map<string | number, number>();
  for (const [i, { id }] of items.entries()) {
    const first = seen.get(id);
    if (first !== undefined) yield [`${path}/${i}/id`, `${id} is the id of ${path}/${first} as well`];
    else seen.set(id, i);
  }
};

const matrixFaults = function* (problem: PlanProblem): Generator<Fault> {
  const size = Object.values(problem.matrices ?? {})[0]?.durations.length ?? 0;
  for (const [profile, kinds] of Object.entries(problem.matrices ?? {}))
    for (const [kind, rows] of Object.entries(kinds)) {
      const path = `matrices/${profile}/${kind}`;
      if (rows.length !== size) yield [path, `has ${rows.length} rows where the first matrix has ${size}`];
      const odd = rows.findIndex((row) => row.length !== size);
      if (odd >= 0) yield [`${path}/${odd}`, `has ${rows[odd]?.length} columns, not ${size}`];
    }
  const index = function* (path: string, at: number | undefined, needed: boolean): Generator<Fault> {
    if (at === undefined && needed) yield [path, 'is missing: with matrices every place is an index'];
    if (at !== undefined && at >= size) yield [path, `is ${at}, and the matrices have ${size} rows`];
  };
  for (const [i, job] of problem.jobs.entries()) {
    if (problem.matrices) yield* index(`jobs/${i}/location_index`, job.location_index, true);
    else if (!job.location) yield [`jobs/${i}/location`, 'is missing: without matrices every job has coordinates'];
  }
  for (const [i, vehicle] of problem.vehicles.entries()) {
    if (!problem.matrices) continue;
    yield* index(`vehicles/${i}/start_index`, vehicle.start_index, vehicle.start !== undefined);
    yield* index(`vehicles/${i}/end_index`, vehicle.end_index, vehicle.end !== undefined);
    const profile = vehicle.profile ?? 'car';
    if (!(profile in problem.matrices)) yield [`vehicles/${i}/profile`, `${profile} has no matrix`];
  }
};

const amountFaults = function* (problem: PlanProblem): Generator<Fault> {
  const size = problem.vehicles[0]?.capacity?.length ?? 0;
  const check = function* (path: string, amounts: readonly number[] | undefined): Generator<Fault> {
    if (amounts && amounts.length !== size) yield [path, `has ${amounts.length} amounts, vehicles/0/capacity ${size}`];
  };
  for (const [i, vehicle] of problem.vehicles.entries()) yield* check(`vehicles/${i}/capacity`, vehicle.capacity ?? []);
  for (const [i, job] of problem.jobs.entries()) {
    yield* check(`jobs/${i}/delivery`, job.delivery);
    yield* check(`jobs/${i}/pickup`, job.pickup);
  }
};

const referenceFaults = function* (problem: PlanProblem): Generator<Fault> {
  const vehicles = new Set(problem.vehicles.map((one) => one.id));
  const jobs = new Map(problem.jobs.map((one) => [one.id, one]));
  const known = function* (path: string, ids: readonly (string | number)[]): Generator<Fault> {
    for (const id of ids) if (!vehicles.has(id)) yield [path, `there is no vehicle ${id}`];
  };
  for (const [i, job] of problem.jobs.entries()) {
    const at = `jobs/${i}`;
    yield* known(`${at}/pin/vehicle`, job.pin ? [job.pin.vehicle] : []);
    yield* known(`${at}/published/vehicle`, job.published ? [job.published.vehicle] : []);
    yield* known(`${at}/preferred/vehicles`, job.preferred?.vehicles ?? []);
    if (job.pin?.started && job.pin.start === undefined)
      yield [`${at}/pin/start`, 'is missing: started work has the time at which it began'];
    if (job.pin?.start !== undefined && (job.crew?.length ?? 0) > 0)
      yield [`${at}/pin`, 'pins the start of a crew: pin each technician’s own job at that time instead'];
    for (const id of job.after ?? []) if (!jobs.has(id)) yield [`${at}/after`, `there is no job ${id}`];
    if (job.same_technician_as !== undefined && !job.after?.includes(job.same_technician_as))
      yield [`${at}/same_technician_as`, 'is not one of after: the same technician comes back for work that goes on'];
  }
  const state = new Map<string | number, 'open' | 'done'>();
  const loops = (id: string | number): boolean => {
    if (state.get(id) === 'done') return false;
    if (state.get(id) === 'open') return true;
    state.set(id, 'open');
    const looped = (jobs.get(id)?.after ?? []).some(loops);
    state.set(id, 'done');
    return looped;
  };
  for (const [i, job] of problem.jobs.entries())
    if (loops(job.id)) yield [`jobs/${i}/after`, 'waits, through others, for itself'];
};

const windowFaults = function* (problem: PlanProblem): Generator<Fault> {
  for (const [i, job] of problem.jobs.entries()) yield* badWindows(`jobs/${i}/time_windows`, job.time_windows);
  for (const [i, vehicle] of problem.vehicles.entries()) {
    for (const [k, step] of (vehicle.steps ?? []).entries()) {
      const known = step.type === 'job' ? problem.jobs : step.type === 'break' ? (vehicle.breaks ?? []) : null;
      if (known && !known.some(({ id }) => id === step.id))
        yield [`vehicles/${i}/steps/${k}`, `there is no ${step.type} ${step.id ?? 'without an id'}`];
    }
    const shift = vehicle.time_window;
    if (shift && shift[1] < shift[0]) yield [`vehicles/${i}/time_window`, `ends (${shift[1]}) before it starts`];
    for (const [b, one] of (vehicle.breaks ?? []).entries())
      yield* badWindows(`vehicles/${i}/breaks/${b}/time_windows`, one.time_windows);
    yield* duplicates(`vehicles/${i}/breaks`, vehicle.breaks ?? []);
  }
};

const refuse = (faults: readonly Fault[]): never => {
  const shown = faults.slice(0, 10).map(([path, message]) => `${path || 'the problem'}: ${message}`);
  if (faults.length > 10) shown.push(`and ${faults.length - 10} more`);
  throw new PilotError('plan_invalid', [...new Set(shown)].join('\n'), {
    fix: 'Correct the places named above; pilot plan --help describes the format.',
  });
};

/**
 * Checks what came in as a problem: its shape first, then what its parts say of one another.
 * @throws PilotError `plan_invalid`, naming each place as a path in the JSON
 */
export const readProblem = (value: unknown): PlanProblem => {
  if (!Value.Check(PlanProblem, value))
    return refuse(
      [...Value.Errors(PlanProblem, value)].map((error): Fault => {
        const unknown = (error.params as { additionalProperties?: string[] }).additionalProperties;
        const message = unknown ? `does not know ${unknown.join(', ')}` : error.message;
        return [error.instancePath.replace(/^\//u, ''), message];
      }),
    );
  const faults = [
    ...duplicates('jobs', value.jobs),
    ...duplicates('vehicles', value.vehicles),
    ...windowFaults(value),
    ...amountFaults(value),
    ...matrixFaults(value),
    ...referenceFaults(value),
  ];
  return faults.length > 0 ? refuse(faults) : value;
};
