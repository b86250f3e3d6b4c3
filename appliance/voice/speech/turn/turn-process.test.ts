import { afterEach, expect, test, vi } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { TurnProcess, type TurnProcessOptions } from './turn-process.ts';

const ENTRY = new URL('../../../../tests/fakes/turn-worker.ts', import.meta.url);
const opened: TurnProcess[] = [];
const open = (options: Partial<TurnProcessOptions> = {}): TurnProcess => {
  const turns = new TurnProcess({ model: { name: 'fake', file: '/none' }, log: silentLog(), entry: ENTRY, ...options });
  opened.push(turns);
  return turns;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

const ending = (last: number): Int16Array => Int16Array.of(1, 2, last);

test('tells how likely a turn is over, each of several at once', async () => {
  const turns = open();
  expect(turns.state).toMatchObject({ ok: false });
  expect(await turns.judge(ending(900))).toBeNull();
  await turns.start();
  expect(turns.state).toMatchObject({ ok: true, detail: 'fake' });
  expect(await Promise.all([turns.judge(ending(900)), turns.judge(ending(100))])).toEqual([0.9, 0.1]);
});

test('what is not told in time is not told at all', async () => {
  const turns = open({ judgeWithinMs: 50 });
  await turns.start();
  expect(await turns.judge(ending(3000))).toBeNull();
  expect(turns.available).toBe(true);
});

test('a worker that dies leaves nobody waiting, and another takes over', async () => {
  const turns = open({ judgeWithinMs: 20_000 });
  await turns.start();
  expect(await turns.judge(ending(2000))).toBeNull();
  await vi.waitFor(() => expect(turns.available).toBe(true), 15_000);
  expect(await turns.judge(ending(700))).toBe(0.7);
});

test('a model that cannot be loaded says so and ends no call', async () => {
  const turns = open({ model: { name: 'refuses', file: '/none' } });
  await turns.start();
  expect(turns.available).toBe(false);
  expect(turns.state.detail).toContain('no such network');
  expect(turns.state.fix).toContain('pilot models get');
});

test('the real worker names the missing file or runtime, and the way out', async () => {
  const turns = new TurnProcess({ model: { name: 'smart-turn-v3', file: '/none.onnx' }, log: silentLog() });
  opened.push(turns);
  await turns.start();
  expect(turns.available).toBe(false);
  expect(turns.state.fix).toContain('onnxruntime-node');
});
