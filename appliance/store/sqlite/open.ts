import { Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Tables } from '../schema/tables.ts';
import { cutLog, openSqlite, sqliteDialect } from './dialect.ts';
import { sqliteTables } from './shape.ts';

/**
 * The SQLite file; made when new. Two connections: readers never wait for the writer (WAL).
 * @throws PilotError `store_open`, `store_corrupt`, `store_busy`
 */
export const openSqliteEngine = async (file: string): Promise<Engine> => {
  const writer = new Kysely<Tables>({ dialect: sqliteDialect(await openSqlite(file)) });
  const reader = new Kysely<Tables>({ dialect: sqliteDialect(await openSqlite(file, { readonly: true })) });
  return {
    writer,
    reader,
    async migrate(now, upTo) {
      const applied = await migrate(writer as unknown as Kysely<unknown>, now, upTo);
      // Without figures of how many rows there are SQLite takes the rows of a business for a handful, and reads them all.
      await writer.transaction().execute(async (tx) => {
        await sql`pragma optimize = 0x10002`.execute(tx);
        const samples = await sql`select 1 from sqlite_master where name = 'sqlite_stat4'`.execute(tx);
        // Samples of what stands in the rows would be left of them after they are erased.
        if (samples.rows.length > 0) await sql`delete from sqlite_stat4`.execute(tx);
      });
      return applied;
    },
    snapshot: (work) =>
      reader.connection().execute(async (connection) => {
        await sql`begin`.execute(connection);
        try {
          return await work(connection);
        } finally {
          await sql`commit`.execute(connection);
        }
      }),
    tables: sqliteTables,
    // A writing transaction has the whole file from its beginning, and its beginning waits for the lock.
    claim: () => Promise.resolve(),
    mayPass: () => false,
    forget: () => cutLog(writer),
    async [Symbol.asyncDispose]() {
      await reader.destroy();
      await writer.destroy();
    },
  };
};
