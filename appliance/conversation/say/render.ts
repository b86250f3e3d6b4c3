import type { Sentence, Whisper } from '#shared/link/commands.ts';
import type { DecideContext } from '../decide/context.ts';
import { english } from '../language/en-US/templates/phrasebook.ts';
import type { CallState } from '../state/state.ts';
import type { Act } from './acts.ts';
import { factsOf } from './facts.ts';
import { throughGate } from './gate.ts';

export interface Speech {
  readonly sentences: readonly Sentence[];
  /** Names of the acts, with `held_back` where the gate kept something. */
  readonly acts: readonly string[];
}

/** What a person hears who is rung for this caller. */
export const whisper = (state: CallState, context: DecideContext): Whisper =>
  (context.phrasebook ?? english).whisper(
    factsOf(state, context),
    state.urgency,
    context.peopleRecorded && !state.noRecording,
  );

/** Words for the acts of one turn, in order. */
export const render = (acts: readonly Act[], state: CallState, context: DecideContext): Speech => {
  const facts = factsOf(state, context);
  const book = context.phrasebook ?? english;
  const sentences: Sentence[] = [];
  const names: string[] = [];
  for (const act of acts) {
    const { phrases, held } = throughGate(act, facts, book);
    names.push(act.name, ...(held ? ['held_back'] : []));
    for (const { text, fixed } of phrases) sentences.push(fixed ? { text, clip: true } : { text });
  }
  return { sentences, acts: names };
};
