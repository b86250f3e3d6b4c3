import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import type { AuditBlock } from '#shared/access/audit-chain.ts';
import { PilotError } from '#shared/errors.ts';
import { auditHeads } from '../audit/heads.ts';
import { storeFault } from '../fault.ts';
import type { Tables } from '../schema/tables.ts';
import { openSqlite, sqliteDialect } from './dialect.ts';

/** What a copy is known by. */
export interface CopiedDatabase {
  /** Number of its newest migration. */
  readonly schema: number;
  /** The newest block of each business's audit log. */
  readonly auditHeads: readonly AuditBlock[];
}

const wrongIn = (db: Database.Database): string | null => {
  const [first] = db.pragma('integrity_check(1)') as { integrity_check: string }[];
  if (first?.integrity_check !== 'ok') return first?.integrity_check ?? 'no answer';
  const [loose] = db.pragma('foreign_key_check') as { table: string }[];
  return loose === undefined ? null : `a row of ${loose.table} points to none`;
};

/**
 * Looks a database file over: its pages, its indexes, its references.
 * @throws PilotError `store_corrupt`, `store_*`
 */
export const checkSqliteFile = (file: string): Pick<CopiedDatabase, 'schema'> => {
  try {
    const db = new Database(file, { readonly: true });
    try {
      const wrong = wrongIn(db);
      if (wrong !== null)
        throw new PilotError('store_corrupt', `the database ${file} is damaged: ${wrong}`, {
          fix: 'Keep this file aside, and restore the newest backup that opens.',
        });
      const row = db.prepare('select max(number) as schema from schema_migrations').get() as { schema: number | null };
      return { schema: row.schema ?? 0 };
    } finally {
      db.close();
    }
  } catch (error) {
    throw storeFault(error);
  }
};

/**
 * Copies a database as it stands at this instant, while others read and write it; holds up this thread until it is done.
 * Bytes of what was deleted are not copied. The copy is looked over.
 * @param to a file that is not there yet
 * @throws PilotError `store_full`, `store_corrupt`, `store_*`
 */
export const copySqlite = async (file: string, to: string): Promise<CopiedDatabase> => {
  try {
    const db = new Database(file, { readonly: true, timeout: 5000 });
    try {
      db.prepare('vacuum into ?').run(to);
    } finally {
      db.close();
    }
  } catch (error) {
    throw storeFault(error);
  }
  const { schema } = checkSqliteFile(to);
  await using db = new Kysely<Tables>({ dialect: sqliteDialect(await openSqlite(to, { readonly: true })) });
  return { schema, auditHeads: await auditHeads(db, schema) };
};
