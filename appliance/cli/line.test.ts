import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { openCoreApi, type CoreApi } from '#fakes/core-api.ts';
import { MemoryLines, sampleLine } from '#fakes/memory-lines.ts';
import type { LineRecord } from '#shared/lines/change.ts';
import { readDuration } from './duration.ts';
import { lineCommand } from './line.ts';
import { linesCommand } from './lines.ts';

const out = captureStdout();
const NOW = Date.parse('2026-11-23T12:00:00Z');
let lines: MemoryLines;
let api: CoreApi;

beforeEach(async () => {
  lines = new MemoryLines(() => NOW);
  lines.lines.push(sampleLine(), sampleLine({ name: 'heating', numbers: [] }));
  api = await openCoreApi({ lines });
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
});
const line = (...argv: string[]): Promise<number> => lineCommand([...argv, '--data', api.folder]);

test('lists the lines for people and for programs', async () => {
  expect(await linesCommand(['--data', api.folder])).toBe(0);
  expect(out.text).toContain(
    'main  always\n  next call  The box answers.\n  numbers    +19375550100\n  fallback   +19375550142\n',
  );
  out.clear();
  await linesCommand(['--data', api.folder, '--json']);
  expect((JSON.parse(out.text) as LineRecord[]).map(({ name }) => name)).toEqual(['main', 'heating']);
});

test('sets a line for a time, says what holds, and shows who did it', async () => {
  expect(await line('set', 'main', 'after-hours', '--for', '1h30m', '--reason', 'parents evening')).toBe(0);
  expect(out.text).toContain('main  after hours until 2026-11-23 13:30 UTC, then always');
  expect(lines.events[0]).toMatchObject({ via: 'cli', reason: 'parents evening', after: { mode: 'after_hours' } });
  out.clear();
  await line('history', 'main');
  expect(out.text).toMatch(/^2026-11-23 12:00 UTC {2}always -> after_hours {2}by cli( \(.+\))?: parents evening\n$/);
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
  await api.goAway();
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
    api.app.inject({
      method: 'PATCH',
      url: '/api/v1/lines/main',
      headers: { host: 'localhost', 'if-match': '"1"', ...headers },
      payload,
    });

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
    await patch({ mode: 'overflow' }, { 'if-match': '"2"' });
    const undo = (event: string) =>
      api.app.inject({
        method: 'POST',
        url: '/api/v1/lines/main/undo',
        headers: { host: 'localhost' },
        payload: { event },
      });
    expect((await undo('change-0')).statusCode).toBe(409);
    expect((await undo('change-1')).json()).toMatchObject({ setting: { mode: 'off' } });
  });
});
