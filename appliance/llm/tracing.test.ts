import { expect, test, vi } from 'vitest';
import { always } from '#fakes/model-script.ts';
import { openOllama } from '#fakes/ollama-server.ts';
import { openCollector } from '#fakes/otlp-collector.ts';
import { PROMPT, openRouter } from '#fakes/ready-router.ts';
import { openTracing } from '#observe/tracing.ts';

const question = { prompt: PROMPT, check: (text: string) => text, call: 'call-7' };

test('a collector gets a span a question, with tokens, cost and outcome, and not a word of what was said', async () => {
  await using collector = await openCollector();
  await using server = await openOllama(always('{"intent":"my lights are out"}'));
  const close = openTracing('core', collector.url);
  try {
    using asked = openRouter({
      servers: [{ name: 'near', url: server.url, model: 'llama3.1:8b', price: { prompt: 1, answer: 1 } }],
    });
    await asked.ready();
    await asked.router.ask(question);
  } finally {
    await close();
  }
  const sent = collector.bodies.join('');
  for (const part of [
    'chat llama3.1:8b',
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.output_tokens',
    'gen_ai.response.time_to_first_chunk',
    'pilotlight.micro_dollars',
    'call-7',
    'pilotlight.outcome',
  ])
    expect(sent).toContain(part);
  expect(sent).not.toContain('lights');
});

test('an answer that was had before has a span that says so', async () => {
  await using collector = await openCollector();
  await using server = await openOllama(always('{"intent":"my lights are out"}'));
  const close = openTracing('core', collector.url);
  try {
    using asked = openRouter({ servers: [{ name: 'near', url: server.url, model: 'llama3.1:8b' }] });
    await asked.ready();
    await asked.router.ask({ ...question, keep: () => true });
    await asked.router.ask({ ...question, keep: () => true, call: 'call-8' });
  } finally {
    await close();
  }
  const sent = collector.bodies.join('');
  expect(sent).toContain('call-8');
  expect(sent.match(/pilotlight.cached/g)).toHaveLength(1);
  expect(sent).not.toContain('lights');
});

test('a broken answer, which holds what the caller said, is printed nowhere', async () => {
  const printed = (['log', 'warn', 'error', 'info'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => undefined),
  );
  try {
    await using server = await openOllama((_, index) =>
      index === 0 ? { do: 'garble' } : { do: 'refuse', status: 500 },
    );
    using asked = openRouter({ servers: [{ url: server.url, model: 'llama3.1:8b' }] });
    await asked.ready();
    expect((await asked.router.ask(question)).failure).toBe('llm_broken');
    expect((await asked.router.ask(question)).failure).toBe('llm_refused');
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  } finally {
    for (const spy of printed) spy.mockRestore();
  }
});
