import { expect, test } from 'vitest';
import { always } from '#fakes/model-script.ts';
import { openOllama } from '#fakes/ollama-server.ts';
import { PROMPT, openRouter } from '#fakes/ready-router.ts';
import type { LlmTrial } from '#shared/config/llm.ts';
import { armOf } from './trial.ts';

const KEY = Buffer.alloc(32, 7);
const TRIAL: LlmTrial = {
  task: 'read',
  usual: { server: 'near', model: 'llama3.1:8b' },
  trial: { server: 'far', model: 'qwen2.5:7b' },
  share: 0.3,
};
const CALLS = Array.from({ length: 2000 }, (_, i) => `call-${i}`);
const given = (trial: LlmTrial, key = KEY) => CALLS.map((call) => armOf(call, trial, key));
const alike = (a: readonly string[], b: readonly string[]) => a.filter((arm, i) => arm === b[i]).length;

test('a call has the same arm each time, and the share of calls is the one that is set', () => {
  expect(given(TRIAL)).toEqual(given(TRIAL));
  for (const share of [0.01, 0.3, 0.5, 0.99]) {
    const trials = given({ ...TRIAL, share }).filter((arm) => arm === 'trial').length;
    // Four standard deviations of a share of 2000.
    expect(Math.abs(trials - 2000 * share)).toBeLessThan(4 * Math.sqrt(2000 * share * (1 - share)));
  }
});

test('who has the trial at a small share has it at a larger one, and another pair or box deals anew', () => {
  const small = given(TRIAL);
  const large = given({ ...TRIAL, share: 0.6 });
  expect(small.every((arm, i) => arm === 'usual' || large[i] === 'trial')).toBe(true);
  const half = given({ ...TRIAL, share: 0.5 });
  const others = [
    given({ ...TRIAL, share: 0.5, trial: { server: 'far', model: 'qwen3:4b' } }),
    given({ ...TRIAL, share: 0.5 }, Buffer.alloc(32, 8)),
  ];
  for (const other of others) expect(Math.abs(alike(half, other) - 1000)).toBeLessThan(4 * Math.sqrt(500));
});

const question = { prompt: PROMPT, check: (text: string) => text, call: 'call-1' };
const servers = (near: string, far: string) => [
  { name: 'near', url: near, model: 'llama3.1:8b', first_ms: 8000, connect_ms: 5000 },
  { name: 'far', url: far, model: 'qwen2.5:7b', first_ms: 8000, connect_ms: 5000 },
];

test.each([
  ['usual', ['near']],
  [null, ['near']],
  ['trial', ['far']],
] as const)('arm %s: its own server is asked', async (arm, asked) => {
  await using near = await openOllama(always('near'));
  await using far = await openOllama(always('far'), { models: ['qwen2.5:7b'] });
  // On trial, a server is nobody else's first choice, wherever it stands in the list.
  using router = openRouter({ servers: servers(near.url, far.url).toReversed(), trial: { server: 'far' } });
  await router.ready();
  const { tries } = await router.router.ask({ ...question, arm });
  expect(tries.map(({ server }) => server)).toEqual(asked);
});

test.each([
  ['trial', ['far', 'near']],
  ['usual', ['near', 'far']],
] as const)('arm %s: when its server fails the other one answers', async (arm, asked) => {
  const bad = () => ({ do: 'refuse', status: 500 }) as const;
  await using near = await openOllama(arm === 'usual' ? bad : always('near'));
  await using far = await openOllama(arm === 'trial' ? bad : always('far'), { models: ['qwen2.5:7b'] });
  using router = openRouter({ servers: servers(near.url, far.url), trial: { server: 'far' } });
  await router.ready();
  const found = await router.router.ask({ ...question, arm });
  expect(found.value).not.toBeNull();
  expect(found.tries.map(({ server }) => server)).toEqual(asked);
});

test('without money for the trial its calls go to the usual server, and one task on trial leaves the other alone', async () => {
  await using near = await openOllama(always('near'));
  await using far = await openOllama(always('far'), { models: ['qwen2.5:7b'] });
  const [first, second] = servers(near.url, far.url);
  if (!first || !second) throw new Error('no servers');
  using router = openRouter({
    servers: [first, { ...second, price: { prompt: 1, answer: 1 } }],
    trial: { server: 'far' },
    budget_day: 0.00001,
  });
  await router.ready();
  const asked = async (task: 'read' | 'phrase') =>
    (await router.router.ask({ ...question, prompt: { ...PROMPT, task }, arm: 'trial' })).tries.map(
      ({ server }) => server,
    );
  expect(await asked('phrase')).toEqual(['near']);
  expect(await asked('read')).toEqual(['far']);
  expect(await asked('read')).toEqual(['near']);
});
