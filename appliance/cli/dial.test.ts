import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openCoreApi, type CoreApi } from '#fakes/core-api.ts';
import { MemoryOutbound } from '#fakes/memory-outbound.ts';
import { dialCommand } from './dial.ts';

let outbound: MemoryOutbound;
let api: CoreApi;
let printed: string;

beforeEach(async () => {
  outbound = new MemoryOutbound();
  outbound.on = true;
  api = await openCoreApi({ outbound });
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await api[Symbol.asyncDispose]();
});
const dial = (...argv: string[]): Promise<number> => dialCommand([...argv, '--data', api.folder]);

test('asks for a call, lists it, and takes it back', async () => {
  await dial('+19375550142', '--text', 'Your visit is tomorrow at nine.', '--purpose', 'reminder');
  expect(outbound.calls).toMatchObject([
    { to: '+19375550142', purpose: 'reminder', text: 'Your visit is tomorrow at nine.', status: 'waiting' },
  ]);
  expect(printed).toBe(
    'out-1  +19375550142  waiting, not before 1970-01-01 00:00 UTC, 0 rung\n  Your visit is tomorrow at nine.\n',
  );
  printed = '';
  await dial('--cancel', 'out-1', '--json');
  expect(JSON.parse(printed)).toMatchObject([{ id: 'out-1', status: 'cancelled' }]);
  printed = '';
  await dial('--list');
  expect(printed).toContain('cancelled, 0 rung');
});

test.each([
  [['+19375550142'], /whom, and what/],
  [['+19375550142', '--text', 'x', '--purpose', 'sales'], /no purpose sales/],
  [['5550142', '--text', 'x'], /not valid/],
])('%j is refused', async (argv, message) => {
  await expect(dial(...argv)).rejects.toThrow(message);
});

test('a box that may call nobody says so', async () => {
  outbound.on = false;
  await expect(dial('+19375550142', '--text', 'x')).rejects.toMatchObject({ code: 'outbound.off' });
});
