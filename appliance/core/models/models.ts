import { Temporal } from 'temporal-polyfill';
import type { DecideContext } from '#conversation/decide/context.ts';
import { ruleReading } from '#conversation/decide/reading-of.ts';
import { phrasePrompt, phraseQuestion, readPrompt, readQuestion } from '#conversation/language/en-US/model-prompt.ts';
import { modelFormat, parseModelReading, type ModelHelp, type ModelReading } from '#conversation/read/model/reading.ts';
import { asksFreely, needsModel } from '#conversation/read/model/unsure.ts';
import type { CallState } from '#conversation/state/state.ts';
import type { Playbook } from '#conversation/playbook/schema.ts';
import { AnswerCache } from '#llm/answer-cache.ts';
import { type Asked, LlmRouter, type Try } from '#llm/router.ts';
import type { Prompt } from '#llm/port.ts';
import { type Arm, armOf } from '#llm/trial.ts';
import type { Log } from '#observe/log.ts';
import type { HealthCheck } from '#shared/api/health.ts';
import type { Clock } from '#shared/clock.ts';
import type { LlmConfig } from '#shared/config/llm.ts';
import type { ModelTrial } from '#store/calls/model-trial.ts';
import type { BusinessStore } from '#store/store.ts';

/** What models gave for one utterance, and how. */
export interface Understanding {
  readonly help: ModelHelp;
  /** A model was wanted, and gave no reading in time: the rule reading stands. */
  readonly degraded: boolean;
  readonly tries: readonly Try[];
}

/** The language models as conversations use them. */
export interface Models {
  /** Are two models compared? */
  readonly compares: boolean;
  /** Which of two models a new call is given; null while none are compared. */
  assign(call: string): ModelTrial | null;
  /** Null when the rules have what is to be had. Never throws; over by the deadline. */
  understand(utterance: {
    readonly call: string;
    readonly text: string;
    readonly state: CallState;
    readonly context: DecideContext;
    /** What the call was given when it began. */
    readonly trials: readonly ModelTrial[];
    /** Ends it: something else came meanwhile. */
    readonly signal: AbortSignal;
  }): Promise<Understanding | null>;
  health(): Promise<HealthCheck>;
  /** Resolves when every server was looked for once, found or not. */
  looked(): Promise<void>;
  stop(): void;
}

/** More than the longest answer of the format; a model that goes on is cut off. */
const READ_TOKENS = 220;
const PHRASE_TOKENS = 40;
const CACHE_BYTES = 4 * 1024 ** 2;

/** Who somebody is and where they live is not said twice in the same words by two callers, and is not kept. */
const tellsOfNobody = ({ name_words, address_words, problem_words, urgent_words }: ModelReading): boolean =>
  name_words === '' && address_words === '' && !/\d/.test(problem_words + urgent_words);

interface ReadQuestion {
  readonly prompt: Prompt;
  readonly format: ReturnType<typeof modelFormat>;
}

const QUESTIONS = new WeakMap<Playbook, ReadQuestion>();

/** The reader's question by the playbook of a call, which may be older than the shop's: made once, so that servers know its words again. */
const questionBy = (playbook: Playbook): ReadQuestion => {
  const known = QUESTIONS.get(playbook);
  if (known) return known;
  const format = modelFormat(playbook);
  const fixed = readPrompt(playbook);
  const made: ReadQuestion = {
    prompt: { task: 'read', fixed, now: '', format: { ...format }, maxTokens: READ_TOKENS },
    format,
  };
  QUESTIONS.set(playbook, made);
  return made;
};

type Pair = Pick<ModelTrial, 'usual' | 'trial'>;
const samePair = (a: Pair, b: Pair): boolean =>
  (['usual', 'trial'] as const).every((arm) => a[arm].server === b[arm].server && a[arm].model === b[arm].model);

const NOT_ASKED: Asked<never> = { value: null, failure: null, tries: [] };

/** Builds them, and begins to look for their servers. */
export const openModels = async (parts: {
  config: LlmConfig;
  /** Its question is warmed up before the first call. */
  playbook: Playbook;
  zone: string;
  store: BusinessStore;
  /** Secrets of the box, each for one purpose. */
  keyFor: (purpose: string) => Buffer;
  clock: Clock;
  log: Log;
}): Promise<Models> => {
  const { config, playbook, zone, store, keyFor, clock, log } = parts;
  const dayStart = (now: number): Temporal.ZonedDateTime =>
    Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).startOfDay();
  const today = () => store.modelUse(dayStart(clock.now()).epochMilliseconds);
  const router = new LlmRouter({
    config,
    clock,
    log,
    dayOf: (now) => dayStart(now).toPlainDate().toString(),
    spentToday: (await today()).microDollars,
    cache:
      config.cache === null
        ? null
        : new AnswerCache(keyFor('llm.answers'), { ...config.cache, bytes: CACHE_BYTES }, () => clock.monotonic()),
  });
  const phrase: Prompt = { task: 'phrase', fixed: phrasePrompt(), now: '', format: null, maxTokens: PHRASE_TOKENS };
  const { prompt: read } = questionBy(playbook);
  const trialKey = keyFor('llm.trial');
  const armFor = (task: Prompt['task'], trials: readonly ModelTrial[]): Arm | null => {
    const { trial } = config;
    const given = trials.find((one) => one.task === task);
    // A call goes on with what it was given, unless that is compared no more.
    const holds = trial?.task === task && given !== undefined && samePair(trial, given);
    return holds ? given.arm : null;
  };
  router.start(config.phrase ? [read, phrase] : [read]);

  return {
    compares: config.trial !== null,
    assign(call) {
      const { trial } = config;
      if (trial === null) return null;
      const { task, trial: tried, usual } = trial;
      return { task, usual, trial: tried, arm: armOf(call, trial, trialKey) };
    },
    async understand({ call, text, state, context, trials, signal }) {
      const rule = ruleReading(state, context, text);
      if (!needsModel(rule, state)) return null;
      const kind = state.pending?.kind ?? 'open';
      const { prompt, format } = questionBy(context.playbook);
      const [reading, wording] = await Promise.all([
        router.ask({
          prompt: { ...prompt, now: readQuestion(text, kind) },
          check: (answer) => parseModelReading(answer, format),
          keep: tellsOfNobody,
          call,
          arm: armFor('read', trials),
          signal,
        }),
        config.phrase && asksFreely(rule)
          ? router.ask({
              prompt: { ...phrase, now: phraseQuestion(text) },
              check: (answer) => answer.trim().replace(/^"|"$/g, '') || null,
              call,
              arm: armFor('phrase', trials),
              signal,
            })
          : NOT_ASKED,
      ]);
      return {
        help: { reading: reading.value, phrase: wording.value },
        degraded: reading.value === null,
        tries: [...reading.tries, ...wording.tries],
      };
    },
    async health() {
      const down = router.engines.filter((engine) => !engine.ready);
      const ok = router.ready('read');
      const { asked, answered, cached, microDollars } = await today();
      const use = `today ${answered} of ${asked} questions answered, ${cached} not asked again, $${(microDollars / 1_000_000).toFixed(2)}`;
      return {
        name: 'language model',
        ok,
        detail: [...down.map(({ config: { name }, why }) => `${name} is down (${why})`), use].join('; '),
        fix: ok ? null : 'Callers are understood by rules alone. Start the server; pilot doctor looks closer.',
      };
    },
    looked: () => router.looked(),
    stop: () => router.stop(),
  };
};
