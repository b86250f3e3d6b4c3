import { spokenName, spokenPhone } from '../answer/wording.ts';
import type { Random } from '../random.ts';
import type { Quirk } from '../scenario/codes.ts';
import { mumble } from './misheard.ts';
import type { Persona } from './persona.ts';
import { canSlip, slip, slipAndCorrect } from './slips.ts';
import type { Step } from './step.ts';

/** Questions into which a caller may put something else than the answer. */
const ORDINARY = new Set([
  'ask_detail',
  'ask_safety',
  'ask_name',
  'ask_phone',
  'ask_phone_caller',
  'ask_person',
  'ask_visit_ok',
  'ask_address',
  'ask_fee',
  'offer_windows',
  'ask_access',
  'read_back_phone',
  'read_back_address',
  'read_back_name',
  'read_back_contact',
]);

const ASIDES = [
  'Do you take credit cards?',
  'Is there a warranty on the work?',
  'Do I need to be home for that?',
  'Do you guys offer financing?',
  'Are you licensed?',
] as const;
const AGAIN = ['What?', 'Sorry, can you repeat that?', 'Say that again please.', 'Pardon me?'] as const;
const PERSON = ['I want to talk to a real person.', 'Can I speak to somebody please?', 'Give me a person.'] as const;

/** How often each quirk shows in a call, at most. */
const BUDGET: Readonly<Partial<Record<Quirk, number>>> = {
  interrupting: 3,
  mumbling: 2,
  repeats: 2,
  insists_person: 2,
};

/**
 * The quirks of one caller over one call. Each shows at the first occasion it fits with even chance, and surely at the
 * third, so that none is left out.
 */
export class Quirks {
  readonly #quirks: readonly Quirk[];
  readonly #random: Random;
  readonly #persona: Persona;
  readonly #shown = new Map<Quirk, number>();
  readonly #chances = new Map<Quirk, number>();

  constructor(quirks: readonly Quirk[], persona: Persona, random: Random) {
    this.#quirks = quirks;
    this.#random = random;
    this.#persona = persona;
  }

  /** Quirks that showed. */
  get shown(): readonly Quirk[] {
    return [...this.#shown.keys()];
  }

  has(quirk: Quirk): boolean {
    return this.#quirks.includes(quirk);
  }

  /** The first words, with what a talkative caller adds to them. */
  opening(words: string): string {
    if (!this.has('several_facts')) return words;
    this.#mark('several_facts');
    const bare = words.replace(/[.!?]$/, '');
    return `${bare}. My name is ${spokenName(this.#persona)}, and my number is ${spokenPhone(this.#persona.phone)}.`;
  }

  /** Core is to be killed before this answer. */
  restarts(act: string): boolean {
    return ORDINARY.has(act) && this.#now('restart');
  }

  /** What the caller does in place of the plain step; the step itself when no quirk shows. One quirk a turn. */
  bend(act: string, step: Step): Step {
    if (!ORDINARY.has(act) || step.end !== undefined || step.say === null) return step;
    if (this.#now('insists_person')) return { say: this.#random.pick(PERSON) };
    if (this.#now('silence')) return { say: null };
    if (this.#now('mumbling')) return { say: mumble(this.#random) };
    if (this.#now('repeats')) return { say: this.#random.pick(AGAIN) };
    if (this.#now('topic_jump')) return { say: this.#random.pick(ASIDES) };
    if (canSlip(act) && this.#now('correcting')) return { say: slipAndCorrect(act, this.#persona, this.#random) };
    if (canSlip(act) && this.#now('wrong_then_right')) return { say: slip(act, this.#persona, this.#random) };
    if (!act.startsWith('read_back') && this.#now('interrupting'))
      return { ...step, interrupt: 0.3 + 0.6 * this.#random.next() };
    return step;
  }

  #now(quirk: Quirk): boolean {
    const shown = this.#shown.get(quirk) ?? 0;
    if (!this.has(quirk) || shown >= (BUDGET[quirk] ?? 1)) return false;
    const chances = (this.#chances.get(quirk) ?? 0) + 1;
    this.#chances.set(quirk, chances);
    const show = this.#random.next() < 0.5 || (shown === 0 && (chances >= 3 || quirk === 'insists_person'));
    if (show) this.#mark(quirk);
    return show;
  }

  #mark(quirk: Quirk): void {
    this.#shown.set(quirk, (this.#shown.get(quirk) ?? 0) + 1);
  }
}
