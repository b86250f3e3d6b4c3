import { T1, T2, T4, TRANSACTION_TIMEOUT } from '../timers.ts';
import type { Answer, StartTimer, StopTimer, Transition } from './machine.ts';

/**
 * INVITE server transaction, RFC 3261 figure 7 with the Accepted state of RFC 6026 figure 2.
 *
 *   proceeding --2xx--> accepted ----------L----------> terminated
 *        |
 *        +--300-699--> completed --ACK--> confirmed --I--> terminated
 *                        G: send again     (absorbs ACKs)
 *                        H: no ACK -----------------------> terminated
 */
export type InviteServerState<R> =
  | { readonly at: 'proceeding'; readonly last: R | null }
  /** A 2xx went out. Sending it again is the dialog's work; here INVITEs that come again are absorbed. */
  | { readonly at: 'accepted' }
  | { readonly at: 'completed'; readonly last: R; readonly interval: number }
  | { readonly at: 'confirmed' }
  | { readonly at: 'terminated' };

export type InviteServerInput<R> =
  | { readonly kind: 'request' }
  | { readonly kind: 'ack' }
  | ({ readonly kind: 'respond' } & Answer<R>)
  | { readonly kind: 'timer'; readonly timer: InviteServerTimer }
  | { readonly kind: 'transport-error' };

type InviteServerTimer = 'G' | 'H' | 'I' | 'L';

export type InviteServerEffect<R> =
  | { readonly do: 'send'; readonly message: R }
  | StartTimer<InviteServerTimer>
  | StopTimer<InviteServerTimer>
  /** An ACK to a 2xx: the dialog's business. */
  | { readonly do: 'deliver-ack' }
  | { readonly do: 'fail'; readonly cause: 'timeout' | 'transport' }
  | { readonly do: 'end' };

type Step<R> = Transition<InviteServerState<R>, InviteServerEffect<R>>;

const stay = <R>(state: InviteServerState<R>, ...effects: InviteServerEffect<R>[]): Step<R> => ({ state, effects });
const end = <R>(...effects: InviteServerEffect<R>[]): Step<R> => ({
  state: { at: 'terminated' },
  effects: [...effects, { do: 'end' }],
});

/** @param reliable true over TCP and TLS: nothing is sent again, timer I is 0 */
export const nextInviteServer = <R>(
  state: InviteServerState<R>,
  input: InviteServerInput<R>,
  reliable: boolean,
): Step<R> => {
  switch (state.at) {
    case 'proceeding':
      return proceeding<R>(state, input, reliable);
    case 'accepted':
      return accepted(state, input);
    case 'completed':
      return completed(state, input, reliable);
    case 'confirmed':
      return input.kind === 'timer' && input.timer === 'I' ? end() : stay(state);
    case 'terminated':
      return stay<R>(state);
  }
};

const proceeding = <R>(
  state: Extract<InviteServerState<R>, { at: 'proceeding' }>,
  input: InviteServerInput<R>,
  reliable: boolean,
): Step<R> => {
  if (input.kind === 'request')
    return state.last === null ? stay<R>(state) : stay<R>(state, { do: 'send', message: state.last });
  if (input.kind === 'transport-error') return end({ do: 'fail', cause: 'transport' });
  if (input.kind !== 'respond') return stay<R>(state);
  const send = { do: 'send', message: input.response } as const;
  if (input.status < 200) return stay<R>({ at: 'proceeding', last: input.response }, send);
  if (input.status < 300)
    return stay<R>({ at: 'accepted' }, send, { do: 'start', timer: 'L', ms: TRANSACTION_TIMEOUT });
  const wait = { do: 'start', timer: 'H', ms: TRANSACTION_TIMEOUT } as const;
  const again = { do: 'start', timer: 'G', ms: T1 } as const;
  return stay<R>({ at: 'completed', last: input.response, interval: T1 }, send, wait, ...(reliable ? [] : [again]));
};

const accepted = <R>(state: InviteServerState<R>, input: InviteServerInput<R>): Step<R> => {
  if (input.kind === 'ack') return stay<R>(state, { do: 'deliver-ack' });
  // RFC 6026 section 7.1: only a 2xx may follow a 2xx.
  if (input.kind === 'respond' && input.status >= 200 && input.status < 300) {
    return stay<R>(state, { do: 'send', message: input.response });
  }
  return input.kind === 'timer' && input.timer === 'L' ? end() : stay(state);
};

const completed = <R>(
  state: Extract<InviteServerState<R>, { at: 'completed' }>,
  input: InviteServerInput<R>,
  reliable: boolean,
): Step<R> => {
  if (input.kind === 'request') return stay<R>(state, { do: 'send', message: state.last });
  if (input.kind === 'ack') {
    const stops = [
      { do: 'stop', timer: 'G' },
      { do: 'stop', timer: 'H' },
    ] as const;
    return stay<R>({ at: 'confirmed' }, ...stops, { do: 'start', timer: 'I', ms: reliable ? 0 : T4 });
  }
  if (input.kind === 'transport-error') return end({ do: 'fail', cause: 'transport' });
  if (input.kind !== 'timer') return stay<R>(state);
  if (input.timer === 'H') return end({ do: 'fail', cause: 'timeout' });
  if (input.timer !== 'G') return stay<R>(state);
  const interval = Math.min(2 * state.interval, T2);
  return stay<R>(
    { ...state, interval },
    { do: 'send', message: state.last },
    { do: 'start', timer: 'G', ms: interval },
  );
};
