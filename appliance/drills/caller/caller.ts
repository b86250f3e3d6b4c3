import type { Turn } from '../line/turn.ts';
import { seededRandom, type Random } from '../random.ts';
import type { Move, Scenario, ScenarioCall } from '../scenario/schema.ts';
import { keysFor, plainAnswer } from './answers.ts';
import { personaOf } from './complete.ts';
import { misheard } from './misheard.ts';
import type { Persona } from './persona.ts';
import { printed } from './printed.ts';
import { askingAct } from './questions.ts';
import { Quirks } from './quirks.ts';
import type { Step } from './step.ts';
import { spokenWish, type SpokenWish } from './wish.ts';

/** `{one|two}` in a scenario's words: one of them, by the seed. */
const spin = (words: string, random: Random): string =>
  words.replace(/\{([^{}]*\|[^{}]*)\}/g, (_, list: string) => random.pick(list.split('|')));

/** The caller of a scenario over one call: hears what we say, and answers as the scenario and their facts have it. */
export class Caller {
  readonly #scenario: Scenario;
  readonly #call: ScenarioCall;
  readonly #random: Random;
  readonly #persona: Persona;
  readonly quirks: Quirks;
  readonly #asked = new Map<string, number>();
  readonly #zone: string;
  #changed = false;
  #opened = false;
  /** Acts that the caller had no answer to. */
  readonly lost: string[] = [];

  /** @param seed the same one gives the same caller */
  constructor(scenario: Scenario, call: ScenarioCall, seed: number) {
    this.#scenario = scenario;
    this.#call = call;
    this.#random = seededRandom(seed);
    this.#persona = personaOf({ ...scenario, ...call });
    this.#zone = this.#persona.zone;
    this.quirks = new Quirks(scenario.quirks, this.#persona, this.#random);
  }

  /** What the caller does once they have heard us. @param now epoch ms */
  answer(turn: Turn, now: number): Step {
    const { reactions } = this.#call;
    const act = askingAct(turn.acts, (name) => name in reactions);
    if (act === null) {
      this.lost.push(turn.acts.at(-1) ?? 'nothing');
      return this.#finish({ say: 'I am not sure.' });
    }
    const again = this.#asked.get(act) ?? 0;
    this.#asked.set(act, again + 1);
    const reaction = reactions[act];
    if (reaction !== undefined) {
      const move = Array.isArray(reaction) ? reaction[Math.min(again, reaction.length - 1)] : reaction;
      return this.#finish(this.#stepOf(move as Move));
    }
    if ((act === 'ask_problem' || act === 'ask_person') && again === 0 && !this.#opened)
      return this.#finish({ say: this.quirks.opening(this.#opening()) });
    const step = this.quirks.bend(act, this.#plain(act, turn, again, now));
    return this.#finish(step);
  }

  #opening(): string {
    this.#opened = true;
    return spin(this.#call.opening, this.#random);
  }

  #plain(act: string, turn: Turn, again: number, now: number): Step {
    const { caller } = this.#scenario;
    if (act === 'ask_problem') return { say: this.#opening() };
    if (act === 'life_safety') return { say: 'Okay, we are leaving the house.', end: 'caller' };
    if (this.#changes(act)) {
      const wish = this.#wish(caller.window, now);
      return { say: `Actually, can we do ${wish?.whole ?? 'another time'} instead?` };
    }
    const keys = keysFor(act, caller);
    if (keys !== null) return { say: null, press: keys };
    const first = this.quirks.has('changing_mind') && !this.#changed;
    const wish = this.#wish(first ? caller.first_window : caller.window, now);
    const know = { persona: this.#persona, facts: caller, random: this.#random, wish, again };
    const say = plainAnswer(act, turn, know);
    if (say === null) this.lost.push(act);
    return { say: say ?? 'I am not sure.' };
  }

  /** The moment at which a caller who took one window wants another. */
  #changes(act: string): boolean {
    if (act !== 'ask_access' || this.#changed || !this.quirks.has('changing_mind')) return false;
    this.#changed = true;
    return true;
  }

  #wish(window: string | undefined, now: number): SpokenWish | null {
    return window === undefined ? null : spokenWish(window, now, this.#zone);
  }

  #stepOf(move: Move): Step {
    if (typeof move === 'string') return { say: spin(move, this.#random) };
    return {
      say: move.say === undefined || move.silent ? null : spin(move.say, this.#random),
      ...(move.press === undefined ? {} : { press: move.press }),
      ...(move.interrupt === undefined ? {} : { interrupt: move.interrupt }),
      ...(move.end === undefined ? {} : { end: move.end }),
    };
  }

  /** Words leave the caller's mouth as a recognizer prints them. */
  #finish(step: Step): Step {
    if (step.say === null) return step;
    const words = printed(step.say);
    return { ...step, say: this.quirks.has('misheard') ? misheard(words, this.#random) : words };
  }
}
