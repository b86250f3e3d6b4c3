import type { PlanId, PlanJob, PlanVehicle } from '../plan/problem.ts';

/** A job done from this vehicle, in order. */
export interface Aboard {
  readonly id: PlanId;
  readonly job: PlanJob;
}

interface LoadFault {
  readonly cause: 'load' | 'stock';
  readonly id: PlanId | null;
  readonly by: number;
}

/** Where the van is over its capacity, and which job first uses a part that is no longer there. */
export function* carriedFaults(vehicle: PlanVehicle, aboard: readonly Aboard[]): Generator<LoadFault> {
  for (const [d, most] of (vehicle.capacity ?? []).entries()) {
    let load = aboard.reduce((sum, { job }) => sum + (job.delivery?.[d] ?? 0), 0);
    if (load > most) yield { cause: 'load', id: null, by: load - most };
    for (const { id, job } of aboard) {
      load += (job.pickup?.[d] ?? 0) - (job.delivery?.[d] ?? 0);
      if (load > most && (job.pickup?.[d] ?? 0) > 0) yield { cause: 'load', id, by: load - most };
    }
  }
  const left = new Map(Object.entries(vehicle.stock ?? {}));
  for (const { id, job } of aboard)
    for (const [part, count] of Object.entries(job.parts ?? {})) {
      const rest = (left.get(part) ?? 0) - count;
      left.set(part, Math.max(0, rest));
      if (rest < 0) yield { cause: 'stock', id, by: -rest };
    }
}
