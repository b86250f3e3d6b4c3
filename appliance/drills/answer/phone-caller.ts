import type { Persona } from '../caller/persona.ts';
import type { OwnSound } from '../listen/own-sound.ts';
import { answer } from './answer.ts';
import { newCaller, type CallerAnswer, type CallerState } from './caller-state.ts';

/** Somebody on the phone: hears what the far end said since they last spoke, and does something about it. */
export interface PhoneCaller {
  hear(text: string): Pick<CallerAnswer, 'say' | 'press' | 'hangUp'>;
  /** What they remember of the call. */
  readonly state: CallerState;
}

/** A caller who answers as their persona has it. */
export const personaCaller = (persona: Persona, own: OwnSound): PhoneCaller => {
  let state = newCaller();
  return {
    hear(text) {
      const reply = answer(persona, own, state, text);
      state = reply.state;
      return reply;
    },
    get state() {
      return state;
    },
  };
};
