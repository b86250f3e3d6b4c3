import { T1, TIMER_D, TRANSACTION_TIMEOUT } from '../timers.ts';
import type { StartTimer, StopTimer, Transition } from './machine.ts';

/**
 * INVITE client transaction, RFC 3261 figure 5 with the Accepted state of RFC 6026 figure 1.
 *
 *   calling --1xx--> proceeding --2xx--> accepted --M--> terminated
 *      | A: send again     |
 *      | B: give up        +--300-699--> completed --D--> terminated   (ACKs each 300-699)
 */
export type InviteClientState =
  | { readonly at: 'calling'; readonly interval: number }
  | { readonly at: 'proceeding' }
  | { readonly at: 'accepted' }
  | { readonly at: 'completed' }
  | { readonly at: 'terminated' };

type InviteClientTimer = 'A' | 'B' | 'D' | 'M';

export type InviteClientInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'response'; readonly status: number }
  | { readonly kind: 'timer'; readonly timer: InviteClientTimer }
  | { readonly kind: 'transport-error' };

export type InviteClientEffect =
  /** Sends the request as it was. */
  | { readonly do: 'send' }
  /** Sends the ACK that belongs to this non-2xx response (section 17.1.1.3). */
  | { readonly do: 'ack' }
  | { readonly do: 'deliver' }
  | StartTimer<InviteClientTimer>
  | StopTimer<InviteClientTimer>
  | { readonly do: 'fail'; readonly cause: 'timeout' | 'transport' }
  | { readonly do: 'end' };

type Step = Transition<InviteClientState, InviteClientEffect>;

export const INVITE_CLIENT_START: InviteClientState = { at: 'calling', interval: T1 };

const stay = (state: InviteClientState, ...effects: InviteClientEffect[]): Step => ({ state, effects });
const end = (...effects: InviteClientEffect[]): Step => ({
  state: { at: 'terminated' },
  effects: [...effects, { do: 'end' }],
});

/** @param reliable true over TCP and TLS: timer A does not run, timer D is 0 */
export const nextInviteClient = (state: InviteClientState, input: InviteClientInput, reliable: boolean): Step => {
  if (state.at === 'terminated') return stay(state);
  if (input.kind === 'transport-error') return end({ do: 'fail', cause: 'transport' });
  if (input.kind === 'response') return answered(state, input.status, reliable);
  if (state.at === 'accepted') return input.kind === 'timer' && input.timer === 'M' ? end() : stay(state);
  if (state.at === 'completed') return input.kind === 'timer' && input.timer === 'D' ? end() : stay(state);
  if (state.at !== 'calling') return stay(state);
  const again = (ms: number): InviteClientEffect[] => (reliable ? [] : [{ do: 'start', timer: 'A', ms }]);
  if (input.kind === 'start')
    return stay(state, { do: 'send' }, ...again(T1), { do: 'start', timer: 'B', ms: TRANSACTION_TIMEOUT });
  if (input.timer === 'B') return end({ do: 'fail', cause: 'timeout' });
  // Timer A doubles without a cap (section 17.1.1.2); timer B ends it.
  const interval = 2 * state.interval;
  return stay({ at: 'calling', interval }, { do: 'send' }, ...again(interval));
};

const answered = (state: InviteClientState, status: number, reliable: boolean): Step => {
  const stops: InviteClientEffect[] = [
    { do: 'stop', timer: 'A' },
    { do: 'stop', timer: 'B' },
  ];
  switch (state.at) {
    case 'calling':
    case 'proceeding':
      if (status < 200) return stay({ at: 'proceeding' }, ...(state.at === 'calling' ? stops : []), { do: 'deliver' });
      if (status < 300)
        return stay(
          { at: 'accepted' },
          ...stops,
          { do: 'start', timer: 'M', ms: TRANSACTION_TIMEOUT },
          { do: 'deliver' },
        );
      return stay(
        { at: 'completed' },
        ...stops,
        { do: 'ack' },
        { do: 'start', timer: 'D', ms: reliable ? 0 : TIMER_D },
        { do: 'deliver' },
      );
    case 'accepted':
      // Another 2xx, of this branch again or of a fork: each is the user agent's to ACK (section 13.2.2.4).
      return status >= 200 && status < 300 ? stay(state, { do: 'deliver' }) : stay(state);
    case 'completed':
      return status >= 300 ? stay(state, { do: 'ack' }) : stay(state);
    case 'terminated':
      return stay(state);
  }
};
