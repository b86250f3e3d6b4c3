import { expect, test } from 'vitest';
import { always, type Behaviour } from '#fakes/model-script.ts';
import { openOllama } from '#fakes/ollama-server.ts';
import { openOpenAi } from '#fakes/openai-server.ts';
import { PROMPT, openRouter } from '#fakes/ready-router.ts';
import { systemClock } from '#shared/clock.ts';

const intentOf = (text: string): string | null => {
  try {
    const value = JSON.parse(text) as { intent?: unknown };
    return typeof value.intent === 'string' ? value.intent : null;
  } catch {
    return null;
  }
};
const question = { prompt: PROMPT, check: intentOf, call: 'call-1' };
const patient = { first_ms: 8000, connect_ms: 5000 };
const ollama = (url: string, more: object = {}) => ({ name: 'near', url, model: 'llama3.1:8b', ...patient, ...more });
const openAi = (url: string, more: object = {}) => ({
  name: 'far',
  kind: 'openai' as const,
  url,
  model: 'qwen2.5-7b',
  ...patient,
  ...more,
});
const GOOD = always({ intent: 'book' });

test('Ollama: the answer, what it cost, and a request whose options never change', async () => {
  await using server = await openOllama(GOOD);
  using asked = openRouter({ servers: [ollama(server.url, { price: { prompt: 1, answer: 2 } })] });
  await asked.ready();
  const first = await asked.router.ask(question);
  await asked.router.ask({ ...question, prompt: { ...PROMPT, now: 'no heat' } });
  expect(first).toMatchObject({
    value: 'book',
    failure: null,
    tries: [{ server: 'near', model: 'llama3.1:8b', task: 'read', outcome: 'ok', promptTokens: 15, answerTokens: 3 }],
  });
  expect(first.tries[0]?.microDollars).toBe(15 + 2 * 3);
  const [one, two] = server.questions;
  expect(one?.body).toMatchObject({
    stream: true,
    keep_alive: -1,
    format: PROMPT.format,
    options: { num_ctx: 6144, temperature: 0, num_predict: 60 },
  });
  expect(one?.body['options']).toEqual(two?.body['options']);
  expect(one?.system).toBe(two?.system);
  expect(one?.body).not.toHaveProperty('think');
});

test('a server with OpenAI completions: the answer, its usage, the schema and the key', async () => {
  process.env['PILOT_TEST_LLM_KEY'] = 'sk-invented';
  await using server = await openOpenAi(GOOD, { key: 'sk-invented' });
  using asked = openRouter({ servers: [openAi(server.url, { key_env: 'PILOT_TEST_LLM_KEY' })] });
  await asked.ready();
  expect(await asked.router.ask(question)).toMatchObject({
    value: 'book',
    tries: [{ outcome: 'ok', promptTokens: 15, answerTokens: 3 }],
  });
  expect(server.questions[0]?.body['response_format']).toMatchObject({
    type: 'json_schema',
    json_schema: { strict: true, schema: PROMPT.format },
  });
});

test('before the first caller every slot is warmed with the prompt that stays the same', async () => {
  await using server = await openOllama(GOOD, { parallel: 3 });
  using asked = openRouter({ servers: [ollama(server.url, { parallel: 3 })] });
  await asked.ready();
  expect(server.warmUps()).toBe(3);
  expect(server.most()).toBe(3);
});

const text = JSON.stringify({ intent: 'book', and: 'some more words' });
const FAILURES: readonly (readonly [string, Behaviour, string])[] = [
  ['nonsense', { do: 'answer', text: 'I think you should call a plumber.' }, 'llm_nonsense'],
  ['another shape', { do: 'answer', text: '{"intent":7}' }, 'llm_nonsense'],
  ['half a JSON', { do: 'run_out', text: text.slice(0, 20) }, 'llm_broken'],
  ['a stream cut in the middle', { do: 'cut', text }, 'llm_broken'],
  ['no protocol', { do: 'garble' }, 'llm_broken'],
  ['an error', { do: 'refuse', status: 500 }, 'llm_refused'],
  ['a full queue', { do: 'refuse', status: 503 }, 'llm_busy'],
  ['no first word', { do: 'hang' }, 'llm_late'],
  ['no second word', { do: 'stall', text }, 'llm_late'],
];

/** Only where a time-out is the matter is time short; else a busy machine would make one. */
const patience = ({ do: kind }: Behaviour) => (kind === 'hang' ? 80 : 8000);
const deadline = ({ do: kind }: Behaviour) => (kind === 'stall' ? 400 : 10_000);

test.each(FAILURES)(
  'Ollama, %s: a failure with its name, in time, and the next server answers',
  async (_, bad, code) => {
    await using near = await openOllama(() => bad);
    await using far = await openOpenAi(GOOD);
    const first = ollama(near.url, { first_ms: patience(bad) });
    using alone = openRouter({ servers: [first], deadline_ms: deadline(bad) });
    await alone.ready();
    expect(await alone.router.ask(question)).toMatchObject({ value: null, failure: code });
    using both = openRouter({ servers: [first, openAi(far.url)], deadline_ms: deadline(bad) });
    await both.ready();
    const asked = await both.router.ask(question);
    // Who has said its first word is waited for until the deadline.
    if (bad.do === 'stall') expect(asked).toMatchObject({ value: null, failure: 'llm_late' });
    else expect(asked).toMatchObject({ value: 'book', tries: [{ outcome: code }, { server: 'far', outcome: 'ok' }] });
  },
);

