import { Temporal } from 'temporal-polyfill';
import { answer } from '../answer/answer.ts';
import { newCaller, type CallerState } from '../answer/caller-state.ts';
import type { PhoneCaller } from '../answer/phone-caller.ts';
import { spokenWindow } from '../answer/wording.ts';
import { personaOf } from '../caller/complete.ts';
import type { Persona, WindowWish } from '../caller/persona.ts';
import { Quirks } from '../caller/quirks.ts';
import type { Step } from '../caller/step.ts';
import { lastPlaceOf } from '../listen/likeness.ts';
import type { OwnSound } from '../listen/own-sound.ts';
import { isFiller } from '../listen/question.ts';
import { wordsOf } from '../listen/words.ts';
import { seededRandom, type Random } from '../random.ts';
import type { Move, Scenario } from '../scenario/schema.ts';
import { parseWindow } from '../scenario/window.ts';
import { actsOf } from './acts.ts';

/** A window of today or tomorrow as a wish that can be told by ear; any other day takes what is offered first. */
const wishOf = (window: string | undefined, now: string): WindowWish => {
  if (window === undefined) return { kind: 'offered', index: 0 };
  const { date, starts, ends } = parseWindow(window);
  const today = Temporal.PlainDateTime.from(now).toPlainDate();
  const days = today.until(Temporal.PlainDate.from(date)).days;
  if (days > 1) return { kind: 'offered', index: 0 };
  return {
    kind: 'hours',
    day: days === 0 ? 'today' : 'tomorrow',
    from: Number(starts.slice(0, 2)),
    to: Number(ends.slice(0, 2)),
  };
};

/** Who calls in a drill by telephone. */
export const audioPersona = (scenario: Scenario): Persona => ({
  ...personaOf(scenario),
  window: wishOf(scenario.caller.window, scenario.now),
});

const spin = (words: string, random: Random): string =>
  words.replace(/\{([^{}]*\|[^{}]*)\}/g, (_, list: string) => random.pick(list.split('|')));

/**
 * The caller of a scenario on the telephone: knows questions by ear alone, answers as the scenario has it, else as their
 * facts do, and has the same quirks as in text but those that take place inside our sentences.
 */
export class SpokenCaller implements PhoneCaller {
  state: CallerState = newCaller();
  readonly quirks: Quirks;
  readonly #scenario: Scenario;
  readonly #own: OwnSound;
  readonly #random: Random;
  #persona: Persona;
  readonly #asked = new Map<string, number>();
  #begun = false;
  /** Our last question, for a caller who was given time to think. */
  #question = '';

  constructor(scenario: Scenario, own: OwnSound, seed: number) {
    this.#scenario = scenario;
    this.#own = own;
    this.#random = seededRandom(seed);
    const persona = audioPersona(scenario);
    const opening = spin(persona.problem.opening, this.#random);
    this.quirks = new Quirks(
      scenario.quirks.filter((quirk) => quirk !== 'interrupting' && quirk !== 'restart'),
      persona,
      this.#random,
    );
    const first = this.quirks.has('changing_mind') ? scenario.caller.first_window : scenario.caller.window;
    this.#persona = {
      ...persona,
      window: wishOf(first, scenario.now),
      problem: { ...persona.problem, opening: this.quirks.opening(opening) },
    };
  }

  hear(text: string): ReturnType<PhoneCaller['hear']> {
    if (this.#question !== '' && lastPlaceOf(wordsOf(text), 'take your time') !== null) {
      const thought = answer(this.#persona, this.#own, this.state, this.#question);
      this.state = thought.state;
      return thought;
    }
    if (!isFiller(text)) this.#question = text;
    const reply = answer(this.#persona, this.#own, this.state, text);
    this.state = reply.state;
    const acts = reply.question === null ? ['ask_detail'] : actsOf(reply.question);
    const [act = ''] = acts;
    const moved = this.#reaction(acts);
    if (moved) return moved;
    if (act === 'ask_access' && this.#changes()) {
      const { window } = this.#persona;
      return this.#does({
        say: `Actually, can we do ${window.kind === 'hours' ? spokenWindow(window) : 'another time'}?`,
      });
    }
    if (reply.say === null || reply.hangUp) return reply;
    const opens = act === 'ask_problem' && !this.#begun;
    this.#begun = true;
    return this.#does(opens ? { say: reply.say } : this.quirks.bend(act, { say: reply.say }));
  }

  #reaction(acts: readonly string[]): ReturnType<PhoneCaller['hear']> | null {
    const { reactions } = this.#scenario;
    const act = acts.find((one) => one in reactions);
    const reaction = act === undefined ? undefined : reactions[act];
    if (act === undefined || reaction === undefined) return null;
    const again = this.#asked.get(act) ?? 0;
    this.#asked.set(act, again + 1);
    const move = (Array.isArray(reaction) ? reaction[Math.min(again, reaction.length - 1)] : reaction) as Move;
    if (typeof move === 'string') return this.#does({ say: spin(move, this.#random) });
    return this.#does({
      say: move.say === undefined ? null : spin(move.say, this.#random),
      ...(move.press === undefined ? {} : { press: move.press }),
      ...(move.end === undefined ? {} : { end: move.end }),
    });
  }

  #changes(): boolean {
    const { caller, now } = this.#scenario;
    if (!this.quirks.has('changing_mind') || this.#asked.has('changed')) return false;
    this.#asked.set('changed', 1);
    this.#persona = { ...this.#persona, window: wishOf(caller.window, now) };
    return true;
  }

  #does(step: Step): ReturnType<PhoneCaller['hear']> {
    return { say: step.say, press: step.press ?? null, hangUp: step.end !== undefined };
  }
}
