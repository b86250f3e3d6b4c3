import type { LlmServer } from '#shared/config/llm.ts';
import type { Usage } from './port.ts';

/** English has about four letters a token. */
const LETTERS_A_TOKEN = 4;

/**
 * What a question cost, whole micro-dollars, rounded up.
 * @param letters of question and answer: the estimate, where the server counted nothing (an answer that was cut is paid for too)
 */
export const microDollars = (
  price: LlmServer['price'],
  usage: Usage | null,
  promptLetters: number,
  answerLetters: number,
): number =>
  Math.ceil(
    (usage?.promptTokens ?? promptLetters / LETTERS_A_TOKEN) * price.prompt +
      (usage?.answerTokens ?? answerLetters / LETTERS_A_TOKEN) * price.answer,
  );

/** What may be spent a day, in micro-dollars. */
export class DayBudget {
  readonly #bound: number | null;
  readonly #dayOf: (now: number) => string;
  #day: string;
  #spent: number;

  constructor(bound: number | null, today: string, spent: number, dayOf: (now: number) => string) {
    this.#bound = bound;
    this.#day = today;
    this.#spent = spent;
    this.#dayOf = dayOf;
  }

  allows(now: number): boolean {
    this.#turn(now);
    return this.#bound === null || this.#spent < this.#bound;
  }

  spend(now: number, amount: number): void {
    this.#turn(now);
    this.#spent += amount;
  }

  #turn(now: number): void {
    const day = this.#dayOf(now);
    if (day === this.#day) return;
    this.#day = day;
    this.#spent = 0;
  }
}
