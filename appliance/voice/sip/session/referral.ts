import type { StartTimer, StopTimer, Transition } from '../transaction/machine.ts';

/** How long the far end has for the call it was sent on, ms. Its own ring limit is shorter as a rule. */
export const REFERRAL_LIMIT = 60_000;
/** A subscription that ends without a result: the far end's BYE is waited for this long, ms. */
const LAST_WORD = 5_000;

/** How a transfer by REFER went. `status` is that of the far end's new call, or of its answer to the REFER. */
export interface ReferralOutcome {
  readonly ok: boolean;
  readonly status: number;
  /** False: the far end would not even try. */
  readonly accepted: boolean;
}

/**
 * A REFER of ours and the subscription it makes (RFC 3515 section 2.4).
 *
 *   asked --2xx--> accepted --NOTIFY 1xx--> accepted
 *     |               |--NOTIFY 2xx, BYE of the far end--> over: it has gone to its new call
 *     |               +--NOTIFY 3xx to 6xx, limit--> over: it is still ours
 *     +--3xx to 6xx, no answer--> over: it is still ours
 *
 * A NOTIFY or the BYE may come before the answer to the REFER. Without a subscription (`Refer-Sub: false`, RFC 4488) or where
 * that ends without a result, the BYE alone tells success.
 */
export type ReferralState =
  | { readonly at: 'asked'; readonly left: boolean }
  | { readonly at: 'accepted' }
  | { readonly at: 'over' };

export type ReferralInput =
  /** Status of the answer to the REFER; 408 when none came. */
  | { readonly kind: 'answer'; readonly status: number }
  /** `status` of the far end's new call; null when the NOTIFY names none. */
  | { readonly kind: 'notify'; readonly status: number | null; readonly terminated: boolean }
  /** The far end's BYE. */
  | { readonly kind: 'bye' }
  /** We end the call. */
  | { readonly kind: 'hangup' }
  | { readonly kind: 'timer'; readonly timer: 'limit' };

export type ReferralEffect =
  | StartTimer<'limit'>
  | StopTimer<'limit'>
  | { readonly do: 'progress'; readonly status: number }
  | ({ readonly do: 'over' } & ReferralOutcome);

export const REFERRAL_START: ReferralState = { at: 'asked', left: false };

type Step = Transition<ReferralState, ReferralEffect>;

const over = (status: number, accepted = true): Step => ({
  state: { at: 'over' },
  effects: [
    { do: 'stop', timer: 'limit' },
    { do: 'over', ok: status >= 200 && status < 300, status, accepted },
  ],
});

export const nextReferral = (state: ReferralState, input: ReferralInput): Step => {
  const same: Step = { state, effects: [] };
  if (state.at === 'over') return same;
  switch (input.kind) {
    case 'answer':
      if (state.at !== 'asked') return same;
      if (input.status >= 300) return over(state.left ? 487 : input.status, false);
      if (state.left) return over(200);
      return { state: { at: 'accepted' }, effects: [{ do: 'start', timer: 'limit', ms: REFERRAL_LIMIT }] };
    case 'notify':
      if (input.status !== null && input.status >= 200) return over(input.status);
      return {
        state,
        effects: [
          ...(input.status === null ? [] : [{ do: 'progress', status: input.status } as const]),
          ...(input.terminated ? [{ do: 'start', timer: 'limit', ms: LAST_WORD } as const] : []),
        ],
      };
    case 'bye':
      return state.at === 'accepted' ? over(200) : { state: { at: 'asked', left: true }, effects: [] };
    case 'hangup':
      return over(487);
    case 'timer':
      return over(408);
    default:
      return input satisfies never;
  }
};
