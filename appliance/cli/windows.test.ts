import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { openCoreApi, type CoreApi } from '#fakes/core-api.ts';
import { MemoryShop } from '#fakes/memory-shop.ts';
import { windowsCommand } from './windows.ts';

const out = captureStdout();
let shop: MemoryShop;
let api: CoreApi;

beforeEach(async () => {
  shop = new MemoryShop();
  api = await openCoreApi({ shop });
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
});
const run = (...argv: string[]): Promise<number> => windowsCommand([...argv, '--data', api.folder]);

test('shows what a caller would be offered, who would come, and what follows', async () => {
  expect(await run('drain_clog', '--date', '2026-11-24', '--emergency', '--limit', '3')).toBe(0);
  expect(shop.asked).toEqual({ service: 'drain_clog', date: '2026-11-24', emergency: true, limit: 3 });
  expect(out.text).toBe('  Tue 2026-11-24  08:00-10:00  Jo Vance\n      then Wed 2026-11-25  08:00-10:00  Jo Vance\n');
});

test('with --why, the others with their reasons', async () => {
  await run('drain_clog', '--why');
  expect(out.text).toContain('  Tue 2026-11-24  10:00-12:00  no: full (full 2, no shift 1)\n');
  out.clear();
  await run('drain_clog', '--json');
  expect(JSON.parse(out.text)).toMatchObject({ zone: 'America/Chicago', refused: [{ reason: 'full' }] });
});

test('refuses what it cannot ask', async () => {
  await expect(run()).rejects.toMatchObject({ code: 'usage' });
  await expect(run('drain_clog', '--date', 'tuesday')).rejects.toMatchObject({ code: 'api.bad_request' });
});
