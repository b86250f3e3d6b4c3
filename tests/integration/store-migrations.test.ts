import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { DEMO_SETTINGS } from '#shop/starter/demo-shop.ts';
import { migrations } from '#store/migrations/list.ts';
import { seedDemoShop } from '#store/seed/demo-shop.ts';
import { openSqlite, sqliteDialect } from '#store/sqlite/dialect.ts';
import { openStore } from '#store/store.ts';
import { handClock } from './demo-office.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  file = join(folder, 'pilot.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const open = () => openStore({ file, clock: handClock(), log: silentLog() });
const applied = (): unknown[] => {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare('select number, name from schema_migrations order by number').all();
  db.close();
  return rows;
};

it('brings an empty file to the newest schema, once, in WAL with full sync', async () => {
  await (await open())[Symbol.asyncDispose]();
  const first = applied();
  expect(first).toEqual(migrations.map(({ number, name }) => ({ number, name })));
  const numbers = migrations.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  await (await open())[Symbol.asyncDispose]();
  expect(applied()).toEqual(first);
  const db = new Database(file);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  db.close();
});

it('what was booked before the schedule had versions keeps its time, and an emergency reserve becomes a share', async () => {
  const old = new Kysely<unknown>({ dialect: sqliteDialect(await openSqlite(file)) });
  await sql`create table schema_migrations (number integer primary key, name text not null, applied_at bigint not null)`.execute(
    old,
  );
  for (const { number, name, up } of migrations.filter((one) => one.number < 21)) {
    await up(old);
    await sql`insert into schema_migrations values (${number}, ${name}, 0)`.execute(old);
  }
  const settings = JSON.stringify({ ...DEMO_SETTINGS, emergencyReserve: 1 });
  await sql`insert into businesses (id, name, zone, phone, settings, created_at)
    values ('b', 'Shop', 'America/New_York', '', ${settings}, 0)`.execute(old);
  await sql`insert into technicians (business_id, id, name, phone, skills, active) values ('b', 't', 'Ann', '', '[]', 1)`.execute(
    old,
  );
  const [from, to] = [Date.parse('2026-11-24T13:00:00Z'), Date.parse('2026-11-24T16:00:00Z')];
  await sql`insert into reservations (business_id, id, technician_id, slot, starts_at, ends_at, expires_at, call_id, visit_id)
    values ('b', 'r', 't', '2026-11-24T08:00/10:00', ${from}, ${to}, ${to}, null, null)`.execute(old);
  await old.destroy();
  await using store = await open();
  const shop = store.for('b');
  expect((await shop.shop()).settings.emergencyReserve).toBe(0.2);
  const rows = await shop.transaction((tx) => tx.db.selectFrom('reservations').selectAll().execute());
  expect(rows).toMatchObject([
    {
      id: 'r',
      date: '2026-11-24',
      slot: '2026-11-24T08:00/10:00',
      starts_at: from,
      ends_at: to,
      minutes: 180,
      fixed: 1,
    },
  ]);
});

it('several openers at once agree on one schema and one demo shop', async () => {
  const stores = await Promise.all([open(), open(), open()]);
  const shops = await Promise.all(stores.map((store) => seedDemoShop(store)));
  expect(new Set(shops.map((shop) => shop.businessId)).size).toBe(1);
  expect(await stores[0]?.businesses()).toHaveLength(1);
  for (const store of stores) await store[Symbol.asyncDispose]();
});

it('does not touch a database that a newer program wrote', async () => {
  await (await open())[Symbol.asyncDispose]();
  const db = new Database(file);
  db.prepare("insert into schema_migrations values (99, 'later', 0)").run();
  db.close();
  await expect(open()).rejects.toMatchObject({ code: 'store_too_new' });
});

it('names a file that is no database, and a folder that is not there', async () => {
  writeFileSync(file, 'this is a letter to a friend, and no database at all\n'.repeat(40));
  await expect(open()).rejects.toMatchObject({ code: 'store_corrupt' });
  await expect(
    openStore({ file: join(folder, 'none', 'pilot.db'), clock: handClock(), log: silentLog() }),
  ).rejects.toMatchObject({ code: 'store_open' });
});

it('every table but the list of businesses is keyed and referenced within a business', async () => {
  await (await open())[Symbol.asyncDispose]();
  const db = new Database(file, { readonly: true });
  // Without what a text index keeps for itself, and SQLite's own.
  const tables = (
    db.prepare("select name from pragma_table_list where type = 'table' and schema = 'main'").all() as {
      name: string;
    }[]
  )
    .map((row) => row.name)
    .filter((name) => !/^(?:schema_migrations|businesses|sqlite_.*)$/u.test(name));
  expect(tables.length).toBeGreaterThan(20);
  const loose = tables.flatMap((table) => {
    const key = (db.pragma(`table_info(${table})`) as { name: string; pk: number }[]).find((column) => column.pk === 1);
    const references = db.pragma(`foreign_key_list(${table})`) as { id: number; table: string; from: string }[];
    const bare = references.filter(
      ({ id, table: target }) =>
        target !== 'businesses' && !references.some((other) => other.id === id && other.from === 'business_id'),
    );
    return [...(key?.name === 'business_id' ? [] : [table]), ...bare.map((reference) => `${table}.${reference.from}`)];
  });
  expect(loose).toEqual([]);
  db.close();
});

it("the database itself refuses another business's row, and a reader never sees one", async () => {
  await using store = await open();
  const shop = await seedDemoShop(store);
  const other = store.for('other');
  await other.transaction(async (tx) => {
    await tx.db
      .insertInto('businesses')
      .values({ id: 'other', name: 'Other', zone: 'UTC', phone: '', settings: '{}', created_at: 0 })
      .execute();
  });
  const technicianId = await shop.transaction(
    async (tx) => (await tx.db.selectFrom('technicians').select('id').executeTakeFirstOrThrow()).id,
  );
  await expect(
    other.transaction((tx) =>
      tx.db
        .insertInto('shifts')
        .values({
          business_id: 'other',
          id: 's',
          technician_id: technicianId,
          weekday: 1,
          date: null,
          kind: 'available',
          starts: '08:00',
          ends: '17:00',
        })
        .execute(),
    ),
  ).rejects.toThrow(/FOREIGN KEY/u);
  expect(await other.customerNames()).toEqual([]);
});

it('a lost or foreign key file is named when a sealed value is opened', async () => {
  const { beginCall, saveCheckpoint } = await import('#store/calls/transactor.ts');
  const write = await open();
  const shop = await seedDemoShop(write);
  await shop.transaction(async (tx) => {
    await beginCall(tx, {
      callId: 'c',
      line: 'main',
      from: '',
      to: '',
      startedAt: 0,
      engines: { stt: '', tts: '', bench: true },
    });
    await saveCheckpoint(tx, {
      callId: 'c',
      state: { gate: 'secret-4711' },
      stateVersion: 1,
      playbookDigest: 'd',
      lastSeq: 1,
      turn: 1,
      commands: [],
    });
  });
  expect(await shop.calls.checkpoint('c')).toMatchObject({ state: { gate: 'secret-4711' }, lastSeq: 1 });
  await write[Symbol.asyncDispose]();
  expect(readFileSync(file).includes('secret-4711')).toBe(false);
  rmSync(join(folder, 'field.key'));
  await using store = await open();
  await expect(store.for(shop.businessId).calls.checkpoint('c')).rejects.toMatchObject({ code: 'seal_broken' });
});
