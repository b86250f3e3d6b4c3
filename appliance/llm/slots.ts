/**
 * Admission to a server that thinks about a few questions at once (Ollama: OLLAMA_NUM_PARALLEL; more would wait in its own
 * queue, 512 long). A short queue of ours smooths two callers who end a sentence together; beyond it the answer is no, at once.
 */
export class Slots {
  readonly #places: number;
  readonly #queueBound: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number, queueBound: number) {
    this.#places = places;
    this.#queueBound = queueBound;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Resolves with what gives the place back, once there is one.
   * @returns null when the queue is full
   * @throws the signal's reason when it aborts while waiting
   */
  async enter(signal: AbortSignal): Promise<(() => void) | null> {
    signal.throwIfAborted();
    if (this.#taken < this.#places) this.#taken += 1;
    else if (this.#waiting.length >= this.#queueBound) return null;
    else await this.#wait(signal);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = this.#waiting.shift();
      // The place goes to who waits, without ever being free.
      if (next) next();
      else this.#taken -= 1;
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      const enter = (): void => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      this.#waiting.push(enter);
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}
