import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { captureStdout } from '#fakes/stdout.ts';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { seedDemoShop } from '#store/seed/demo-shop.ts';
import { openStore } from '#store/store.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';

const out = captureStdout();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-archive-'));
  out.clear();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

test('a shop goes into an archive and out of it in another folder', async () => {
  await using store = await openStore({ file: at('pilot.db'), clock: systemClock(), log: silentLog() });
  const shop = await seedDemoShop(store);
  expect(await exportCommand([at('shop.tar.gz'), '--data', folder])).toBe(0);
  expect(out.text).toMatch(/shop\.tar\.gz: \d+ rows, 0 files, \d\.\d MB\n$/u);
  out.clear();
  expect(await importCommand(['--archive', at('shop.tar.gz'), '--data', at('new'), '--json'])).toBe(0);
  expect(JSON.parse(out.text)).toMatchObject({ business: { id: shop.businessId }, files: 0 });
  await using other = await openStore({ file: at('new/pilot.db'), clock: systemClock(), log: silentLog() });
  expect(await other.businesses()).toEqual(await store.businesses());
  await expect(importCommand(['--archive', at('shop.tar.gz'), '--data', folder])).rejects.toMatchObject({
    code: 'archive.not_empty',
  });
});

test.each([
  [() => exportCommand(['--data', folder]), 'usage'],
  [() => exportCommand([at('x.tar'), '--data', folder]), 'no_data'],
  [() => importCommand(['--data', folder]), 'usage'],
  [() => importCommand(['--archive', at('none.tar'), '--data', folder]), 'archive.unreadable'],
])('refuses what it cannot go by', async (run, code) => {
  await expect(run()).rejects.toMatchObject({ code, fix: expect.any(String) as string });
});
