import type { Plan } from '#shared/lines/plan.ts';
import type { ForwardOutcome } from '../calls/forwarding.ts';
import type { LineCall } from './line.ts';

/** What the door needs of a call. */
export type CallAtDoor = Pick<LineCall, 'ring' | 'reject' | 'redirect' | 'onEnded'>;

/** The carrier may send the next call here again this soon, s: the line may be on by then. */
const RETRY_AFTER = 5;
/** Why a call is sent on, as Diversion says it (RFC 5806 section 4). */
const DIVERSION = { off: 'unconditional', open: 'time-of-day', core: 'out-of-service' } as const;

/**
 * Does what is planned for a call up to its answer.
 * @param forward rings another number and joins both
 * @returns how it is to be answered; null when the box does not answer it, or its caller is gone by now
 */
export const carryOut = async (
  plan: Plan,
  call: CallAtDoor,
  forward: (to: string) => Promise<ForwardOutcome>,
): Promise<'talk' | 'message' | 'listen' | null> => {
  switch (plan.do) {
    case 'answer':
      return plan.afterMs === 0 || (await rings(call, plan.afterMs)) ? 'talk' : null;
    case 'message':
      return 'message';
    case 'redirect':
      // A line without a way to do it was planned for otherwise.
      call.redirect?.(plan.to, DIVERSION[plan.why]);
      return null;
    case 'forward':
      return (await forward(plan.to)) === 'not_taken' ? 'message' : null;
    case 'hand_back':
      call.reject(503, 'Service Unavailable', RETRY_AFTER);
      return null;
    case 'ring':
      if (await rings(call, plan.ms)) call.reject(480, 'Temporarily Unavailable');
      return null;
    case 'listen':
      return 'listen';
    default:
      return plan satisfies never;
  }
};

/** Rings. @returns whether the call still rings after that time */
const rings = (call: CallAtDoor, ms: number): Promise<boolean> =>
  new Promise((resolve) => {
    call.ring();
    const enough = setTimeout(() => resolve(true), ms);
    call.onEnded(() => {
      clearTimeout(enough);
      resolve(false);
    });
  });
