import { technicianOf } from '../plan/compile-vehicles.ts';
import type { PlanId, PlanProblem } from '../plan/problem.ts';
import type { JudgedRoute, Violation } from './judgement.ts';

/** What routes break between them: order, crews, visits planned twice or not at all. */
export function* coupledFaults(problem: PlanProblem, routes: readonly JudgedRoute[]): Generator<Violation> {
  const visits = routes.flatMap(({ vehicle, steps }) =>
    steps.filter((step) => step.type === 'job').map((step) => ({ ...step, vehicle })),
  );
  const who = new Map(problem.vehicles.map((one) => [one.id, technicianOf(one)]));
  const isSame = (a: PlanId, b: PlanId): boolean => who.get(a) === who.get(b);
  const of = (id: PlanId) => visits.filter((visit) => visit.id === id);
  for (const job of problem.jobs) {
    const own = of(job.id);
    const leads = own.filter(({ crew_member: member }) => member === undefined);
    const lead = leads[0];
    if (!lead) {
      yield { cause: 'unplanned', vehicle: null, id: job.id, by: 0 };
      continue;
    }
    if (leads.length > 1) yield { cause: 'twice', vehicle: null, id: job.id, by: leads.length - 1 };
    const starts = own.map(({ start }) => start);
    const apart = Math.max(...starts) - Math.min(...starts);
    const size = new Set(own.map(({ vehicle }) => vehicle)).size;
    const wanted = (job.crew?.length ?? 0) + 1;
    if (leads.length === 1 && (size !== wanted || apart > 0))
      yield { cause: 'crew', vehicle: lead.vehicle, id: job.id, by: size === wanted ? apart : 0 };
    const shared = job.same_technician_as === undefined ? [] : of(job.same_technician_as);
    if (shared.some(({ vehicle, crew_member: member }) => member === undefined && !isSame(vehicle, lead.vehicle)))
      yield { cause: 'technician', vehicle: lead.vehicle, id: job.id, by: 0 };
    for (const ahead of job.after ?? []) {
      const over = Math.max(...of(ahead).map(({ end }) => end + (job.gap ?? 0)));
      const early = Math.min(over, Number.MAX_SAFE_INTEGER) - lead.start;
      if (early > 0) yield { cause: 'precedence', vehicle: lead.vehicle, id: job.id, by: early };
    }
  }
}
