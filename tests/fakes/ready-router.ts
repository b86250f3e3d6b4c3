import { AnswerCache } from '#llm/answer-cache.ts';
import { LlmRouter } from '#llm/router.ts';
import type { Prompt } from '#llm/port.ts';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import type { Clock } from '#shared/clock.ts';
import { completeLlm } from '#shared/config/llm.ts';

export type LlmSettings = NonNullable<Parameters<typeof completeLlm>[0]>;

export const PROMPT: Prompt = {
  task: 'read',
  fixed: 'You read what callers say. Answer in JSON.',
  now: 'my lights are out',
  format: { type: 'object', properties: { intent: { enum: ['book', 'other'] } }, required: ['intent'] },
  maxTokens: 60,
};

/** A router on real sockets; `changed` resolves when a server comes or goes. */
export const openRouter = (settings: LlmSettings, clock: Clock = systemClock(), spentToday = 0) => {
  const config = completeLlm({ deadline_ms: 5000, ...settings });
  if (config === null) throw new Error('no servers');
  const waiting: (() => void)[] = [];
  const router = new LlmRouter({
    config,
    clock,
    log: silentLog(),
    dayOf: (now) => new Date(now).toISOString().slice(0, 10),
    spentToday,
    cache:
      config.cache === null
        ? null
        : new AnswerCache(Buffer.alloc(32, 7), { ...config.cache, bytes: 1_000_000 }, () => clock.monotonic()),
    onChange: () => {
      for (const told of waiting.splice(0)) told();
    },
  });
  const changed = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  return {
    router,
    changed,
    /** Resolves when every server is ready. */
    async ready(): Promise<void> {
      const first = changed();
      router.start([PROMPT]);
      await first;
      while (!router.engines.every((engine) => engine.ready)) await changed();
    },
    [Symbol.dispose]: () => router.stop(),
  };
};
