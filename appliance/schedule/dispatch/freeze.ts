import { technicianOf } from '../plan/compile-vehicles.ts';
import type { PlanId, PlanJob, PlanProblem, PlanVehicle } from '../plan/problem.ts';
import type { PlanRoute, PlanSolution, PlanStep } from '../plan/solution.ts';

type Jobs = ReadonlyMap<PlanId, PlanJob>;

/** A visit that lies behind us: no plan needs it any more. */
export interface DoneVisit {
  readonly job: PlanId;
  readonly vehicle: PlanId;
  readonly start: number;
  readonly end: number;
}

export interface Frozen {
  /** What is still to plan: every technician from where and when he is free. */
  readonly problem: PlanProblem;
  readonly done: readonly DoneVisit[];
}

const beginOf = (step: PlanStep): number => step.arrival + step.waiting_time;
const endOf = (step: PlanStep): number => beginOf(step) + step.setup + step.service;

/**
 * Steps already begun, the way there included. A technician leaves as late as the next start allows, so one who waits is
 * still free.
 */
const begunSteps = (route: PlanRoute, now: number): PlanStep[] => {
  const begun: PlanStep[] = [];
  let travelled = 0;
  for (const step of route.steps.slice(1, -1)) {
    const leaves = beginOf(step) - (step.duration - travelled);
    if (!step.started && leaves > now) break;
    begun.push(step);
    travelled = step.duration;
  }
  return begun;
};

const used = (amounts: readonly number[] | undefined, done: readonly PlanJob[]): number[] | undefined =>
  amounts?.map((amount, d) => amount - done.reduce((sum, job) => sum + (job.pickup?.[d] ?? 0), 0));

const stockLeft = (stock: Readonly<Record<string, number>>, done: readonly PlanJob[]): Record<string, number> => {
  const left = { ...stock };
  for (const job of done)
    for (const [part, count] of Object.entries(job.parts ?? {})) left[part] = Math.max(0, (left[part] ?? 0) - count);
  return left;
};

/** The vehicle as it stands: what it used is gone, breaks begun are behind it. */
const vehicleNow = (
  vehicle: PlanVehicle,
  begun: readonly PlanStep[],
  done: readonly PlanJob[],
  free: number,
  closes: number,
): PlanVehicle => {
  const rested = new Set(begun.flatMap((step) => (step.type === 'break' ? [step.id] : [])));
  const capacity = used(vehicle.capacity, done);
  return {
    ...vehicle,
    time_window: [free, closes],
    ...(capacity ? { capacity } : {}),
    ...(vehicle.stock ? { stock: stockLeft(vehicle.stock, done) } : {}),
    ...(vehicle.breaks ? { breaks: vehicle.breaks.filter(({ id }) => !rested.has(id)) } : {}),
    ...(vehicle.max_tasks === undefined ? {} : { max_tasks: Math.max(0, vehicle.max_tasks - done.length) }),
  };
};

/** Going on from there, not from where the day began. */
const from = (vehicle: PlanVehicle, place: Pick<PlanStep, 'location' | 'location_index'>): PlanVehicle => ({
  ...vehicle,
  ...(place.location ? { start: [place.location[0], place.location[1]] as [number, number] } : {}),
  ...(place.location_index === undefined ? {} : { start_index: place.location_index }),
});

interface Standing {
  readonly vehicle: PlanVehicle;
  /** Visits behind us, and the last one when the route goes on from it. */
  readonly over: readonly PlanStep[];
  readonly last: PlanStep | undefined;
  readonly ahead: readonly PlanStep[];
}

/** Where a technician stands: at the last thing begun, or home again. */
const standing = (vehicle: PlanVehicle, route: PlanRoute | undefined, jobs: Jobs, now: number): Standing => {
  const [opens, closes] = vehicle.time_window ?? [0, Number.MAX_SAFE_INTEGER];
  const at = Math.max(opens, now);
  if (!route)
    return { vehicle: { ...vehicle, time_window: [at, Math.max(at, closes)] }, over: [], last: undefined, ahead: [] };
  const begun = begunSteps(route, now);
  const ahead = route.steps.slice(begun.length + 1, -1);
  const latest = begun.at(-1);
  const end = route.steps.at(-1);
  const visits = begun.filter((step) => step.type === 'job' && step.crew_member === undefined);
  const home =
    ahead.length === 0 && end !== undefined && end.arrival <= now && (vehicle.end ?? vehicle.end_index) !== undefined;
  const helping = latest?.crew_member !== undefined;
  const last = home || helping ? undefined : visits.at(-1);
  const over = visits.filter((step) => step !== last);
  const finished = over.flatMap((step) => jobs.get(step.id ?? '') ?? []);
  const bound = begun.filter((step) => step.type === 'break' || step.crew_member !== undefined);
  const free = Math.max(at, ...bound.map(endOf));
  const wayHome = latest === undefined || end === undefined || home ? 0 : end.duration - latest.duration;
  const stands = vehicleNow(
    vehicle,
    begun,
    finished,
    free,
    Math.max(closes, free + (ahead.length === 0 ? wayHome : 0)),
  );
  const place = home ? end : helping ? latest : undefined;
  return { vehicle: place ? from(stands, place) : stands, over, last, ahead };
};

