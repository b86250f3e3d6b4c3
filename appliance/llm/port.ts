/** What a model is asked to do; servers are chosen by it. */
export type Task = 'read' | 'phrase';

/**
 * One question to a language model. `fixed` is the same for every question of its task and comes first, so that a server finds
 * it in its prefix cache; what changes from turn to turn stands in `now` alone.
 */
export interface Prompt {
  readonly task: Task;
  readonly fixed: string;
  readonly now: string;
  /** JSON schema of the answer, flat, enums instead of patterns (a pattern a server cannot parse drops the schema); null for plain text. */
  readonly format: Readonly<Record<string, unknown>> | null;
  readonly maxTokens: number;
}

export interface Usage {
  readonly promptTokens: number;
  readonly answerTokens: number;
}

/** A piece of an answer as it comes. The last one is `end`; an answer without it was cut. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  /** `whole` is false when the answer ran into `maxTokens`; usage is null where the server tells none. */
  | { readonly kind: 'end'; readonly usage: Usage | null; readonly whole: boolean };

/** One model on one server. */
export interface LanguageModel {
  /** The server's name in the configuration. */
  readonly name: string;
  readonly tag: string;
  /** Where it is reached, for the check whether anything listens there. */
  readonly url: string;
  /**
   * Asks, and gives the answer as it comes. Ends at once when the signal aborts.
   * @throws PilotError `llm_unreachable`, `llm_refused`, `llm_busy`, `llm_broken`; on abort the signal's reason
   */
  stream(prompt: Prompt, signal: AbortSignal): AsyncIterable<Piece>;
  /**
   * Is the server there, and has it this model?
   * @throws PilotError `llm_unreachable`, `llm_refused`, `llm_no_model`
   */
  probe(signal: AbortSignal): Promise<void>;
}
