import { formatPhone } from '#shop/phone.ts';
import { planFor, type PlanFacts } from '#shared/lines/plan.ts';

/** What happens to the next call, in words for the office. */
export const nextCall = (facts: Omit<PlanFacts, 'fromFallback' | 'owner'>): string => {
  const plan = planFor({ ...facts, fromFallback: false, owner: false });
  switch (plan.do) {
    case 'answer':
      return plan.afterMs === 0 ? 'The box answers.' : `Rings ${plan.afterMs / 1000} seconds, then the box answers.`;
    case 'ring':
      return "The shop's own phones ring; the box does not answer.";
    case 'redirect':
      return `Goes to ${formatPhone(plan.to)}.`;
    case 'forward':
      return `Goes to ${formatPhone(plan.to)} by a call of the box's.`;
    case 'hand_back':
      return facts.forked ? 'Refused.' : 'Goes back to the carrier, which rings the fail-over number set there.';
    case 'message':
      return facts.setting.fallback === null
        ? 'The caller is told that nobody is there and leaves a message.'
        : `The caller leaves a message: no trunk can ring ${formatPhone(facts.setting.fallback)}.`;
    case 'listen':
      return 'The box listens, and neither speaks nor books.';
    default:
      return plan satisfies never;
  }
};
