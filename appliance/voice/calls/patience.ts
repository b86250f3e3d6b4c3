import type { Expectation } from '#shared/link/expectation.ts';

/** What the caller is to say next, and how long they may be silent before core is told. */
export class Patience {
  readonly #onSilence: (command: string, ms: number) => void;
  #expect: Expectation | null = null;
  #command = '';
  #timer: NodeJS.Timeout | null = null;

  constructor(onSilence: (command: string, ms: number) => void) {
    this.#onSilence = onSilence;
  }

  get expect(): Expectation | null {
    return this.#expect;
  }

  /** @param command the command that set this expectation; the silence is reported as belonging to it */
  set(command: string, expect: Expectation | null): void {
    this.#command = command;
    this.#expect = expect;
  }

  /** Counts the silence from now on; does nothing when it is counted already or nothing is expected. */
  arm(): void {
    if (this.#timer !== null || this.#expect === null) return;
    const { timeoutMs } = this.#expect;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#onSilence(this.#command, timeoutMs);
    }, timeoutMs);
  }

  disarm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
