import { T1, T2, T4, TRANSACTION_TIMEOUT } from '../timers.ts';
import type { StartTimer, StopTimer, Transition } from './machine.ts';

/**
 * Client transaction of every method but INVITE and ACK, RFC 3261 figure 6.
 *
 *   trying --1xx--> proceeding --200-699--> completed --K--> terminated
 *      +------------200-699-------------------^
 *   E: send again, F: give up
 */
export type ClientState =
  | { readonly at: 'trying'; readonly interval: number }
  | { readonly at: 'proceeding' }
  | { readonly at: 'completed' }
  | { readonly at: 'terminated' };

type ClientTimer = 'E' | 'F' | 'K';

export type ClientInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'response'; readonly status: number }
  | { readonly kind: 'timer'; readonly timer: ClientTimer }
  | { readonly kind: 'transport-error' };

export type ClientEffect =
  | { readonly do: 'send' }
  | { readonly do: 'deliver' }
  | StartTimer<ClientTimer>
  | StopTimer<ClientTimer>
  | { readonly do: 'fail'; readonly cause: 'timeout' | 'transport' }
  | { readonly do: 'end' };

type Step = Transition<ClientState, ClientEffect>;

export const CLIENT_START: ClientState = { at: 'trying', interval: T1 };

const stay = (state: ClientState, ...effects: ClientEffect[]): Step => ({ state, effects });
const end = (...effects: ClientEffect[]): Step => ({
  state: { at: 'terminated' },
  effects: [...effects, { do: 'end' }],
});

/** @param reliable true over TCP and TLS: timer E does not run, timer K is 0 */
export const nextClient = (state: ClientState, input: ClientInput, reliable: boolean): Step => {
  if (state.at === 'terminated') return stay(state);
  if (state.at === 'completed') return input.kind === 'timer' && input.timer === 'K' ? end() : stay(state);
  if (input.kind === 'transport-error') return end({ do: 'fail', cause: 'transport' });
  const again = (ms: number): ClientEffect[] => (reliable ? [] : [{ do: 'start', timer: 'E', ms }]);
  if (input.kind === 'start')
    return stay(state, { do: 'send' }, ...again(T1), { do: 'start', timer: 'F', ms: TRANSACTION_TIMEOUT });
  if (input.kind === 'response') {
    if (input.status < 200) return stay({ at: 'proceeding' }, { do: 'deliver' });
    const stops: ClientEffect[] = [
      { do: 'stop', timer: 'E' },
      { do: 'stop', timer: 'F' },
    ];
    return stay({ at: 'completed' }, ...stops, { do: 'start', timer: 'K', ms: reliable ? 0 : T4 }, { do: 'deliver' });
  }
  if (input.timer === 'F') return end({ do: 'fail', cause: 'timeout' });
  if (input.timer !== 'E') return stay(state);
  // Once a 1xx came the wait is T2 at once (section 17.1.2.2).
  if (state.at === 'proceeding') return stay(state, { do: 'send' }, ...again(T2));
  const interval = Math.min(2 * state.interval, T2);
  return stay({ at: 'trying', interval }, { do: 'send' }, ...again(interval));
};
