import { MACHINE_EAR, hearMachine, hearsBeep, hearsGreeting, type MachineEar } from '../../turn/answering-machine.ts';

/** Quiet of the far end before anything about the caller is told, ms. */
export const QUIET_MS = 500;
/** How long an answer to our question is waited for before it is asked once more, and given up, ms. */
export const ANSWER_MS = 6000;
/** Who talks on and on without an answer is given up after this, ms. */
const LONGEST_MS = 15_000;

export type TakingOutcome = 'taken' | 'declined' | 'voicemail' | 'not_taken';

/**
 * Whoever answered is told who calls, and has to say that they take it: by a key, or by yes after the briefing. A voicemail does
 * neither, and hears nothing about the caller: the briefing waits until the far end is quiet, and a greeting that goes on and on,
 * or a beep, ends it.
 *
 *   opening --said--> waiting --quiet--> briefing --said--> asked --yes, key--> over: taken
 *                                           ^                 |--no, key 2--> over: declined
 *                                           +---- once more --+--silence--> over: not taken
 */
export interface TakingState {
  readonly at: 'opening' | 'waiting' | 'briefing' | 'asked' | 'over';
  readonly ear: MachineEar;
  /** Since when the far end is quiet; media time, ms. */
  readonly quietSince: number;
  readonly askedAt: number;
  readonly asks: number;
}

export type TakingInput =
  /** What we said has ended. */
  | { readonly kind: 'said'; readonly atMs: number }
  | { readonly kind: 'speech'; readonly on: boolean; readonly atMs: number }
  | { readonly kind: 'answer'; readonly answer: 'yes' | 'no' }
  | { readonly kind: 'key'; readonly digit: string }
  | { readonly kind: 'frame'; readonly tone: boolean; readonly atMs: number };

export type TakingEffect =
  | { readonly do: 'say'; readonly what: 'briefing' | 'question' }
  | { readonly do: 'over'; readonly outcome: TakingOutcome };

/** The opening is being said. */
export const TAKING_START: TakingState = {
  at: 'opening',
  ear: MACHINE_EAR,
  quietSince: 0,
  askedAt: 0,
  asks: 0,
};

interface Step {
  readonly state: TakingState;
  readonly effect: TakingEffect | null;
}

const over = (state: TakingState, outcome: TakingOutcome): Step => ({
  state: { ...state, at: 'over' },
  effect: { do: 'over', outcome },
});

export const nextTaking = (state: TakingState, input: TakingInput): Step => {
  const same = { state, effect: null };
  if (state.at === 'over') return same;
  switch (input.kind) {
    case 'said':
      if (state.at === 'opening') return { state: { ...state, at: 'waiting' }, effect: null };
      if (state.at !== 'briefing') return same;
      return { state: { ...state, at: 'asked', askedAt: input.atMs, asks: state.asks + 1 }, effect: null };
    case 'key':
      if (input.digit === '2') return over(state, 'declined');
      return /\d/.test(input.digit) ? over(state, 'taken') : same;
    case 'answer':
      // "Yes?" is how some people take the phone off the hook, and into our question it may be its echo.
      if (state.at !== 'asked') return same;
      return over(state, input.answer === 'yes' ? 'taken' : 'declined');
    case 'speech': {
      const quietSince = input.on ? state.quietSince : input.atMs;
      return { state: { ...state, ear: hearMachine(state.ear, input), quietSince }, effect: null };
    }
    case 'frame':
      return pass({ ...state, ear: hearMachine(state.ear, input) }, input.atMs);
    default:
      return input satisfies never;
  }
};

/** Time goes by. */
const pass = (state: TakingState, atMs: number): Step => {
  const { ear } = state;
  if (hearsBeep(ear)) return over(state, 'voicemail');
  const speaking = ear.speakingSince !== null;
  if (state.at === 'opening' || state.at === 'waiting') {
    if (hearsGreeting(ear, atMs)) return over(state, 'voicemail');
    if (state.at === 'opening' || speaking || atMs - state.quietSince < QUIET_MS) return { state, effect: null };
    return { state: { ...state, at: 'briefing' }, effect: { do: 'say', what: 'briefing' } };
  }
  if (state.at !== 'asked' || (speaking && atMs - state.askedAt < LONGEST_MS)) return { state, effect: null };
  if (atMs - state.askedAt < ANSWER_MS) return { state, effect: null };
  if (state.asks > 1 || speaking) return over(state, 'not_taken');
  return { state: { ...state, at: 'briefing' }, effect: { do: 'say', what: 'question' } };
};
