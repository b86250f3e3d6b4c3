import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, Kysely, type KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseIn, openRows } from '#fixtures/database/which.ts';
import { dialectOf, type Where } from '#fixtures/schema/connect.ts';
import { contentsOf, schemaOf } from '#fixtures/schema/describe.ts';
import { fillTables } from '#fixtures/schema/rows.ts';
import { keptStatements, recordStatements, splitStatements } from '#fixtures/schema/statements.ts';
import { silentLog } from '#observe/log.ts';
import { migrations } from '#store/migrations/list.ts';
import { migrate } from '#store/migrations/migrate.ts';
import { openStore } from '#store/store.ts';
import { handClock } from './demo-office.ts';

const WRITE = 'scripts/node tests/fixtures/schema/write.ts';

/** The one that makes the tables. */
const FIRST = 1;

let top: string;
let newest: string[];
beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), 'schema-'));
  const where = await whereIn(mkdtempSync(join(top, 'new-')));
  await using db = new Kysely<unknown>({ dialect: await dialectOf(where) });
  await migrate(db, 0);
  newest = await schemaOf(db, where.kind);
});
afterAll(() => rmSync(top, { recursive: true }));

const whereIn = async (folder: string): Promise<Where> => {
  const { file, postgres } = await databaseIn(folder);
  return postgres == null ? { kind: 'sqlite', file } : { kind: 'postgres', url: postgres.url };
};

/** Makes the database as the program of that time did, by what is kept of its migrations. */
const databaseAt = async (db: Kysely<unknown>, kind: Where['kind'], number: number): Promise<void> => {
  await sql`create table schema_migrations (number integer primary key, name text not null, applied_at bigint not null)`.execute(
    db,
  );
  for (const migration of migrations.filter((one) => one.number <= number)) {
    for (const statement of splitStatements(keptStatements(kind, migration) ?? ''))
      await sql.raw(statement).execute(db);
    await sql`insert into schema_migrations values (${migration.number}, ${migration.name}, 0)`.execute(db);
  }
};

/** Lets so many steps pass; the next does all that it does, and fails as its last word is written. */
const failingAfter = (steps: number): KyselyPlugin => {
  let left = steps;
  return {
    transformQuery: ({ node }) => {
      const last = node.kind === 'InsertQueryNode' && JSON.stringify(node.into).includes('schema_migrations');
      if (last && --left < 0) throw new Error('the plug was pulled');
      return node;
    },
    transformResult: async ({ result }) => result,
  };
};

/** What later migrations are meant to change in rows of before, or to take away. */
const CHANGED = new Set([
  'businesses.settings',
  'outbound_calls.status',
  'outbound_calls.attempt_id',
  'outbound_calls.text',
  'service_types.work',
]);

it('each migration did what is kept of it, on the database of then and of now', async () => {
  const folder = mkdtempSync(join(top, 'kept-'));
  const where = await whereIn(folder);
  for (const [migration, text] of await recordStatements(where)) {
    const kept = keptStatements(where.kind, migration);
    const name = `${where.kind} ${migration.number}`;
    expect(kept, `nothing is kept of migration ${name} (${migration.name}): ${WRITE}`).not.toBeNull();
    expect(text, `migration ${name} has landed and was changed since: a change is a new number`).toBe(kept);
  }
});

type Contents = Awaited<ReturnType<typeof contentsOf>>;

/** Rows of before that are not there as they were. */
const lostRows = (before: Contents, after: Contents): unknown[] =>
  [...before].flatMap(([table, rows]) =>
    rows.flatMap((row) => {
      const same = (now: Readonly<Record<string, unknown>>): boolean =>
        Object.entries(row).every(([column, value]) => CHANGED.has(`${table}.${column}`) || now[column] === value);
      return (after.get(table) ?? []).some(same) ? [] : [{ table, row, now: after.get(table) }];
    }),
  );

it('half of a migration leaves what was there, and a whole one keeps the rows of every release before it', async () => {
  const folder = mkdtempSync(join(top, 'chain-'));
  const where = await whereIn(folder);
  const { kind } = where;
  await using db = new Kysely<unknown>({ dialect: await dialectOf(where) });
  await databaseAt(db, kind, 0);
  for (const { number, name } of migrations) {
    if (number > FIRST) await fillTables(db, kind, number - 1);
    const [schema, contents] = [await schemaOf(db, kind), await contentsOf(db, kind)];
    await expect(migrate(db.withPlugin(failingAfter(0)), 0)).rejects.toThrow('the plug was pulled');
    expect(await schemaOf(db, kind), name).toEqual(schema);
    expect(await contentsOf(db, kind), name).toEqual(contents);
    if (number === migrations.at(-1)?.number) await migrate(db, 0);
    else await expect(migrate(db.withPlugin(failingAfter(1)), 0)).rejects.toThrow('the plug was pulled');
    expect(lostRows(contents, await contentsOf(db, kind)), name).toEqual([]);
  }
  expect(await schemaOf(db, kind)).toEqual(newest);
  await using rows = await openRows(folder);
  expect(await rows.faults()).toEqual([]);
});

const LONG = process.env['PILOT_LONG'] === '1';
const releases = migrations.slice(0, -1).filter((_, at, all) => LONG || at === 0 || at === all.length - 1);

it.each(releases)('a database as release $number ($name) made it comes to the newest schema', async ({ number }) => {
  const folder = mkdtempSync(join(top, 'old-'));
  const where = await whereIn(folder);
  const { kind } = where;
  const db = new Kysely<unknown>({ dialect: await dialectOf(where) });
  await databaseAt(db, kind, number);
  await fillTables(db, kind, number);
  const contents = await contentsOf(db, kind);
  await db.destroy();
  await (await openStore({ ...(await databaseIn(folder)), clock: handClock(), log: silentLog() }))[
    Symbol.asyncDispose
  ]();
  await using after = new Kysely<unknown>({ dialect: await dialectOf(where) });
  expect(await schemaOf(after, kind)).toEqual(newest);
  expect(lostRows(contents, await contentsOf(after, kind))).toEqual([]);
});
