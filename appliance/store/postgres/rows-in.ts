import { Kysely, sql } from 'kysely';
import { PilotError } from '#shared/errors.ts';
import { storeFault } from '../fault.ts';
import { migrations } from '../migrations/list.ts';
import { postgresDialect, type PostgresAddress } from './dialect.ts';
import { TABLES } from './rows-out.ts';

type Db = Kysely<unknown>;

/** What comes into an empty database. */
export interface IncomingRows {
  /** Names this backup: it stands in the database with the rows. */
  readonly id: string;
  readonly schema: number;
  readonly tables: readonly string[];
  /** Lines of JSON of a table, some at a time. */
  readonly rows: (table: string) => AsyncIterable<readonly string[]>;
}

const MARK = 'restored from backup ';

/** @returns id of the backup that this database was made from; null: from none */
const markOf = async (db: Db): Promise<string | null> => {
  const { rows } = await sql<{ mark: string | null }>`
    select obj_description(to_regclass('public.schema_migrations'), 'pg_class') as mark`.execute(db);
  const mark = rows[0]?.mark ?? '';
  return mark.startsWith(MARK) ? mark.slice(MARK.length) : null;
};

const REFERENCES = sql<{ owner: string; name: string; definition: string }>`
  select conrelid::regclass::text as owner, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
  from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`;

/** Columns that take values: none that the database computes. */
const columnsOf = async (db: Db, table: string): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER' order by ordinal_position`.execute(
    db,
  );
  return rows.map(({ name }) => name);
};

/**
 * Looks whether rows may come into a database.
 * @returns `empty`, or `there` when it holds this backup already
 * @throws PilotError `restore_database_in_use`, `store_*`
 */
export const lookBeforeRows = async (address: PostgresAddress, id: string): Promise<'empty' | 'there'> => {
  await using db = new Kysely<unknown>({ dialect: postgresDialect(address, 'read') });
  try {
    if ((await TABLES.execute(db)).rows.length === 0) return 'empty';
    if ((await markOf(db)) === id) return 'there';
  } catch (error) {
    throw storeFault(error);
  }
  throw new PilotError('restore_database_in_use', 'the database of database.url holds tables already', {
    fix: 'Make a new, empty database, name it in database.url, and restore again. The one of now stays as it is.',
  });
};

/**
 * Fills an empty database, all or nothing: the schema as it was, every row, references checked.
 * @throws PilotError `store_*`; `restore_schema` when a table of the backup is not one of this program
 */
export const writeAllRows = async (address: PostgresAddress, incoming: IncomingRows): Promise<void> => {
  await using db = new Kysely<unknown>({ dialect: postgresDialect(address, 'migrate') });
  try {
    await db.transaction().execute((tx) => fill(tx as unknown as Db, incoming));
  } catch (error) {
    throw storeFault(error);
  }
};

const fill = async (tx: Db, { id, schema, tables, rows }: IncomingRows): Promise<void> => {
  await sql`create table schema_migrations (number integer primary key, name text not null, applied_at bigint not null)`.execute(
    tx,
  );
  for (const { number, up } of migrations) if (number <= schema) await up(tx);
  const known = (await TABLES.execute(tx)).rows.map(({ name }) => name);
  const strange = tables.find((table) => !known.includes(table));
  if (strange !== undefined)
    throw new PilotError('restore_schema', `this program has no table ${strange} at schema ${schema}`, {
      fix: 'Restore with the release that made the backup, then update.',
    });
  const references = (await REFERENCES.execute(tx)).rows;
  for (const { owner, name } of references)
    await sql`alter table ${sql.raw(owner)} drop constraint ${sql.raw(name)}`.execute(tx);
  for (const table of tables) {
    const named = sql.table(table);
    const columns = sql.join((await columnsOf(tx, table)).map((name) => sql.ref(name)));
    await sql`alter table ${named} disable trigger user`.execute(tx);
    for await (const lines of rows(table))
      await sql`insert into ${named} (${columns}) select ${columns}
        from json_populate_recordset(null::${named}, ${`[${lines.join(',')}]`}::json)`.execute(tx);
    await sql`alter table ${named} enable trigger user`.execute(tx);
  }
  for (const { owner, name, definition } of references)
    await sql`alter table ${sql.raw(owner)} add constraint ${sql.raw(name)} ${sql.raw(definition)}`.execute(tx);
  await sql`comment on table schema_migrations is ${sql.lit(`${MARK}${id}`)}`.execute(tx);
};
