import type { StartTimer, StopTimer, Transition } from '../transaction/machine.ts';
import { backOff, refreshAfter } from './back-off.ts';

/**
 * A binding at a registrar (RFC 3261 section 10.2).
 *
 *   idle --start--> asking --2xx--> bound --refresh--> asking
 *                     | 423: asks at once for longer
 *                     +--any other answer, or none--> waiting --retry--> asking
 *   any --stop--> leaving --answer, or none--> gone
 *
 * The binding may live on while asking and waiting: `lapse` tells its end.
 */
export interface RegistrationState {
  readonly at: 'idle' | 'asking' | 'bound' | 'waiting' | 'leaving' | 'gone';
  /** Seconds asked for. */
  readonly expires: number;
  /** In a row. */
  readonly failures: number;
  /** The registrar holds a binding of ours, as far as we know. */
  readonly held: boolean;
  /** Our address changed while a REGISTER was out. */
  readonly again: boolean;
}

type RegistrationTimer = 'refresh' | 'retry' | 'lapse';

export type RegistrationInput =
  | { readonly kind: 'start' }
  /** A final response that credentials cannot help. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Seconds given, of a 2xx. */
      readonly granted: number;
      readonly minExpires: number | null;
      readonly retryAfter: number | null;
    }
  /** Nobody answered, or the registrar cannot be reached. */
  | { readonly kind: 'silence' }
  /** The far end sees us elsewhere now, or no longer answers there. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'timer'; readonly timer: RegistrationTimer };

export type RegistrationEffect =
  | { readonly do: 'send'; readonly expires: number }
  | StartTimer<RegistrationTimer>
  | StopTimer<RegistrationTimer>
  | { readonly do: 'bound'; readonly seconds: number }
  | { readonly do: 'failed'; readonly waitMs: number }
  /** The binding has run out unrenewed: no call can come. */
  | { readonly do: 'lapsed' }
  | { readonly do: 'gone' };

type Step = Transition<RegistrationState, RegistrationEffect>;

/** What a 423 may ask for at most, seconds. */
const LONGEST = 86_400;

export const registrationStart = (expires: number): RegistrationState => ({
  at: 'idle',
  expires,
  failures: 0,
  held: false,
  again: false,
});

const ask = (state: RegistrationState): Step => ({
  state: { ...state, at: 'asking', again: false },
  effects: [
    { do: 'stop', timer: 'refresh' },
    { do: 'stop', timer: 'retry' },
    { do: 'send', expires: state.expires },
  ],
});

/** @param random in [0, 1) */
export const nextRegistration = (state: RegistrationState, input: RegistrationInput, random: number): Step => {
  if (state.at === 'gone') return { state, effects: [] };
  if (state.at === 'leaving') {
    if (input.kind !== 'answer' && input.kind !== 'silence') return { state, effects: [] };
    return { state: { ...state, at: 'gone', held: false }, effects: [{ do: 'stop', timer: 'lapse' }, { do: 'gone' }] };
  }
  switch (input.kind) {
    case 'start':
      return state.at === 'idle' ? ask(state) : { state, effects: [] };
    case 'stop':
      return leave(state);
    case 'moved':
      if (state.at === 'asking') return { state: { ...state, again: true }, effects: [] };
      return state.at === 'bound' ? ask(state) : { state, effects: [] };
    case 'timer':
      if (input.timer === 'lapse') return { state: { ...state, held: false }, effects: [{ do: 'lapsed' }] };
      return state.at === 'bound' || state.at === 'waiting' ? ask(state) : { state, effects: [] };
    case 'silence':
      return state.at === 'asking' ? fail(state, null, null, random) : { state, effects: [] };
    case 'answer':
      return state.at === 'asking' ? answered(state, input, random) : { state, effects: [] };
  }
};

const leave = (state: RegistrationState): Step => {
  const stops: RegistrationEffect[] = [
    { do: 'stop', timer: 'refresh' },
    { do: 'stop', timer: 'retry' },
  ];
  // A REGISTER on its way may have made a binding that we have not heard of.
  if (!state.held && state.at !== 'asking')
    return { state: { ...state, at: 'gone' }, effects: [...stops, { do: 'stop', timer: 'lapse' }, { do: 'gone' }] };
  return { state: { ...state, at: 'leaving' }, effects: [...stops, { do: 'send', expires: 0 }] };
};

const answered = (
  state: RegistrationState,
  input: Extract<RegistrationInput, { kind: 'answer' }>,
  random: number,
): Step => {
  if (input.status < 300 && input.granted > 0) {
    const bound: RegistrationState = { ...state, at: 'bound', failures: 0, held: true };
    const effects: RegistrationEffect[] = [
      { do: 'start', timer: 'lapse', ms: input.granted * 1000 },
      { do: 'bound', seconds: input.granted },
    ];
    if (state.again) {
      const once = ask(bound);
      return { state: once.state, effects: [...effects, ...once.effects] };
    }
    return {
      state: bound,
      effects: [...effects, { do: 'start', timer: 'refresh', ms: refreshAfter(input.granted, random) }],
    };
  }
  const { minExpires } = input;
  if (input.status === 423 && minExpires !== null && minExpires > state.expires && minExpires <= LONGEST)
    return ask({ ...state, expires: minExpires });
  return fail(state, input.status, input.retryAfter, random);
};

const fail = (state: RegistrationState, status: number | null, retryAfter: number | null, random: number): Step => {
  const failures = state.failures + 1;
  const waitMs = backOff(failures, status, retryAfter, random);
  return {
    state: { ...state, at: 'waiting', failures, again: false },
    effects: [
      { do: 'start', timer: 'retry', ms: waitMs },
      { do: 'failed', waitMs },
    ],
  };
};
