import type { PlanId, PlanProblem } from '../plan/problem.ts';
import type { PlanSolution } from '../plan/solution.ts';

interface Placed {
  readonly vehicle: PlanId;
  readonly start: number;
  readonly lateness: number;
}

/** What a new plan means for one visit. Null: in no route. */
export interface Change {
  readonly job: PlanId;
  readonly before: Placed | null;
  readonly after: Placed | null;
  /** Seconds; negative when sooner. 0 when it was or is in no route. */
  readonly later: number;
  /** The window was kept before and is not now. */
  readonly breaks: boolean;
}

export interface Impact {
  readonly changes: readonly Change[];
  /** After less before, of what is still open. */
  readonly cost: number;
  readonly travel: number;
  readonly overtime: number;
  readonly lateness: number;
  readonly unassigned: number;
}

const placedIn = (solution: PlanSolution): Map<PlanId, Placed> =>
  new Map(
    solution.routes.flatMap(({ vehicle, steps }) =>
      steps
        .filter((step) => step.type === 'job' && step.crew_member === undefined && !step.started)
        .map(
          (step) =>
            [step.id ?? '', { vehicle, start: step.arrival + step.waiting_time, lateness: step.lateness }] as const,
        ),
    ),
  );

/**
 * Who is affected by going from one plan to the other, by how much, and what it costs. Shifts up to `tolerance` seconds
 * with the same technician and the window kept are no change.
 */
export const impactOf = (problem: PlanProblem, before: PlanSolution, after: PlanSolution, tolerance = 900): Impact => {
  const [was, is] = [placedIn(before), placedIn(after)];
  const changes = problem.jobs.flatMap(({ id, pin }): Change[] => {
    if (pin?.started) return [];
    const [old, now] = [was.get(id) ?? null, is.get(id) ?? null];
    if (old === null && now === null) return [];
    const later = old && now ? now.start - old.start : 0;
    const breaks = old !== null && old.lateness === 0 && (now === null || now.lateness > 0);
    const same = old !== null && now !== null && old.vehicle === now.vehicle && Math.abs(later) <= tolerance;
    return same && !breaks ? [] : [{ job: id, before: old, after: now, later, breaks }];
  });
  return {
    changes,
    cost: after.summary.cost - before.summary.cost,
    travel: after.summary.duration - before.summary.duration,
    overtime: after.summary.overtime - before.summary.overtime,
    lateness: after.summary.lateness - before.summary.lateness,
    unassigned: after.summary.unassigned - before.summary.unassigned,
  };
};

/** A message that a change calls for; words, channel and quiet hours are others' business. */
export interface DispatchMessage {
  readonly to: 'customer' | 'technician' | 'office';
  /** Of a technician's message: whose. */
  readonly vehicle: PlanId | null;
  readonly job: PlanId;
  readonly about: 'planned' | 'technician_changed' | 'running_late' | 'route_changed' | 'taken_off' | 'unplaced';
  /** When work is now to start; null when nobody comes. */
  readonly start: number | null;
}

const messagesFor = ({ job, before, after, breaks }: Change): DispatchMessage[] => {
  const start = after?.start ?? null;
  const moved = before !== null && after !== null && before.vehicle !== after.vehicle;
  const messages: DispatchMessage[] = [];
  if (after === null) messages.push({ to: 'office', vehicle: null, job, about: 'unplaced', start });
  else
    messages.push({
      to: 'technician',
      vehicle: after.vehicle,
      job,
      about: before && !moved ? 'route_changed' : 'planned',
      start,
    });
  if (before !== null && (moved || after === null))
    messages.push({ to: 'technician', vehicle: before.vehicle, job, about: 'taken_off', start });
  if (breaks && after !== null) messages.push({ to: 'customer', vehicle: null, job, about: 'running_late', start });
  else if (moved) messages.push({ to: 'customer', vehicle: null, job, about: 'technician_changed', start });
  else if (before === null && after !== null)
    messages.push({ to: 'customer', vehicle: null, job, about: 'planned', start });
  return messages;
};

/** Everything that has to be said when the plan changes so: to customers only what touches their promise or who comes. */
export const messagesOf = (impact: Impact): DispatchMessage[] => impact.changes.flatMap(messagesFor);
