import { TRANSACTION_TIMEOUT } from '../timers.ts';
import type { Answer, StartTimer, Transition } from './machine.ts';

/**
 * Server transaction of every method but INVITE and ACK, RFC 3261 figure 8.
 *
 *   trying --1xx--> proceeding --200-699--> completed --J--> terminated
 *      +-----------200-699-------------------^
 */
export type ServerState<R> =
  | { readonly at: 'trying' }
  | { readonly at: 'proceeding'; readonly last: R }
  | { readonly at: 'completed'; readonly last: R }
  | { readonly at: 'terminated' };

export type ServerInput<R> =
  | { readonly kind: 'request' }
  | ({ readonly kind: 'respond' } & Answer<R>)
  | { readonly kind: 'timer'; readonly timer: 'J' }
  | { readonly kind: 'transport-error' };

export type ServerEffect<R> =
  | { readonly do: 'send'; readonly message: R }
  | StartTimer<'J'>
  | { readonly do: 'fail'; readonly cause: 'transport' }
  | { readonly do: 'end' };

type Step<R> = Transition<ServerState<R>, ServerEffect<R>>;

/** @param reliable true over TCP and TLS: timer J is 0 */
export const nextServer = <R>(state: ServerState<R>, input: ServerInput<R>, reliable: boolean): Step<R> => {
  if (state.at === 'terminated') return { state, effects: [] };
  if (input.kind === 'transport-error') {
    return { state: { at: 'terminated' }, effects: [{ do: 'fail', cause: 'transport' }, { do: 'end' }] };
  }
  if (input.kind === 'request') {
    return { state, effects: state.at === 'trying' ? [] : [{ do: 'send', message: state.last }] };
  }
  if (input.kind === 'timer') {
    return state.at === 'completed'
      ? { state: { at: 'terminated' }, effects: [{ do: 'end' }] }
      : { state, effects: [] };
  }
  if (state.at === 'completed') return { state, effects: [] };
  const send = { do: 'send', message: input.response } as const;
  if (input.status < 200) return { state: { at: 'proceeding', last: input.response }, effects: [send] };
  const wait = { do: 'start', timer: 'J', ms: reliable ? 0 : TRANSACTION_TIMEOUT } as const;
  return { state: { at: 'completed', last: input.response }, effects: [send, wait] };
};
