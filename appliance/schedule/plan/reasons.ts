import { isUnsure } from '../travel/geocode.ts';
import { draftNodes, mayTake, type NodeDraft } from './compile-nodes.ts';
import { cheapestPlace } from './insertion.ts';
import type { PlanProblem } from './problem.ts';
import type { UnassignedJob, UnassignedReason } from './solution.ts';
import { WorkingPlan } from './working-plan.ts';

type Cause = 'skills' | 'nobody_allowed' | 'stock' | 'window' | 'full';
/** The nearest miss first. */
const NEAREST: readonly Cause[] = ['full', 'window', 'stock', 'nobody_allowed', 'skills'];

const lacks = (draft: NodeDraft, vehicle: PlanProblem['vehicles'][number]): boolean =>
  !draft.skills.every((skill) => vehicle.skills?.includes(skill) ?? false);

/** Why each job without a place has none: for every vehicle what stood in its way, and of these the nearest miss. */
export const reasonsOf = (problem: PlanProblem, plan: WorkingPlan): UnassignedJob[] => {
  const { model } = plan;
  const drafts = draftNodes(problem);
  const missing = drafts.flatMap((draft, n) => (draft.job && draft.part === 0 && plan.at[n] === -1 ? [n] : []));
  if (missing.length === 0) return [];
  const empty = new WorkingPlan(model);
  const causeFor = (n: number, draft: NodeDraft, v: number): Cause => {
    const vehicle = problem.vehicles[v];
    if (!vehicle || lacks(draft, vehicle)) return 'skills';
    if (!mayTake(draft, vehicle, v)) return 'nobody_allowed';
    for (let d = 0; d < model.dims; d++) {
      const amount = Math.max(model.delivery[n * model.dims + d] ?? 0, model.pickup[n * model.dims + d] ?? 0);
      if (amount > (model.capacity[v * model.dims + d] ?? 0)) return 'stock';
    }
    return cheapestPlace(empty, v, n) === Number.POSITIVE_INFINITY ? 'window' : 'full';
  };
  return missing.flatMap((n): UnassignedJob[] => {
    const draft = drafts[n];
    if (!draft?.job) return [];
    const causes = problem.vehicles.map((_, v) => causeFor(n, draft, v));
    const vehicles: Partial<Record<Cause, number>> = {};
    for (const cause of causes) vehicles[cause] = (vehicles[cause] ?? 0) + 1;
    let reason: UnassignedReason = NEAREST.find((cause) => vehicles[cause]) ?? 'full';
    const crew = model.crews[n] ?? [];
    const able = problem.vehicles.filter((_, v) =>
      crew.some((one) => {
        const member = drafts[one];
        return member && model.allowed[one * model.vehicles + v] === 1 && causeFor(one, member, v) === 'full';
      }),
    );
    if (crew.length > 0 && reason === 'full' && able.length < crew.length) reason = 'crew';
    if ((model.before[n] ?? []).some((one) => plan.at[one] === -1)) reason = 'after_unassigned';
    const { id, location_quality: quality } = draft.job;
    return [{ id, reason, vehicles, ...(isUnsure(quality) ? { unsure_place: quality } : {}) }];
  });
};
