import { type Span, SpanStatusCode } from '@opentelemetry/api';
import type { LlmConfig, LlmServer } from '#shared/config/llm.ts';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#observe/log.ts';
import { tracerOf } from '#observe/tracer.ts';
import type { AnswerCache } from './answer-cache.ts';
import { DayBudget, microDollars } from './cost.ts';
import { createModel } from './create.ts';
import { Engine } from './engine.ts';
import { type LlmFault, faultOf, llmFault } from './faults.ts';
import type { Prompt } from './port.ts';
import type { Arm } from './trial.ts';

/** One question to one server, for the record. */
export interface Try {
  readonly server: string;
  readonly model: string;
  readonly task: Prompt['task'];
  readonly outcome: 'ok' | LlmFault;
  /** Null where no answer came. */
  readonly promptTokens: number | null;
  readonly answerTokens: number | null;
  readonly firstMs: number | null;
  readonly totalMs: number;
  /** Estimated from the letters where the server counted no tokens. */
  readonly microDollars: number;
  /** The answer was had before: nobody was asked. */
  readonly cached: boolean;
}

export interface Asked<T> {
  /** Null when no server gave an answer that can be used in time. */
  readonly value: T | null;
  /** The last reason, when there is no value. */
  readonly failure: LlmFault | null;
  readonly tries: readonly Try[];
}

export interface Question<T> {
  readonly prompt: Prompt;
  /** The answer in our own terms; null when it is not of the shape that was asked for. */
  readonly check: (text: string) => T | null;
  /** May a good answer be kept for who asks the same? Only where it depends on nothing but the prompt. Never, when left out. */
  readonly keep?: (value: T) => boolean;
  /** The call it is for. */
  readonly call: string;
  /** What the call was given, while two models are compared; null or left out: the usual. */
  readonly arm?: Arm | null;
  /** Ends the question from outside: something else came meanwhile. */
  readonly signal?: AbortSignal;
}

/** A second try at the same server needs this much of the deadline. */
const ENOUGH = 0.5;

/** Which model answers: by task, in the order of the configuration, as long as time and money are left. */
export class LlmRouter {
  readonly engines: readonly Engine[];
  readonly #config: LlmConfig;
  readonly #clock: Clock;
  readonly #budget: DayBudget;
  readonly #cache: AnswerCache | null;
  readonly #tracer = tracerOf('llm');

  constructor(parts: {
    config: LlmConfig;
    clock: Clock;
    log: Log;
    /** Names the shop's day an instant is on. */
    dayOf: (now: number) => string;
    /** Micro-dollars spent today before this start. */
    spentToday?: number;
    /** Answers to questions that were asked before; each is asked anew when left out. */
    cache?: AnswerCache | null;
    onChange?: () => void;
  }) {
    const { config, clock, log, onChange } = parts;
    this.#config = config;
    this.#clock = clock;
    this.#cache = parts.cache ?? null;
    this.#budget = new DayBudget(config.budgetDay, parts.dayOf(clock.now()), parts.spentToday ?? 0, parts.dayOf);
    this.engines = config.servers.map(
      (server) =>
        new Engine({
          model: createModel(server),
          config: server,
          clock,
          log,
          ...(onChange ? { onChange } : {}),
        }),
    );
  }

  start(warm: readonly Prompt[]): void {
    for (const engine of this.engines) engine.start(warm);
  }

