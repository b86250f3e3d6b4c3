import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createDatabase, type PostgresServer, startPostgres } from '#fixtures/database/postgres-server.ts';
import { openRows } from '#fixtures/database/which.ts';
import { parseConfig } from '#shared/config/parse.ts';
import { database } from '#ops/doctor/database.ts';
import { silentLog } from '#observe/log.ts';
import { migrations } from '#store/migrations/list.ts';
import { seedDemoShop } from '#store/seed/demo-shop.ts';
import { openStore, type Store } from '#store/store.ts';
import { bookSome, handClock, openDemoOffice } from '../integration/demo-office.ts';

let server: PostgresServer;
let folder: string;
beforeAll(async () => {
  server = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), 'hosts-'));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const opened: Store[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store[Symbol.asyncDispose]();
});
const open = async (url: string): Promise<Store> => {
  const store = await openStore({
    file: join(folder, 'pilot.db'),
    postgres: { url, password: null },
    clock: handClock(),
    log: silentLog(),
  });
  opened.push(store);
  return store;
};

it('several openers at once agree on one schema and one demo shop', async () => {
  const url = await createDatabase(server.folder);
  const stores = await Promise.all(Array.from({ length: 5 }, () => open(url)));
  const shops = await Promise.all(stores.map((store) => seedDemoShop(store)));
  expect(new Set(shops.map((shop) => shop.businessId)).size).toBe(1);
  expect(await stores[0]?.businesses()).toHaveLength(1);
  const applied = await shops[0]?.transaction((tx) =>
    sql<{ number: number }>`select number from schema_migrations order by number`.execute(tx.db),
  );
  expect(applied?.rows.map(({ number }) => number)).toEqual(migrations.map(({ number }) => number));
});

it('has the tables and columns that SQLite has, text in the order of its bytes', async () => {
  const file = join(folder, 'same.db');
  await (await openStore({ file, clock: handClock(), log: silentLog() }))[Symbol.asyncDispose]();
  const sqlite = new Database(file, { readonly: true });
  const expected = (
    sqlite
      .prepare(
        `select t.name || '.' || c.name || (case when c."notnull" then '' else '?' end) as name
         from pragma_table_list t join pragma_table_info(t.name) c
         where t.type = 'table' and t.schema = 'main' and t.name not like 'sqlite_%'`,
      )
      .all() as { name: string }[]
  ).map(({ name }) => name);
  sqlite.close();
  const shop = await seedDemoShop(await open(await createDatabase(server.folder)));
  const there = await shop.transaction((tx) =>
    sql<{ name: string; type: string; collation: string | null }>`
      select table_name || '.' || column_name || (case is_nullable when 'NO' then '' else '?' end) as name,
        data_type as type, collation_name as collation
      from information_schema.columns where table_schema = 'public'`.execute(tx.db),
  );
  // A primary key of one column allows no null there, which SQLite's table_info does not tell.
  const keys = new Set(['schema_migrations.number']);
  const plain = (name: string): string => (keys.has(name.replace('?', '')) ? name.replace('?', '') : name);
  expect(there.rows.map(({ name }) => plain(name)).toSorted()).toEqual(expected.map(plain).toSorted());
  const text = there.rows.filter(({ type, name }) => type === 'text' && name !== 'schema_migrations.name');
  expect(text.filter(({ collation }) => collation !== 'C')).toEqual([]);
});

it('syncs each commit although the database is set not to', async () => {
  const url = await createDatabase(server.folder);
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$`,
  );
  await client.end();
  const shop = await seedDemoShop(await open(url));
  const { rows } = await shop.transaction((tx) =>
    sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(tx.db),
  );
  expect(rows).toEqual([{ synchronous_commit: 'on' }]);
});

it('names what is wrong with the way in', async () => {
  const away = 'postgres://pilot@127.0.0.1:1/none';
  await expect(open(away)).rejects.toMatchObject({ code: 'store_away', retryable: true });
  const absent = `postgres://pilot@/none?host=${encodeURIComponent(server.folder)}`;
  await expect(open(absent)).rejects.toMatchObject({ code: 'store_denied', retryable: false });
});

it('tells the doctor its version, its schema, and a database that nobody has used yet', async () => {
  const url = await createDatabase(server.folder);
  const check = () => database.run(parseConfig(JSON.stringify({ database: { url } }), 'pilot.yaml'));
  expect(await check()).toMatchObject({
    status: 'ok',
    detail: expect.stringMatching(/PostgreSQL \d+\.\d+ .* not used yet/u),
  });
  await open(url);
  const newest = migrations.at(-1)?.number;
  expect(await check()).toMatchObject({
    status: 'ok',
    detail: expect.stringContaining(`schema ${newest} of ${newest}`),
  });
});

it('waits for a shop that another process holds, and writes after it', async () => {
  const url = await createDatabase(server.folder);
  const shop = await seedDemoShop(await open(url));
  const other = new Client({ connectionString: url });
  await other.connect();
  await other.query('begin');
  await other.query('select id from businesses for no key update');
  let wrote = false;
  const writing = shop.transaction(async (tx) => {
    wrote = true;
    await tx.db.updateTable('businesses').set({ name: 'Ours' }).where('id', '=', tx.businessId).execute();
  });
  // The writer has asked for the row before it is let go.
  for (;;) {
    const { rows } = await other.query('select 1 from pg_locks where not granted limit 1');
    if (rows.length > 0) break;
  }
  expect(wrote).toBe(false);
  await other.query("update businesses set name = 'Theirs'");
  await other.query('commit');
  await other.end();
  await writing;
  expect((await shop.shop()).name).toBe('Ours');
});

it('a server killed at any moment loses nothing that was told, and the store goes on by itself when it is back', async () => {
  await using own = await startPostgres();
  const before = { ...process.env };
  Object.assign(process.env, { PILOT_TEST_POSTGRES: own.folder });
  await using office = await openDemoOffice();
  Object.assign(process.env, { PILOT_TEST_POSTGRES: before['PILOT_TEST_POSTGRES'] });
  const told: string[] = [];
  const failed: string[] = [];
  let killed = false;
  const books = async (first: number): Promise<void> => {
    for (let n = first; n < first + 12; n++) {
      const number = await bookSome(office.shop, n).catch((error: { code?: string }) => {
        failed.push(error.code ?? 'no code');
        return null;
      });
      if (number !== null) told.push(number);
      if (told.length >= 5 && !killed) {
        killed = true;
        await own.kill().then(() => own.start());
      }
    }
  };
  await Promise.all([books(1), books(101)]);
  await using rows = await openRows(office.folder);
  const jobs = (await rows.all<{ number: number }>('select number from jobs')).map(({ number }) => `J-${number}`);
  expect(jobs).toEqual(expect.arrayContaining(told));
  expect(new Set(told).size).toBe(told.length);
  expect(told.length).toBeGreaterThan(15);
  // What was under way when it died is told as that, and a commit whose answer was lost may stand.
  expect(new Set(failed)).toEqual(failed.length > 0 ? new Set(['store_away']) : new Set());
  expect(jobs.length - told.length).toBeLessThanOrEqual(failed.length);
  const visits = await rows.all<{ n: number }>('select count(*) as n from visits');
  expect(visits[0]?.n).toBe(jobs.length);
});
