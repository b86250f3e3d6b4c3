import type { Timers } from '../timers.ts';
import type { Transition } from './machine.ts';

type TimerEffect =
  | { readonly do: 'start'; readonly timer: string; readonly ms: number }
  | { readonly do: 'stop'; readonly timer: string };

/** A machine at work: inputs go in one after the other, even those that arise while effects are carried out. */
export interface Drive<State, Input> {
  state(): State;
  input(input: Input): void;
  /** Clears every timer; later inputs do nothing. */
  dispose(): void;
}

/**
 * Runs a pure machine: keeps its state, its named timers and the order of its inputs.
 * @param parts.fired makes the input of a timer that ran out
 * @param parts.effect carries out what is neither start, stop nor end of a timer
 */
export const drive = <State, Input, Effect extends { readonly do: string }>(parts: {
  readonly start: State;
  readonly timers: Timers;
  readonly next: (state: State, input: Input) => Transition<State, Effect>;
  readonly fired: (timer: string) => Input;
  readonly effect: (effect: Effect) => void;
}): Drive<State, Input> => {
  const running = new Map<string, () => void>();
  const waiting: Input[] = [];
  let state = parts.start;
  let busy = false;
  let open = true;

  const stop = (timer: string): void => {
    running.get(timer)?.();
    running.delete(timer);
  };
  const dispose = (): void => {
    open = false;
    for (const timer of running.keys()) stop(timer);
  };
  const carryOut = (effect: Effect | TimerEffect): void => {
    if (effect.do === 'stop') return stop((effect as TimerEffect).timer);
    if (effect.do !== 'start') return parts.effect(effect as Effect);
    const { timer, ms } = effect as TimerEffect & { do: 'start' };
    stop(timer);
    running.set(
      timer,
      parts.timers.after(ms, () => {
        running.delete(timer);
        input(parts.fired(timer));
      }),
    );
  };
  const input = (first: Input): void => {
    waiting.push(first);
    if (busy) return;
    busy = true;
    try {
      for (let one = waiting.shift(); one !== undefined && open; one = waiting.shift()) {
        const step = parts.next(state, one);
        state = step.state;
        for (const effect of step.effects) carryOut(effect);
      }
    } finally {
      busy = false;
    }
  };
  return { state: () => state, input, dispose };
};
