/** What a creating request came to. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** One wish to create something, as its client names it. */
export interface Creation {
  readonly businessId: string;
  /** `actorOf` the principal. */
  readonly actor: string;
  readonly route: string;
  readonly key: string;
  /** Parameters and body. */
  readonly wish: unknown;
}

/** Answers to requests with an Idempotency-Key. */
export interface Answers {
  /**
   * Does the work and keeps its answer, in one transaction; who asks the same again gets that answer, also while the first is still at work.
   * @throws PilotError `api.key_reused` when something else was wished with this key; what `work` throws, and then nothing is kept
   */
  once(creation: Creation, work: () => Promise<Answer>): Promise<Answer>;
}
