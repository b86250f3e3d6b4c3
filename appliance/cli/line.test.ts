import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createFeedHub } from '#api/feed-hub.ts';
import { buildServer } from '#api/server.ts';
import { MemoryLines, sampleLine } from '#fakes/memory-lines.ts';
import { MemoryAlerts } from '#fakes/memory-alerts.ts';
import { MemoryCosts } from '#fakes/memory-costs.ts';
import { MemoryOutbound } from '#fakes/memory-outbound.ts';
import { MemoryReaders } from '#fakes/memory-readers.ts';
import { MemoryShop } from '#fakes/memory-shop.ts';
import { MemoryTraces } from '#fakes/memory-traces.ts';
import { openLocalSocket, type LocalSocket } from '#core/local-socket.ts';
import { silentLog } from '#observe/log.ts';
import { coreSocketPath } from '#shared/link/socket.ts';
import type { LineRecord } from '#shared/lines/change.ts';
import { readDuration } from './duration.ts';
import { lineCommand } from './line.ts';
import { linesCommand } from './lines.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
let folder: string;
let lines: MemoryLines;
let app: Awaited<ReturnType<typeof buildServer>>;
let local: LocalSocket;
let printed: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pilot-lines-'));
  lines = new MemoryLines(() => NOW);
  lines.lines.push(sampleLine(), sampleLine({ name: 'heating', numbers: [] }));
  app = await buildServer({
    shop: new MemoryShop(),
    readers: new MemoryReaders(),
    lines,
    outbound: new MemoryOutbound(),
    alerts: new MemoryAlerts(),
    costs: new MemoryCosts(),
    feed: createFeedHub({ shop: '', ring: '', zone: 'UTC', bench: true }, () => NOW),
    health: async () => ({ status: 'ok', checks: [] }),
    traces: new MemoryTraces(() => NOW),
    isLocal: (request) => local.isLocal(request),
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
const line = (...argv: string[]): Promise<number> => lineCommand([...argv, '--data', folder]);

test('lists the lines for people and for programs', async () => {
  expect(await linesCommand(['--data', folder])).toBe(0);
  expect(printed).toContain(
    'main  always\n  next call  The box answers.\n  numbers    +19375550100\n  fallback   +19375550142\n',
  );
  printed = '';
  await linesCommand(['--data', folder, '--json']);
  expect((JSON.parse(printed) as LineRecord[]).map(({ name }) => name)).toEqual(['main', 'heating']);
});

test('sets a line for a time, says what holds, and shows who did it', async () => {
  expect(await line('set', 'main', 'after-hours', '--for', '1h30m', '--reason', 'parents evening')).toBe(0);
  expect(printed).toContain('main  after hours until 2026-11-23 13:30 UTC, then always');
  expect(lines.events[0]).toMatchObject({ via: 'cli', reason: 'parents evening', after: { mode: 'after_hours' } });
  printed = '';
  await line('history', 'main');
  expect(printed).toMatch(/^2026-11-23 12:00 UTC {2}always -> after_hours {2}by cli( \(.+\))?: parents evening\n$/);
});

test('sets fallback number and seconds without touching the mode', async () => {
  await line('set', 'main', '--fallback', 'none', '--seconds', '15');
  expect(lines.lines[0]?.setting).toMatchObject({ mode: 'always', fallback: null, overflowSeconds: 15 });
});

test.each([
  [['set', 'main', 'sometimes'], 'there is no mode sometimes'],
  [['set', 'main', 'off', '--for', 'tomorrow'], 'tomorrow is no length of time'],
  [['set', 'main', '--for', '2h'], '--for needs a mode'],
  [['set', 'main', '--seconds', '0'], '--seconds 0'],
  [['set'], 'which line'],
  [['sell', 'main'], 'there is no sell'],
  [['set', 'nowhere', 'off'], 'There is no line nowhere.'],
])('pilot line %j is refused: %s', async (argv, message) => {
  await expect(line(...argv)).rejects.toThrow(message);
  expect(lines.events).toEqual([]);
});

test('a box that does not run is named, with the way out', async () => {
  await local.close();
  await expect(line('set', 'main', 'off')).rejects.toMatchObject({
    code: 'core_away',
    fix: expect.stringContaining('pilot run'),
  });
});

test.each([
  ['90m', 5_400_000],
  ['2h', 7_200_000],
  ['1d12h', 129_600_000],
])('%s is %i ms', (text, ms) => expect(readDuration('line', text)).toBe(ms));

describe('the API', () => {
  const patch = (payload: object, headers: Record<string, string> = {}) =>
    app.inject({ method: 'PATCH', url: '/api/v1/lines/main', headers: { host: 'localhost', ...headers }, payload });

  test('a page of another site cannot change a line', async () => {
    const answer = await patch({ mode: 'off' }, { origin: 'http://evil.example' });
    expect(answer.statusCode).toBe(403);
    expect((await patch({ mode: 'off' }, { origin: 'http://localhost' })).statusCode).toBe(200);
  });

  test.each([
    { mode: 'sometimes' },
    { mode: 'off', via: 'phone' },
    { mode: 'off', forMs: 1 },
    { overflowSeconds: 0 },
    { mode: 'off', via: 'console', pin: '271828' },
  ])('%j is not understood', async (payload) => {
    expect((await patch(payload)).statusCode).toBe(400);
    expect(lines.events).toEqual([]);
  });

  test('a change that was followed by another is not taken back', async () => {
    await patch({ mode: 'off' });
    await patch({ mode: 'overflow' });
    const undo = (event: string) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/lines/main/undo',
        headers: { host: 'localhost' },
        payload: { event },
      });
    expect((await undo('change-0')).statusCode).toBe(409);
    expect((await undo('change-1')).json()).toMatchObject({ setting: { mode: 'off' } });
  });
});
