import { expect, test } from 'vitest';
import { always, type Behaviour } from '#fakes/model-script.ts';
import { openOllama } from '#fakes/ollama-server.ts';
import { PROMPT, openRouter } from '#fakes/ready-router.ts';

const question = {
  prompt: PROMPT,
  check: (text: string) => (text.startsWith('{') ? text : null),
  keep: () => true,
  call: 'call-1',
};
const near = (url: string, more: object = {}) => ({
  name: 'near',
  url,
  model: 'llama3.1:8b',
  first_ms: 8000,
  connect_ms: 5000,
  ...more,
});
const GOOD = always('{"intent":"book"}');

test('the same question is asked once, and the second answer costs neither time nor money', async () => {
  await using server = await openOllama(GOOD);
  using asked = openRouter({ servers: [near(server.url, { price: { prompt: 1, answer: 2 } })] });
  await asked.ready();
  const first = await asked.router.ask(question);
  const second = await asked.router.ask({ ...question, call: 'call-2' });
  expect(second.value).toBe(first.value);
  expect(first.tries).toMatchObject([{ cached: false, microDollars: 21 }]);
  expect(second.tries).toMatchObject([{ server: 'near', outcome: 'ok', cached: true, microDollars: 0, firstMs: null }]);
  await asked.router.ask({ ...question, prompt: { ...PROMPT, now: 'something else' } });
  expect(server.questions).toHaveLength(2);
});

test.each([
  ['a question that says nothing of keeping', { keep: undefined }, {}],
  ['an answer that is not to be kept', { keep: () => false }, {}],
  ['no cache', {}, { cache_entries: 0 }],
])('%s: asked again', async (_, more, settings) => {
  await using server = await openOllama(GOOD);
  using asked = openRouter({ servers: [near(server.url)], ...settings });
  await asked.ready();
  const { keep, ...plain } = { ...question, ...more };
  for (let i = 0; i < 2; i++) await asked.router.ask({ ...plain, ...(keep === undefined ? {} : { keep }) });
  expect(server.questions).toHaveLength(2);
});

const BAD: readonly (readonly [string, Behaviour])[] = [
  ['nonsense', { do: 'answer', text: 'sure thing' }],
  ['an answer that ran out of room', { do: 'run_out', text: '{"intent":"bo' }],
  ['a cut one', { do: 'cut', text: '{"intent":"book","and":"more words than one"}' }],
  ['a refusal', { do: 'refuse', status: 500 }],
];

test.each(BAD)('%s is never kept', async (_, bad) => {
  let good = false;
  await using server = await openOllama(() => (good ? { do: 'answer', text: '{"intent":"book"}' } : bad));
  using asked = openRouter({ servers: [near(server.url)], deadline_ms: 5000 });
  await asked.ready();
  expect((await asked.router.ask(question)).value).toBeNull();
  good = true;
  expect(await asked.router.ask(question)).toMatchObject({ value: '{"intent":"book"}', tries: [{ cached: false }] });
});

test('what was answered before also serves while the server is away, and when the money is spent', async () => {
  const server = await openOllama(GOOD);
  using asked = openRouter({
    servers: [near(server.url, { price: { prompt: 1, answer: 1 } })],
    budget_day: 0.00001,
  });
  await asked.ready();
  await asked.router.ask(question);
  const other = { ...question, prompt: { ...PROMPT, now: 'something else' } };
  expect(await asked.router.ask(other)).toEqual({ value: null, failure: 'llm_budget', tries: [] });
  expect((await asked.router.ask(question)).value).toBe('{"intent":"book"}');
  await server.close();
  expect(await asked.router.ask(question)).toMatchObject({ failure: null, tries: [{ cached: true }] });
});
