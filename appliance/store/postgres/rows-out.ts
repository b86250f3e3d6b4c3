import { Kysely, sql } from 'kysely';
import type { AuditBlock } from '#shared/access/audit-chain.ts';
import { auditHeads } from '../audit/heads.ts';
import { storeFault } from '../fault.ts';
import type { Tables } from '../schema/tables.ts';
import { postgresDialect, type PostgresAddress } from './dialect.ts';

/** Rows fetched at a time. */
const BATCH = 500;

export const TABLES = sql<{ name: string }>`select table_name as name from information_schema.tables
  where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`;

/** Takes the rows of one table, each as JSON in a line. */
export interface RowSink {
  write(lines: string): Promise<void>;
  end(): Promise<void>;
}

/**
 * Every row of a database as of one instant, while others read and write it.
 * @param open begins a table
 * @throws PilotError `store_*`
 */
export const readAllRows = async (
  address: PostgresAddress,
  open: (table: string) => RowSink,
): Promise<{ readonly schema: number; readonly auditHeads: readonly AuditBlock[] }> => {
  await using db = new Kysely<Tables>({ dialect: postgresDialect(address, 'migrate') });
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        for (const { name } of (await TABLES.execute(tx)).rows) {
          const sink = open(name);
          await sql`declare all_rows no scroll cursor for
            select row_to_json(t)::text as row from ${sql.table(name)} t`.execute(tx);
          for (;;) {
            const { rows } = await sql<{ row: string }>`fetch ${sql.lit(BATCH)} from all_rows`.execute(tx);
            if (rows.length === 0) break;
            await sink.write(rows.map(({ row }) => `${row}\n`).join(''));
          }
          await sql`close all_rows`.execute(tx);
          await sink.end();
        }
        const { rows } = await sql<{ schema: number | null }>`
          select max(number) as schema from schema_migrations`.execute(tx);
        const schema = rows[0]?.schema ?? 0;
        return { schema, auditHeads: await auditHeads(tx, schema) };
      });
  } catch (error) {
    throw storeFault(error);
  }
};
