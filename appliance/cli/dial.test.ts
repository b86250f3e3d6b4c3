import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { openCoreApi, type CoreApi } from '#fakes/core-api.ts';
import { MemoryOutbound } from '#fakes/memory-outbound.ts';
import { dialCommand } from './dial.ts';

const out = captureStdout();
let outbound: MemoryOutbound;
let api: CoreApi;

beforeEach(async () => {
  outbound = new MemoryOutbound();
  outbound.on = true;
  api = await openCoreApi({ outbound });
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
});
const dial = (...argv: string[]): Promise<number> => dialCommand([...argv, '--data', api.folder]);

test('asks for a call about a job, lists it, and takes it back', async () => {
  await dial('--about', 'J-1042', '--purpose', 'reminder');
  expect(outbound.calls).toMatchObject([{ purpose: 'reminder', jobNumber: 'J-1042', status: 'waiting' }]);
  expect(out.text).toBe('out-1  +19375550142  waiting, not before 1970-01-01 00:00 UTC, 0 rung\n  reminder J-1042\n');
  out.clear();
  await dial('--cancel', 'out-1', '--json');
  expect(JSON.parse(out.text)).toMatchObject([{ id: 'out-1', status: 'cancelled' }]);
  out.clear();
  await dial('--list');
  expect(out.text).toContain('cancelled, 0 rung');
});

test('a job is to be confirmed, and a call called back, unless told otherwise', async () => {
  await dial('--about', 'J-1042');
  await dial('--about', '019ab000-0000-7000-8000-000000000001');
  expect(outbound.calls.map(({ purpose }) => purpose)).toEqual(['confirmation', 'call_back']);
});

test.each([
  [[], /what is it to ring about/],
  [['--about', 'J-1042', '--purpose', 'sales'], /no calls of the kind "sales"/],
  [['+19375550142'], /Unexpected argument/],
])('%j is refused', async (argv, message) => {
  await expect(dial(...argv)).rejects.toThrow(message);
});

test('a box that may call nobody says so', async () => {
  outbound.on = false;
  await expect(dial('--about', 'J-1042')).rejects.toMatchObject({ code: 'outbound.off' });
});
