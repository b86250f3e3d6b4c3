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
import { costCommand } from './cost.ts';

let folder: string;
let costs: MemoryCosts;
let app: Awaited<ReturnType<typeof buildServer>>;
let local: LocalSocket;
let printed: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pilot-cost-'));
  costs = new MemoryCosts();
  app = await buildServer({
    shop: new MemoryShop(),
    readers: new MemoryReaders(),
    lines: new MemoryLines(() => 0),
    outbound: new MemoryOutbound(),
    alerts: new MemoryAlerts(),
    costs,
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

const cost = (...argv: string[]) => costCommand([...argv, '--data', folder]);

test('day and month are told by kind, against the budget', async () => {
  expect(await cost()).toBe(0);
  expect(printed).toBe(
    [
      '2026-11-23  $1.25 of $10.00',
      '  carrier              $0.90  90 min',
      '  energy              $0.045  225 Wh (an estimate)',
      '  premium             $0.305  1000 characters',
      '2026-11  $1.25 no budget',
      '  carrier              $0.90  90 min',
      '  energy              $0.045  225 Wh (an estimate)',
      '  premium             $0.305  1000 characters',
      '',
    ].join('\n'),
  );
});

test('a budget that is used up says what that means', async () => {
  costs.day = { micros: 10_000_000 };
  await cost('--day');
  expect(printed.split('\n')[0]).toBe('2026-11-23  $10.00 of $10.00: used up, the premium voice stops');
});

test('one of them, of another day, for programs', async () => {
  await cost('--month', '--date', '2026-10-04', '--json');
  expect(JSON.parse(printed)).toMatchObject([{ period: 'month', label: '2026-10', currency: 'USD' }]);
});

test('what is no date is refused before core is asked', async () => {
  await expect(cost('--date', 'yesterday')).rejects.toMatchObject({ code: 'usage' });
});
