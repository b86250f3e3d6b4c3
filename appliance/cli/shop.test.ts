import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { openCoreApi, type CoreApi } from '#fakes/core-api.ts';
import { MemoryShop } from '#fakes/memory-shop.ts';
import { shopCommand } from './shop.ts';

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
const run = (...argv: string[]): Promise<number> => shopCommand([...argv, '--data', api.folder]);

test('shows the rows and that nobody confirmed them, and takes the owner’s word', async () => {
  expect(await run()).toBe(0);
  for (const part of ['Harbor Plumbing', 'NOT CONFIRMED', 'pilot shop confirm', 'Mon  08:00-17:00', 'Jo Vance'])
    expect(out.text).toContain(part);
  expect(out.text).toMatch(/drain_clog +Clogged drain +45 min +service +\$99 +\$150 to \$350 +\$225 to \$525/);
  expect(out.text).toContain('25 % of the estimate; service: no; installations: yes, at most 10 % or $1,000');
  out.clear();
  expect(await run('confirm', '--json')).toBe(0);
  expect(shop.confirmedBy).not.toBe('');
  expect(JSON.parse(out.text)).toMatchObject({ name: 'Harbor Plumbing', confirmedAt: 1 });
  out.clear();
  await run();
  expect(out.text).not.toContain('NOT CONFIRMED');
  await expect(run('forget')).rejects.toMatchObject({ code: 'usage' });
});
