import { expect, test } from 'vitest';
import { PROMPT } from '#fakes/ready-router.ts';
import { completeLlm, type LlmServer } from '#shared/config/llm.ts';
import { AnswerCache } from './answer-cache.ts';

const serverOf = (more: object = {}): LlmServer => {
  const [server] = completeLlm({ servers: [{ model: 'llama3.1:8b', ...more }] })?.servers ?? [];
  if (!server) throw new Error('no server');
  return server;
};
const SERVER = serverOf();
const saying = (now: string) => ({ ...PROMPT, now });

const open = (bounds: Partial<{ entries: number; bytes: number; ageMs: number }> = {}) => {
  let now = 0;
  const cache = new AnswerCache(
    Buffer.alloc(32, 7),
    { entries: 100, bytes: 1_000_000, ageMs: 60_000, ...bounds },
    () => now,
  );
  return { cache, move: (ms: number) => (now += ms) };
};

test.each([
  ['the model', serverOf({ model: 'qwen2.5:7b' }), PROMPT],
  ['the server', serverOf({ url: 'http://192.0.2.9:11434' }), PROMPT],
  ['its kind', serverOf({ kind: 'openai', url: SERVER.url }), PROMPT],
  ['its options', serverOf({ context: 8192 }), PROMPT],
  ['the words', SERVER, saying('my lights are on')],
  ['the playbook in the prompt', SERVER, { ...PROMPT, fixed: `${PROMPT.fixed} Be kind.` }],
  ['the schema', SERVER, { ...PROMPT, format: { type: 'object' } }],
  ['the room for the answer', SERVER, { ...PROMPT, maxTokens: 61 }],
  ['the task', SERVER, { ...PROMPT, task: 'phrase' as const }],
])('an answer is for the same question alone: not once %s is another', (_, server, prompt) => {
  const { cache } = open();
  cache.put(SERVER, PROMPT, 'yes');
  expect(cache.get(SERVER, { ...PROMPT })).toBe('yes');
  expect(cache.get(server, prompt)).toBeNull();
});

test('it holds no more answers than it may, and the least lately used goes first', () => {
  const { cache } = open({ entries: 2 });
  cache.put(SERVER, saying('a'), 'A');
  cache.put(SERVER, saying('b'), 'B');
  cache.get(SERVER, saying('a'));
  cache.put(SERVER, saying('c'), 'C');
  expect(['a', 'b', 'c'].map((words) => cache.get(SERVER, saying(words)))).toEqual(['A', null, 'C']);
});

test('it holds no more bytes than it may, whatever is put in again', () => {
  const { cache } = open({ bytes: 3000 });
  for (let i = 0; i < 50; i++) cache.put(SERVER, saying('a'), 'x'.repeat(1000));
  cache.put(SERVER, saying('b'), 'y'.repeat(1000));
  expect(cache.size).toBe(2);
  cache.put(SERVER, saying('c'), 'z'.repeat(1500));
  expect(['a', 'b', 'c'].map((words) => cache.get(SERVER, saying(words)) !== null)).toEqual([false, true, true]);
  cache.put(SERVER, saying('d'), 'w'.repeat(5000));
  expect(cache.size).toBe(0);
});

test('an answer is gone when its time is over, also one that was used all along, and leaves the memory', () => {
  const { cache, move } = open({ ageMs: 60_000 });
  cache.put(SERVER, saying('a'), 'A');
  move(59_999);
  expect(cache.get(SERVER, saying('a'))).toBe('A');
  cache.put(SERVER, saying('b'), 'B');
  move(1);
  expect(cache.get(SERVER, saying('b'))).toBe('B');
  expect(cache.size).toBe(1);
  expect(cache.get(SERVER, saying('a'))).toBeNull();
});
