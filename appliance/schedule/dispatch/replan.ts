import { countTo, optimise } from '../plan/optimise.ts';
import type { PlanId, PlanJob, PlanProblem } from '../plan/problem.ts';
import type { PlanSolution } from '../plan/solution.ts';
import { withEvent, type DispatchEvent } from './events.ts';
import { freeze, type DoneVisit } from './freeze.ts';
import { impactOf, messagesOf, type DispatchMessage, type Impact } from './impact.ts';

export interface ReplanSettings {
  readonly now: number;
  readonly seed: number;
  /** Search steps for each option. */
  readonly iterations: number;
  /** How many of those who could come first are looked at for an emergency. */
  readonly candidates: number;
  /** Seconds ahead within which people were told who comes (`freeze`); all that is planned when left out. */
  readonly told?: number;
}

/** One way to go on. */
export interface ReplanOption {
  readonly plan: PlanSolution;
  readonly impact: Impact;
  readonly messages: readonly DispatchMessage[];
  /** Who takes the emergency, and when work on it starts. Null for other events, or when nobody can. */
  readonly responder: { readonly vehicle: PlanId; readonly start: number } | null;
}

export interface Replan {
  /** What was left to plan, the event known. */
  readonly problem: PlanProblem;
  readonly done: readonly DoneVisit[];
  /** Cheapest first by the problem's weights. */
  readonly options: readonly ReplanOption[];
}

const startIn = (plan: PlanSolution, job: PlanId): ReplanOption['responder'] => {
  for (const { vehicle, steps } of plan.routes) {
    const step = steps.find((one) => one.type === 'job' && one.id === job && one.crew_member === undefined);
    if (step) return { vehicle, start: step.arrival + step.waiting_time };
  }
  return null;
};

/** The technicians who could be there first: by the start each would make with the emergency at once after what is under way. */
const nearest = (problem: PlanProblem, emergency: PlanJob, count: number): PlanId[] => {
  const begun = problem.jobs.filter((job) => job.pin?.started);
  const starts = problem.vehicles.flatMap((vehicle) => {
    const alone = optimise(
      { ...problem, vehicles: [vehicle], jobs: [...begun.filter((job) => job.pin?.vehicle === vehicle.id), emergency] },
      1,
      countTo(0),
    );
    const there = startIn(alone, emergency.id);
    return there ? [there] : [];
  });
  return starts
    .toSorted((a, b) => a.start - b.start)
    .slice(0, count)
    .map(({ vehicle }) => vehicle);
};

/**
 * A new plan once something goes otherwise: what is under way stays, what was told people stays where the gain does not
 * outweigh it. For an emergency there is an option for each of the nearest qualified technicians, else one.
 */
export const replan = (
  problem: PlanProblem,
  current: PlanSolution,
  event: DispatchEvent,
  settings: ReplanSettings,
): Replan => {
  const { problem: rest, done } = freeze(problem, current, settings.now, settings.told);
  const before = optimise(rest, settings.seed, countTo(0), current);
  const changed = withEvent(rest, event, settings.now);
  const optionFor = (one: PlanProblem): ReplanOption => {
    const plan = optimise(one, settings.seed, countTo(settings.iterations), before);
    const impact = impactOf(changed, before, plan);
    const responder = event.kind === 'emergency' ? startIn(plan, event.job.id) : null;
    return { plan, impact, messages: messagesOf(impact), responder };
  };
  if (event.kind !== 'emergency') return { problem: changed, done, options: [optionFor(changed)] };
  const pinned = (vehicle: PlanId): PlanProblem => ({
    ...changed,
    jobs: changed.jobs.map((job) => (job.id === event.job.id ? { ...job, pin: { vehicle } } : job)),
  });
  const who = event.job.pin ? [] : nearest(rest, event.job, settings.candidates);
  const options = who.length === 0 ? [optionFor(changed)] : who.map((vehicle) => optionFor(pinned(vehicle)));
  options.sort(
    (a, b) => a.plan.summary.unassigned - b.plan.summary.unassigned || a.plan.summary.cost - b.plan.summary.cost,
  );
  return { problem: changed, done, options };
};

/** What decides by itself, and what a person has to approve. */
export interface ReplanPolicy {
  /** `cheapest` by the weights, or `soonest` at the emergency. */
  readonly prefer: 'cheapest' | 'soonest';
  /** A person decides when the choice would break more promised windows than this. */
  readonly breaksAllowed: number;
}

/** The option the policy takes, and whether a person has to say yes first. */
export const choose = (
  options: readonly ReplanOption[],
  policy: ReplanPolicy,
): { readonly option: ReplanOption; readonly needsApproval: boolean } | null => {
  const soonest = (one: ReplanOption): number => one.responder?.start ?? Number.POSITIVE_INFINITY;
  const [option] = policy.prefer === 'cheapest' ? options : options.toSorted((a, b) => soonest(a) - soonest(b));
  if (!option) return null;
  const broken = option.impact.changes.filter(({ breaks }) => breaks).length;
  return { option, needsApproval: broken > policy.breaksAllowed || option.impact.unassigned > 0 };
};
