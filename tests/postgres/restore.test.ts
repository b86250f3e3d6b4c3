import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDatabase } from '#fixtures/database/postgres-server.ts';
import { makeBackup } from '#ops/backup/backup.ts';
import { newRecoveryKey } from '#ops/backup/recovery-key.ts';
import { restoreBackup } from '#ops/backup/restore.ts';
import { silentLog } from '#observe/log.ts';
import { parseConfig } from '#shared/config/parse.ts';
import type { Config } from '#shared/config/schema.ts';
import { seedDemoShop } from '#store/seed/demo-shop.ts';
import { openStore } from '#store/store.ts';
import { inProcess } from '../integration/backup-rig.ts';
import { bookSome, handClock } from '../integration/demo-office.ts';

let place: string;
beforeEach(() => (place = mkdtempSync(join(tmpdir(), 'restore-'))));
afterEach(() => rmSync(place, { recursive: true }));

const newDatabase = (): Promise<string> => createDatabase(process.env['PILOT_TEST_POSTGRES'] ?? '');
const folder = (name: string): string => join(place, name);
const configOf = (name: string, url: string): Config => ({
  ...parseConfig('', '/pilot.yaml'),
  dataFolder: folder(name),
  database: { url, passwordEnv: null },
});

/** Every table with its rows and what refers to what, as the server tells it. */
const tell = async (url: string): Promise<unknown> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const ask = async (text: string) => (await client.query<Record<string, string>>(text)).rows;
    const tables = await ask(
      `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    );
    const rows = [];
    for (const { name } of tables)
      rows.push([name, await ask(`select to_jsonb(t)::text as row from "${name}" t order by 1`)]);
    return {
      rows,
      rules: await ask(`select conname, pg_get_constraintdef(oid) as rule from pg_constraint
      where connamespace = 'public'::regnamespace order by 1, 2`),
    };
  } finally {
    await client.end();
  }
};

const openBox = async () => {
  const url = await newDatabase();
  const config = configOf('box', url);
  mkdirSync(config.dataFolder);
  const store = await openStore({
    file: join(config.dataFolder, 'pilot.db'),
    postgres: { url, password: null },
    clock: handClock(),
    log: silentLog(),
  });
  const shop = await seedDemoShop(store);
  await bookSome(shop, 1);
  const file = folder('shop.backup');
  const { secret } = await newRecoveryKey(config.dataFolder);
  const made = await makeBackup({ config, configFile: null, file, now: Date.now() });
  return { url, store, shop, file, secret, made, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
};

it('rows of a server come into an empty database as they were, and into no other', async () => {
  await using box = await openBox();
  expect(box.made.manifest).toMatchObject({ engine: 'postgres' });
  const before = await tell(box.url);
  await bookSome(box.shop, 2);
  const url = await newDatabase();
  const options = { file: box.file, secret: box.secret, replace: false, now: Date.now() };
  await restoreBackup({ ...options, config: configOf('new', url) });
  expect(await tell(url)).toEqual(before);
  expect(readFileSync(join(folder('new'), 'field.key'))).toEqual(readFileSync(join(folder('box'), 'field.key')));
  const used = restoreBackup({ ...options, config: configOf('third', box.url) });
  await expect(used).rejects.toMatchObject({ code: 'restore_database_in_use' });
  expect(readdirSync(folder('third'))).toEqual([]);
  const file = restoreBackup({ ...options, config: { ...configOf('third', url), database: null } });
  await expect(file).rejects.toMatchObject({ code: 'restore_engine' });
});

it('a restore killed after the rows are in lets nobody in until it was run again', async () => {
  await using box = await openBox();
  const before = await tell(box.url);
  const url = await newDatabase();
  const restore = (fault: string | null) => inProcess(['restore', folder('new'), box.file, url, box.secret], fault);
  expect(await restore('restore.filled')).toBe('SIGKILL');
  expect(await inProcess(['enter', folder('new')], null)).toContain('restore_cut_off');
  expect(await restore(null)).toBe('done');
  expect(await inProcess(['enter', folder('new')], null)).toBe('done');
  expect(await tell(url)).toEqual(before);
  expect(readdirSync(folder('new')).filter((name) => name.startsWith('restore.'))).toEqual([]);
});
