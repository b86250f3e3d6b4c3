import type { LlmServer } from '#shared/config/llm.ts';
import type { Clock } from '#shared/clock.ts';
import { messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';
import { wholeAnswer, type WholeAnswer } from './answer.ts';
import { type Breaker, failed, probing, unproven, worked } from './breaker.ts';
import { type LlmFault, faultOf, llmFault, rootCause } from './faults.ts';
import type { LanguageModel, Prompt } from './port.ts';
import { Slots } from './slots.ts';

/** A cold model is loaded from disk first. */
const LOADING_MS = 120_000;

export interface EngineParts {
  readonly model: LanguageModel;
  readonly config: LlmServer;
  readonly clock: Clock;
  readonly log: Log;
  /** Told whenever it becomes ready or stops being so. */
  readonly onChange?: () => void;
}

/** What is the caller's or ours alone says nothing about the server. */
const NOT_ITS_FAULT: ReadonlySet<LlmFault> = new Set(['llm_overtaken', 'llm_down', 'llm_budget']);

/**
 * One server as callers may use it: a place or none, time-outs, and a breaker whose recovery is found out by questions of
 * our own. It starts as not ready; the first warm-up loads the model and fills the prefix cache of every slot.
 */
export class Engine {
  readonly config: LlmServer;
  readonly #parts: EngineParts;
  readonly #slots: Slots;
  #breaker: Breaker = unproven;
  #warm: readonly Prompt[] = [];
  #timer: NodeJS.Timeout | null = null;
  readonly #ending = new AbortController();
  #why = 'not asked yet';
  readonly #looked = Promise.withResolvers<void>();
  #lookedOnce = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.config = parts.config;
    this.#slots = new Slots(parts.config.parallel, parts.config.queue);
  }

  get ready(): boolean {
    return this.#breaker.state === 'closed';
  }

  /** Why it is not ready, for people. */
  get why(): string {
    return this.#why;
  }

  /** Looks for the server, and goes on looking. @param warm the prompts whose fixed part is to be in its cache */
  start(warm: readonly Prompt[]): void {
    this.#warm = warm.filter(({ task }) => this.config.tasks.includes(task));
    this.#schedule();
  }

  /** Resolves when it was looked for once, found or not. */
  get looked(): Promise<void> {
    return this.#looked.promise;
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#ending.abort(new Error('stopped'));
  }

  /**
   * Asks it once.
   * @throws PilotError `llm_down` or `llm_busy` at once; else `llm_*`
   */
  async ask(prompt: Prompt, signal: AbortSignal): Promise<WholeAnswer> {
    const { model, config, clock } = this.#parts;
    if (!this.ready) throw llmFault('llm_down', config.name, 'is down', `See why: ${this.#why}`);
    const leave = await this.#slots.enter(signal);
    if (leave === null)
      throw llmFault('llm_busy', config.name, 'has no place now', 'Raise parallel there and here, or add a server.');
    try {
      return await wholeAnswer(model, prompt, config, signal, () => clock.monotonic());
    } catch (error) {
      this.#count(error);
      throw error;
    } finally {
      leave();
    }
  }

  /** What a whole answer was worth: nonsense counts as a failure, so that a model that knows nothing else is left alone. */
  judge(useful: boolean): void {
    if (!useful) this.#count(llmFault('llm_nonsense', this.config.name, 'answers nonsense', 'Choose another model.'));
    else if (this.ready) this.#breaker = worked();
  }

  #count(error: unknown): void {
    const { clock, log, onChange } = this.#parts;
    // It failed already while this answer was on its way.
    if (!this.ready || NOT_ITS_FAULT.has(faultOf(error))) return;
    this.#breaker = failed(this.#breaker, clock.monotonic(), faultOf(error) === 'llm_unreachable');
    if (this.ready) return;
    this.#why = messageOf(error);
    log.warn({ server: this.config.name, code: faultOf(error) }, 'a language model is not asked for now');
    onChange?.();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#timer) clearTimeout(this.#timer);
    const wait = Math.max(0, this.#breaker.retryAt - this.#parts.clock.monotonic());
    this.#timer = setTimeout(() => void this.#probe(), wait);
    // Somebody may wait for the first look.
    if (this.#lookedOnce) this.#timer.unref();
  }

  /** Never fails: what goes wrong is the next state. */
  async #probe(): Promise<void> {
    const { model, config, clock, log, onChange } = this.#parts;
    this.#breaker = probing(this.#breaker);
    const signal = AbortSignal.any([this.#ending.signal, AbortSignal.timeout(LOADING_MS)]);
    try {
      await model.probe(signal);
      const warm = this.#warm.map((prompt) => ({ ...prompt, format: null, maxTokens: 1 }));
      // One question a slot, all at once: each slot of the server keeps a cache of its own.
      const asked = warm.flatMap((prompt) =>
        Array.from({ length: config.parallel }, () => this.#warmUp(prompt, signal)),
      );
      await Promise.all(asked);
      this.#breaker = worked();
      this.#why = '';
      log.info({ server: config.name, model: config.model }, 'a language model is ready');
      onChange?.();
    } catch (error) {
      if (this.#ending.signal.aborted) return;
      this.#why = messageOf(error);
      log.debug({ server: config.name, cause: rootCause(error) }, 'a language model cannot be had');
      this.#breaker = failed(this.#breaker, clock.monotonic());
      this.#schedule();
    } finally {
      this.#lookedOnce = true;
      this.#looked.resolve();
    }
  }

  /** One token is asked for; that the answer ran out of room is what is wanted. */
  async #warmUp(prompt: Prompt, signal: AbortSignal): Promise<void> {
    for await (const piece of this.#parts.model.stream(prompt, signal)) if (piece.kind === 'end') return;
  }
}
