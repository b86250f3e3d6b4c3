import type { PlanId, PlanJob, PlanProblem } from '../plan/problem.ts';

/** What goes otherwise than planned. */
export type DispatchEvent =
  | { readonly kind: 'emergency'; readonly job: PlanJob }
  | { readonly kind: 'runs_long'; readonly job: PlanId; readonly seconds: number }
  | { readonly kind: 'technician_ill'; readonly vehicle: PlanId }
  | { readonly kind: 'no_show' | 'cancelled'; readonly job: PlanId }
  /** Everybody drives at `factor` of the usual speed from now on. */
  | { readonly kind: 'traffic'; readonly factor: number }
  | { readonly kind: 'part_missing'; readonly vehicle: PlanId; readonly part: string };

const without = (job: PlanJob, vehicle: PlanId): PlanJob => {
  const { pin, published, preferred, excluded_vehicles: excluded, ...rest } = job;
  const others = preferred?.vehicles.filter((id) => id !== vehicle) ?? [];
  return {
    ...rest,
    ...(pin && pin.vehicle !== vehicle ? { pin } : {}),
    ...(published && published.vehicle !== vehicle ? { published } : {}),
    ...(preferred && others.length > 0 ? { preferred: { ...preferred, vehicles: others } } : {}),
    ...(excluded ? { excluded_vehicles: excluded.filter((id) => id !== vehicle) } : {}),
  };
};

/** Is the last begun job of the ill technician over, or has somebody to do it again? */
const isOver = (job: PlanJob, now: number): boolean =>
  (job.pin?.start ?? now) + (job.setup ?? 0) + (job.service ?? 0) <= now;

/** The problem of a frozen plan (`freeze`) once the event is known. */
export const withEvent = (problem: PlanProblem, event: DispatchEvent, now: number): PlanProblem => {
  const jobs = (change: (job: PlanJob) => PlanJob[]): PlanProblem => ({
    ...problem,
    jobs: problem.jobs.flatMap(change),
  });
  switch (event.kind) {
    case 'emergency':
      return { ...problem, jobs: [...problem.jobs, event.job] };
    case 'runs_long':
      return jobs((job) =>
        job.id === event.job ? [{ ...job, service: (job.service ?? 0) + event.seconds, service_per_type: {} }] : [job],
      );
    case 'no_show':
    case 'cancelled':
      return jobs((job) => {
        if (job.id === event.job) return [];
        if (!job.after?.includes(event.job)) return [job];
        const { same_technician_as: as, ...rest } = job;
        const kept = as === undefined || as === event.job ? {} : { same_technician_as: as };
        return [{ ...rest, ...kept, after: job.after.filter((id) => id !== event.job) }];
      });
    case 'technician_ill':
      return {
        ...jobs((job) => {
          const mine = job.pin?.vehicle === event.vehicle && job.pin.started === true;
          return mine && isOver(job, now) ? [] : [without(job, event.vehicle)];
        }),
        vehicles: problem.vehicles.filter(({ id }) => id !== event.vehicle),
      };
    case 'traffic':
      return {
        ...problem,
        vehicles: problem.vehicles.map((one) => ({ ...one, speed_factor: (one.speed_factor ?? 1) * event.factor })),
      };
    case 'part_missing':
      return {
        ...problem,
        vehicles: problem.vehicles.map((one) =>
          one.id === event.vehicle ? { ...one, stock: { ...one.stock, [event.part]: 0 } } : one,
        ),
      };
  }
};
