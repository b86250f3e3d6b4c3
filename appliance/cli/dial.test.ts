import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFeedHub } from '#api/feed-hub.ts';
import { buildServer } from '#api/server.ts';
import { openLocalSocket, type LocalSocket } from '#core/local-socket.ts';
import { MemoryAlerts } from '#fakes/memory-alerts.ts';
import { MemoryCosts } from '#fakes/memory-costs.ts';
import { MemoryLines } from '#fakes/memory-lines.ts';
import { MemoryOutbound } from '#fakes/memory-outbound.ts';
import { MemoryReaders } from '#fakes/memory-readers.ts';
import { MemoryShop } from '#fakes/memory-shop.ts';
import { MemoryTraces } from '#fakes/memory-traces.ts';
import { silentLog } from '#observe/log.ts';
import { coreSocketPath } from '#shared/link/socket.ts';
import { dialCommand } from './dial.ts';

let folder: string;
let outbound: MemoryOutbound;
let app: Awaited<ReturnType<typeof buildServer>>;
let local: LocalSocket;
let printed: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pilot-dial-'));
  outbound = new MemoryOutbound();
  outbound.on = true;
  app = await buildServer({
    shop: new MemoryShop(),
    readers: new MemoryReaders(),
    lines: new MemoryLines(() => 0),
    outbound,
    alerts: new MemoryAlerts(),
    costs: new MemoryCosts(),
    feed: createFeedHub({ shop: '', ring: '', zone: 'UTC', bench: true }, () => 0),
    health: async () => ({ status: 'ok', checks: [] }),
    traces: new MemoryTraces(() => 0),
    isLocal: () => true,
    consoleFolder: null,
    log: silentLog(),
  });
  local = await openLocalSocket(coreSocketPath(folder), (request, response) => app.routing(request, response));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await local.close();
  await app.close();
  await rm(folder, { recursive: true });
});
const dial = (...argv: string[]): Promise<number> => dialCommand([...argv, '--data', folder]);

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
