import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFeedHub } from '#api/feed-hub.ts';
import { buildServer } from '#api/server.ts';
import { openLocalSocket, type LocalSocket } from '#core/local-socket.ts';
import { MemoryAlerts, sampleAlert } from '#fakes/memory-alerts.ts';
import { MemoryCosts } from '#fakes/memory-costs.ts';
import { MemoryLines } from '#fakes/memory-lines.ts';
import { MemoryOutbound } from '#fakes/memory-outbound.ts';
import { MemoryReaders } from '#fakes/memory-readers.ts';
import { MemoryShop } from '#fakes/memory-shop.ts';
import { MemoryTraces } from '#fakes/memory-traces.ts';
import { silentLog } from '#observe/log.ts';
import { coreSocketPath } from '#shared/link/socket.ts';
import { alertCommand } from './alert.ts';

let folder: string;
let alerts: MemoryAlerts;
let app: Awaited<ReturnType<typeof buildServer>>;
let local: LocalSocket;
let printed: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pilot-alert-'));
  alerts = new MemoryAlerts();
  app = await buildServer({
    shop: new MemoryShop(),
    readers: new MemoryReaders(),
    lines: new MemoryLines(() => 0),
    outbound: new MemoryOutbound(),
    alerts,
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
const alert = (...argv: string[]): Promise<number> => alertCommand([...argv, '--data', folder]);

test('lists what is open, who was told, and takes one for a person', async () => {
  await alert();
  expect(printed).toBe('No alerts.\n');
  alerts.alerts.push(sampleAlert());
  printed = '';
  await alert();
  expect(printed).toContain('alert-1  gas  1970-01-01 00:00 UTC  OPEN, round 1');
  expect(printed).toContain('+15551230000, no address: smells gas in the kitchen');
  expect(printed).toMatch(/Dana Whitlock +sms +waiting for configuration/);
  printed = '';
  await alert('ack', 'alert-1', '--who', 'Dana');
  expect(printed).toContain('taken by Dana');
  expect(alerts.alerts[0]).toMatchObject({ status: 'acknowledged', acknowledgedVia: 'terminal' });
});

test('names what is wrong', async () => {
  await expect(alert('ack')).rejects.toMatchObject({ code: 'usage' });
  await expect(alert('ack', 'none')).rejects.toMatchObject({ code: 'alert.unknown' });
  await expect(alert('ack', 'none', '--who', ' ')).rejects.toMatchObject({ code: 'api.bad_request' });
});