  /** Resolves when every server was looked for once, found or not. */
  async looked(): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine.looked));
  }

  stop(): void {
    for (const engine of this.engines) engine.stop();
  }

  /** Is any server ready for this task now? */
  ready(task: Prompt['task']): boolean {
    return this.engines.some((engine) => engine.ready && engine.config.tasks.includes(task));
  }

  /** Asks until there is an answer, the servers are through, or the deadline has passed. Never throws. */
  async ask<T>(question: Question<T>): Promise<Asked<T>> {
    const { deadlineMs } = this.#config;
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(llmFault('llm_late', 'asked', 'took too long', 'Use a smaller model or a faster GPU.')),
      deadlineMs,
    );
    const overtaken = new AbortController();
    const overtake = (): void =>
      overtaken.abort(llmFault('llm_overtaken', 'asked', 'came too late', 'None is needed.'));
    question.signal?.addEventListener('abort', overtake, { once: true });
    if (question.signal?.aborted === true) overtake();
    const signal = AbortSignal.any([deadline.signal, overtaken.signal]);
    const started = this.#clock.monotonic();
    const tries: Try[] = [];
    let failure: LlmFault = 'llm_down';
    try {
      const queue = this.#inOrder(question);
      const able = queue.filter((engine) => this.#able(engine));
      if (able.length === 0 && this.ready(question.prompt.task)) failure = 'llm_budget';
      for (let engine = queue.shift(); engine && !signal.aborted; engine = queue.shift()) {
        // An answer that was had before also serves while its server is away, or costs too much.
        const known = this.#again(engine, question);
        if (known !== null) return { value: known.value, failure: null, tries: [...tries, known.made] };
        if (!able.includes(engine)) continue;
        const { value, made } = await this.#once(engine, question, signal);
        tries.push(made);
        if (value !== null) return { value, failure: null, tries };
        failure = made.outcome === 'ok' ? 'llm_nonsense' : made.outcome;
        const timeLeft = deadlineMs - (this.#clock.monotonic() - started) >= deadlineMs * ENOUGH;
        if (failure === 'llm_nonsense' && tries.length === 1 && able.length === 1 && timeLeft) queue.push(engine);
      }
      return { value: null, failure, tries };
    } finally {
      clearTimeout(timer);
      question.signal?.removeEventListener('abort', overtake);
    }
  }

  /** As configured; a server that is on trial is the first of its arm, and the last of everybody else. */
  #inOrder({ arm, prompt: { task } }: Pick<Question<unknown>, 'arm' | 'prompt'>): Engine[] {
    const { trial } = this.#config;
    const able = this.engines.filter(({ config: { tasks } }) => tasks.includes(task));
    if (trial?.task !== task) return able;
    const tried = able.filter(({ config: { name } }) => name === trial.trial.server);
    const others = able.filter((engine) => !tried.includes(engine));
    return arm === 'trial' ? [...tried, ...others] : [...others, ...tried];
  }

  /** Is it there, and is there money for it? */
  #able({ ready, config: { price } }: Engine): boolean {
    return ready && ((price.prompt === 0 && price.answer === 0) || this.#budget.allows(this.#clock.now()));
  }

  /** The answer this server gave to the same question before; null when there is none. */
  #again<T>({ config }: Engine, { prompt, check, call, keep }: Question<T>): { value: T; made: Try } | null {
    if (this.#cache === null || keep === undefined) return null;
    const started = this.#clock.monotonic();
    const text = this.#cache.get(config, prompt);
    const value = text === null ? null : check(text);
    if (value === null) return null;
    const span = this.#span(config, prompt, call);
    span.setAttributes({ 'pilotlight.outcome': 'ok', 'pilotlight.cached': true, 'pilotlight.micro_dollars': 0 });
    span.end();
    const made: Try = {
      server: config.name,
      model: config.model,
      task: prompt.task,
      outcome: 'ok',
      promptTokens: null,
      answerTokens: null,
      firstMs: null,
      totalMs: this.#clock.monotonic() - started,
      microDollars: 0,
      cached: true,
    };
    return { value, made };
  }

  #span({ kind, model, name }: LlmServer, { task }: Prompt, call: string): Span {
    return this.#tracer.startSpan(`chat ${model}`, {
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': kind,
        'gen_ai.request.model': model,
        'pilotlight.server': name,
        'pilotlight.task': task,
        'pilotlight.call': call,
      },
    });
  }

  async #once<T>(
    engine: Engine,
    { prompt, check, call, keep }: Question<T>,
    signal: AbortSignal,
  ): Promise<{ value: T | null; made: Try }> {
    const { name, model, price } = engine.config;
    const started = this.#clock.monotonic();
    const span = this.#span(engine.config, prompt, call);
    let value: T | null = null;
    let outcome: Try['outcome'] = 'ok';
    let usage: { promptTokens: number; answerTokens: number } | null = null;
    let firstMs: number | null = null;
    let letters = 0;
    try {
      const answer = await engine.ask(prompt, signal);
      ({ usage, firstMs } = answer);
      letters = answer.text.length;
      value = check(answer.text);
      engine.judge(value !== null);
      if (value === null) outcome = 'llm_nonsense';
      else if (keep?.(value) === true) this.#cache?.put(engine.config, prompt, answer.text);
    } catch (error) {
      outcome = faultOf(error);
    }
    const free = outcome === 'llm_down' || outcome === 'llm_busy' || outcome === 'llm_unreachable';
    const cost = free ? 0 : microDollars(price, usage, prompt.fixed.length + prompt.now.length, letters);
    this.#budget.spend(this.#clock.now(), cost);
    const made: Try = {
      server: name,
      model,
      task: prompt.task,
      outcome,
      promptTokens: usage?.promptTokens ?? null,
      answerTokens: usage?.answerTokens ?? null,
      firstMs,
      totalMs: this.#clock.monotonic() - started,
      microDollars: cost,
      cached: false,
    };
    span.setAttributes({
      'pilotlight.outcome': outcome,
      'pilotlight.micro_dollars': cost,
      ...(usage === null
        ? {}
        : { 'gen_ai.usage.input_tokens': usage.promptTokens, 'gen_ai.usage.output_tokens': usage.answerTokens }),
      ...(firstMs === null ? {} : { 'gen_ai.response.time_to_first_chunk': firstMs / 1000 }),
    });
    if (outcome !== 'ok') span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
    span.end();
    return { value, made };
  }
}