/** A job that waited for one that is over: until then at the earliest. */
const withoutAhead = (
  { same_technician_as: as, ...job }: PlanJob,
  over: ReadonlyMap<PlanId, number>,
  others: (done: PlanId) => readonly PlanId[],
): PlanJob => {
  const ahead = (job.after ?? []).filter((id) => over.has(id));
  const gone = as !== undefined && over.has(as);
  const kept = as === undefined || gone ? {} : { same_technician_as: as };
  if (ahead.length === 0) return { ...job, ...kept };
  const earliest = Math.max(...ahead.map((id) => (over.get(id) ?? 0) + (job.gap ?? 0)));
  const windows = (job.time_windows ?? [[earliest, Number.MAX_SAFE_INTEGER] as [number, number]]).map(
    ([from, to]): [number, number] => [Math.max(from, Math.min(earliest, to)), to],
  );
  return {
    ...job,
    ...kept,
    ...(gone ? { excluded_vehicles: [...(job.excluded_vehicles ?? []), ...others(as)] } : {}),
    after: (job.after ?? []).filter((id) => !over.has(id)),
    time_windows: windows,
  };
};

/**
 * What is left to decide at `now` of a plan that is being carried out. Begun work, driving there included, is pinned where
 * it is; what is over is dropped but for the last, from which the technician goes on; all else is known as published.
 * @param told seconds ahead within which people know who comes and when; of later visits they know the window alone, so that
 * another technician is no disruption to them
 */
export const freeze = (
  problem: PlanProblem,
  plan: PlanSolution,
  now: number,
  told = Number.POSITIVE_INFINITY,
): Frozen => {
  const jobs = new Map(problem.jobs.map((job) => [job.id, job]));
  const done: DoneVisit[] = [];
  const over = new Map<PlanId, number>();
  const pinned = new Map<PlanId, Pick<PlanJob, 'pin' | 'setup' | 'service'>>();
  const published = new Map<PlanId, NonNullable<PlanJob['published']>>();
  const routes = new Map(plan.routes.map((route) => [route.vehicle, route]));
  const vehicles = problem.vehicles.map((one) => {
    const { vehicle, over: behind, last, ahead } = standing(one, routes.get(one.id), jobs, now);
    for (const step of behind) {
      done.push({ job: step.id ?? '', vehicle: one.id, start: beginOf(step), end: endOf(step) });
      over.set(step.id ?? '', endOf(step));
    }
    if (last) {
      const pin = { vehicle: one.id, start: beginOf(last), started: true };
      pinned.set(last.id ?? '', { pin, setup: last.setup, service: last.service });
    }
    for (const step of ahead)
      if (step.type === 'job' && step.crew_member === undefined && beginOf(step) <= now + told)
        published.set(step.id ?? '', { vehicle: one.id, start: beginOf(step) });
    return vehicle;
  });
  const others = (gone: PlanId): PlanId[] => {
    const who = problem.vehicles.find(({ id }) => id === done.find(({ job }) => job === gone)?.vehicle);
    return who ? problem.vehicles.filter((one) => technicianOf(one) !== technicianOf(who)).map(({ id }) => id) : [];
  };
  const open = problem.jobs.flatMap((job): PlanJob[] => {
    if (over.has(job.id)) return [];
    const { published: _old, ...rest } = withoutAhead(job, over, others);
    const begun = pinned.get(job.id);
    if (begun) {
      const {
        crew: _crew,
        after: _after,
        same_technician_as: _same,
        setup_per_type: _setup,
        service_per_type: _service,
        ...one
      } = rest;
      return [{ ...one, ...begun }];
    }
    const known = published.get(job.id);
    return [known ? { ...rest, published: known } : rest];
  });
  return { problem: { ...problem, jobs: open, vehicles }, done };
};
