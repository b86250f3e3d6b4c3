import { settingAt, type LineSetting } from './setting.ts';

/** What is known when a call comes in on a line. */
export interface PlanFacts {
  readonly setting: LineSetting;
  /** Epoch ms of business time. */
  readonly now: number;
  /** The shop keeps its opening hours now. */
  readonly open: boolean;
  /** The line carries copies that a PBX forks. */
  readonly forked: boolean;
  /** The call rings until it is answered, so that the shop's own phones can ring as well. */
  readonly rings: boolean;
  /** The line can send the call to another number. */
  readonly redirects: boolean;
  /** A trunk can ring other numbers: a caller is sent on by a call of ours. */
  readonly forwards: boolean;
  /** The carrier rings a number of the owner's when the box does not take a call. */
  readonly failover: boolean;
  /** The fallback number sent the call here: it must not get it back. */
  readonly fromFallback: boolean;
  /** A number of the owner's, as far as the line tells: it may want to change the line by keys. */
  readonly owner: boolean;
}

/** Why a call is not for the box: by the mode of its line, by the hour, or because core is away. */
type Away = 'off' | 'open' | 'core';

export type Plan =
  /** `afterMs` of ringing. */
  | { readonly do: 'answer'; readonly afterMs: number }
  /** The shop's own phones ring as well; nobody here answers. */
  | { readonly do: 'ring'; readonly ms: number }
  | { readonly do: 'redirect'; readonly to: string; readonly why: Away }
  /** We ring the number, and join both once it answers. */
  | { readonly do: 'forward'; readonly to: string }
  /** Back to the carrier by 503, whose own fail-over number takes it. */
  | { readonly do: 'hand_back' }
  /** Nobody can take the call: its caller is told so and leaves a message. */
  | { readonly do: 'message' }
  | { readonly do: 'listen' };

/** How long the shop's own phones ring before the caller is told that nobody answers, ms: under the 3 minutes of RFC 3261 timer C. */
const RING_THROUGH_MS = 120_000;

/** What is done with a call. */
export const planFor = (facts: PlanFacts): Plan => {
  const setting = settingAt(facts.setting, facts.now);
  if (facts.forked) return setting.mode === 'off' ? { do: 'hand_back' } : { do: 'listen' };
  if (facts.owner) return { do: 'answer', afterMs: 0 };
  switch (setting.mode) {
    case 'always':
    // On a line without forked sound there is nobody else to speak.
    case 'shadow':
      return { do: 'answer', afterMs: 0 };
    case 'overflow':
      return { do: 'answer', afterMs: facts.rings ? setting.overflowSeconds * 1000 : 0 };
    case 'after_hours':
      return facts.open ? elsewhere(facts, setting.fallback, 'open') : { do: 'answer', afterMs: 0 };
    case 'off':
      return elsewhere(facts, setting.fallback, 'off');
    default:
      return setting.mode satisfies never;
  }
};

/**
 * Who may take a call that the box should answer while core is away.
 * @returns null when there is nobody: voice takes a message by itself
 */
export const planWithoutCore = (facts: PlanFacts): Plan | null => {
  const plan = elsewhere(facts, settingAt(facts.setting, facts.now).fallback, 'core');
  return plan.do === 'redirect' || plan.do === 'forward' ? plan : null;
};

const elsewhere = (facts: PlanFacts, fallback: string | null, why: Away): Plan => {
  if (fallback !== null && facts.redirects && !facts.fromFallback) return { do: 'redirect', to: fallback, why };
  // On a line that does not ring the caller would wait in silence for the other number.
  if (fallback !== null && facts.forwards && facts.rings && !facts.fromFallback) return { do: 'forward', to: fallback };
  if (why === 'open' && facts.rings && !facts.fromFallback) return { do: 'ring', ms: RING_THROUGH_MS };
  // Handing back a call of the fallback number's would only send it round again.
  return facts.failover && fallback === null && !facts.fromFallback ? { do: 'hand_back' } : { do: 'message' };
};
