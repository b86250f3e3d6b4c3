import { sql, type Kysely } from 'kysely';
import { PilotError } from '#shared/errors.ts';
import type { Engine } from '../engine.ts';
import { storeFault } from '../fault.ts';
import { migrations } from '../migrations/list.ts';
import type { Tables } from '../schema/tables.ts';
import { writeRows, type ArchivedRow } from './rows.ts';

/** What an archive holds of the records. */
export interface ArchivedRecords {
  /** Number of the newest migration of the database it was made of. */
  readonly schema: number;
  readonly business: ArchivedRow;
  /** In the order in which they can be written. */
  tables(): AsyncIterable<{ readonly table: string; readonly rows: readonly ArchivedRow[] }>;
}

const notEmpty = (): PilotError =>
  new PilotError('archive.not_empty', 'there is a shop in this database already', {
    fix: 'Name a new data folder (or an empty database): an archive is never mixed with other records.',
  });

/** Number of the newest migration; null in a database that no box has used. */
const schemaOf = async (engine: Engine): Promise<number | null> => {
  const tables = await engine.tables(engine.writer);
  if (!tables.some(({ name }) => name === 'schema_migrations')) return null;
  const { rows } = await sql<{ number: number | null }>`select max(number) as number from schema_migrations`.execute(
    engine.writer,
  );
  return rows[0]?.number ?? null;
};

const isEmpty = async (db: Kysely<Tables>): Promise<boolean> =>
  (await db.selectFrom('businesses').select('id').limit(1).executeTakeFirst()) === undefined;

/**
 * Writes the records of an archive into an empty database, all or nothing, at the schema they were read at; then the database is brought up to date.
 * @param now epoch ms
 * @throws PilotError `archive.not_empty`, `archive.too_new`, `archive.database_newer`, `store_*`
 */
export const restoreRecords = async (engine: Engine, records: ArchivedRecords, now: number): Promise<void> => {
  const known = migrations.at(-1)?.number ?? 0;
  if (records.schema > known)
    throw new PilotError('archive.too_new', `the archive is of schema ${records.schema}, this program knows ${known}`, {
      fix: 'Take it in with the newer program that wrote it.',
    });
  try {
    const there = await schemaOf(engine);
    if (there !== null && !(await isEmpty(engine.writer))) throw notEmpty();
    if (there !== null && there > records.schema)
      throw new PilotError('archive.database_newer', 'the empty database is newer than the archive', {
        fix: 'Name a data folder (or a database) that was never used: the archive is written there as it is, and then brought up to date.',
      });
    await engine.migrate(now, records.schema);
    await engine.writer.transaction().execute(async (tx) => {
      await engine.claim(tx, String(records.business['id']));
      if (!(await isEmpty(tx))) throw notEmpty();
      await writeRows(tx, 'businesses', [records.business]);
      for await (const { table, rows } of records.tables()) await writeRows(tx, table, rows);
    });
    await engine.migrate(now);
  } catch (error) {
    throw storeFault(error);
  }
};
