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
import { shopCommand } from './shop.ts';

let folder: string;
let shop: MemoryShop;
let app: Awaited<ReturnType<typeof buildServer>>;
let local: LocalSocket;
let printed: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pilot-shop-'));
  shop = new MemoryShop();
  app = await buildServer({
    shop,
    readers: new MemoryReaders(),
    lines: new MemoryLines(() => 0),
    outbound: new MemoryOutbound(),
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
const run = (...argv: string[]): Promise<number> => shopCommand([...argv, '--data', folder]);

test('shows the rows and that nobody confirmed them, and takes the owner’s word', async () => {
  expect(await run()).toBe(0);
  for (const part of ['Harbor Plumbing', 'NOT CONFIRMED', 'pilot shop confirm', 'Mon  08:00-17:00', 'Jo Vance'])
    expect(printed).toContain(part);
  expect(printed).toMatch(/drain_clog +Clogged drain +45 min +service +\$99 +\$150 to \$350 +\$225 to \$525/);
  expect(printed).toContain('25 % of the estimate; service: no; installations: yes, at most 10 % or $1,000');
  printed = '';
  expect(await run('confirm', '--json')).toBe(0);
  expect(shop.confirmedBy).not.toBe('');
  expect(JSON.parse(printed)).toMatchObject({ name: 'Harbor Plumbing', confirmedAt: 1 });
  printed = '';
  await run();
  expect(printed).not.toContain('NOT CONFIRMED');
  await expect(run('forget')).rejects.toMatchObject({ code: 'usage' });
});