test.each(FAILURES)('OpenAI completions, %s: a failure with its name, in time', async (_, bad, code) => {
  await using far = await openOpenAi(() => bad);
  using asked = openRouter({ servers: [openAi(far.url, { first_ms: patience(bad) })], deadline_ms: deadline(bad) });
  await asked.ready();
  expect(await asked.router.ask(question)).toMatchObject({ value: null, failure: code });
});

test('nonsense from the only server is asked for once more', async () => {
  await using server = await openOllama((_, index) =>
    index === 0 ? { do: 'answer', text: 'sure' } : { do: 'answer', text: '{"intent":"book"}' },
  );
  using asked = openRouter({ servers: [ollama(server.url)], deadline_ms: 5000 });
  await asked.ready();
  expect(await asked.router.ask(question)).toMatchObject({
    value: 'book',
    tries: [{ outcome: 'llm_nonsense' }, { outcome: 'ok' }],
  });
});

test('three failures in a row, and no caller waits for that server until it was seen to work', async () => {
  let bad = true;
  await using server = await openOllama(() =>
    bad ? { do: 'refuse', status: 500 } : { do: 'answer', text: '{"intent":"book"}' },
  );
  let skipped = 0;
  const real = systemClock();
  const clock = { now: () => real.now(), monotonic: () => real.monotonic() + skipped };
  using asked = openRouter({ servers: [ollama(server.url)] }, clock);
  await asked.ready();
  for (let i = 0; i < 3; i++) expect((await asked.router.ask(question)).failure).toBe('llm_refused');
  expect(await asked.router.ask(question)).toEqual({ value: null, failure: 'llm_down', tries: [] });
  expect(server.questions).toHaveLength(3);
  bad = false;
  // The wait of the breaker is over: the next probe goes out, and only then callers' questions do.
  const back = asked.changed();
  skipped = 60_000;
  asked.router.start([PROMPT]);
  await back;
  expect((await asked.router.ask(question)).value).toBe('book');
});

test('a server that is not there yet costs no caller a moment, and is used once it comes', async () => {
  const first = await openOllama(GOOD);
  const { port } = first;
  await first.close();
  let skipped = 0;
  const real = systemClock();
  const clock = { now: () => real.now(), monotonic: () => real.monotonic() + skipped };
  using asked = openRouter({ servers: [ollama(`http://127.0.0.1:${port}`)] }, clock);
  asked.router.start([PROMPT]);
  expect(await asked.router.ask(question)).toEqual({ value: null, failure: 'llm_down', tries: [] });
  await using _server = await openOllama(GOOD, { port });
  const back = asked.changed();
  skipped = 60_000;
  asked.router.start([PROMPT]);
  await back;
  expect((await asked.router.ask(question)).value).toBe('book');
});

test('one place and no queue: the second question is refused at once, and never sent', async () => {
  await using server = await openOllama(() => ({ do: 'hang' }));
  using asked = openRouter({ servers: [ollama(server.url, { queue: 0, first_ms: 5000 })], deadline_ms: 5000 });
  await asked.ready();
  const leave = new AbortController();
  const heard = server.asked();
  const slow = asked.router.ask({ ...question, signal: leave.signal });
  await heard;
  expect((await asked.router.ask(question)).failure).toBe('llm_busy');
  expect(server.questions).toHaveLength(1);
  leave.abort();
  expect((await slow).failure).toBe('llm_overtaken');
});

test('who waits in our queue gets the place when it is free', async () => {
  await using server = await openOllama((_, index) =>
    index === 0 ? { do: 'hang' } : { do: 'answer', text: '{"intent":"book"}' },
  );
  using asked = openRouter({ servers: [ollama(server.url, { queue: 1, first_ms: 5000 })], deadline_ms: 5000 });
  await asked.ready();
  const leave = new AbortController();
  const heard = server.asked();
  const slow = asked.router.ask({ ...question, signal: leave.signal });
  await heard;
  const next = asked.router.ask(question);
  leave.abort();
  expect((await next).value).toBe('book');
  expect((await slow).value).toBeNull();
});

test('a spent budget leaves only servers without a price', async () => {
  await using near = await openOllama(GOOD);
  await using far = await openOpenAi(GOOD);
  const servers = [openAi(far.url, { price: { prompt: 1, answer: 1 } }), ollama(near.url)];
  using asked = openRouter({ servers, budget_day: 0.00002 });
  await asked.ready();
  expect((await asked.router.ask(question)).tries.map(({ server }) => server)).toEqual(['far']);
  expect((await asked.router.ask(question)).tries.map(({ server }) => server)).toEqual(['far']);
  expect((await asked.router.ask(question)).tries.map(({ server }) => server)).toEqual(['near']);
  using spent = openRouter({ servers: servers.slice(0, 1), budget_day: 0.00002 }, systemClock(), 20);
  await spent.ready();
  expect(await spent.router.ask(question)).toEqual({ value: null, failure: 'llm_budget', tries: [] });
});

test('a model that is not on its server is never ready, and why is told', async () => {
  await using server = await openOllama(GOOD, { models: ['other:1b'] });
  using asked = openRouter({ servers: [ollama(server.url)] });
  asked.router.start([PROMPT]);
  await expect.poll(() => asked.router.engines[0]?.why).toContain('has no model llama3.1:8b');
  expect(asked.router.ready('read')).toBe(false);
});

test('a task goes only to servers that are given it', async () => {
  await using server = await openOllama(GOOD);
  using asked = openRouter({ servers: [ollama(server.url, { tasks: ['phrase'] })] });
  await asked.ready();
  expect((await asked.router.ask(question)).failure).toBe('llm_down');
  expect((await asked.router.ask({ ...question, prompt: { ...PROMPT, task: 'phrase' } })).value).toBe('book');
});
