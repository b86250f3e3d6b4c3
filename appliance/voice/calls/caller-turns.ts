/** What we were saying when the caller began to speak: decides whether a read-back can have been confirmed. */
export interface Beginning {
  /** The last of core's says that had been heard whole. */
  readonly after: string | undefined;
  /** The say of core's that was being heard. */
  readonly during: string | undefined;
}

/** Utterances begun and not yet understood. More than one can be open while the recognizer is slow. */
export class CallerTurns {
  readonly #open = new Map<string, Beginning>();

  began(utterance: string, beginning: Beginning): void {
    this.#open.set(utterance, beginning);
  }

  take(utterance: string): Beginning {
    const beginning = this.#open.get(utterance);
    this.#open.delete(utterance);
    return beginning ?? { after: undefined, during: undefined };
  }
}
