import { Kysely } from 'kysely';
import type { Engine } from '../engine.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Tables } from '../schema/tables.ts';
import { cutLog, openSqlite, sqliteDialect } from './dialect.ts';

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
    migrate: (now) => migrate(writer as unknown as Kysely<unknown>, now),
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
