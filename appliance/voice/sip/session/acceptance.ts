import type { StartTimer, StopTimer, Transition } from '../transaction/machine.ts';
import { T1, T2, TRANSACTION_TIMEOUT } from '../timers.ts';

/**
 * A 2xx to an INVITE, sent again until its ACK comes (RFC 3261 section 13.3.1.4).
 *
 *   waiting --ACK--> confirmed
 *      | resend: T1, doubling up to T2
 *      +--give-up at 64*T1--> unconfirmed: the dialog is ended by BYE
 */
export type AcceptanceState =
  | { readonly at: 'waiting'; readonly interval: number }
  | { readonly at: 'confirmed' }
  | { readonly at: 'unconfirmed' };

export type AcceptanceInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'ack' }
  | { readonly kind: 'timer'; readonly timer: 'resend' | 'give-up' };

export type AcceptanceEffect =
  | { readonly do: 'send' }
  | StartTimer<'resend' | 'give-up'>
  | StopTimer<'resend' | 'give-up'>
  | { readonly do: 'confirmed' }
  | { readonly do: 'unconfirmed' };

export const ACCEPTANCE_START: AcceptanceState = { at: 'waiting', interval: T1 };

export const nextAcceptance = (
  state: AcceptanceState,
  input: AcceptanceInput,
): Transition<AcceptanceState, AcceptanceEffect> => {
  if (state.at !== 'waiting') return { state, effects: [] };
  const resend = (ms: number): AcceptanceEffect => ({ do: 'start', timer: 'resend', ms });
  if (input.kind === 'start') {
    return { state, effects: [{ do: 'send' }, resend(T1), { do: 'start', timer: 'give-up', ms: TRANSACTION_TIMEOUT }] };
  }
  const stops = [
    { do: 'stop', timer: 'resend' },
    { do: 'stop', timer: 'give-up' },
  ] as const;
  if (input.kind === 'ack') return { state: { at: 'confirmed' }, effects: [...stops, { do: 'confirmed' }] };
  if (input.timer === 'give-up') return { state: { at: 'unconfirmed' }, effects: [...stops, { do: 'unconfirmed' }] };
  const interval = Math.min(2 * state.interval, T2);
  return { state: { at: 'waiting', interval }, effects: [{ do: 'send' }, resend(interval)] };
};
