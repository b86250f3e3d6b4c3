import { Kysely, sql } from 'kysely';
import type { Engine } from '../engine.ts';
import { isPassing } from '../fault.ts';
import { migrate } from '../migrations/migrate.ts';
import type { Tables } from '../schema/tables.ts';
import { postgresDialect, type PostgresAddress } from './dialect.ts';
import { postgresTables } from './shape.ts';

/** Names the lock of migrations among the advisory locks of this database. */
const MIGRATING = 0x70_69_6c_6f;

/**
 * Whoever writes for a shop holds the shop's row until the commit, so that writers of one shop follow one another in every
 * process, as they do on SQLite: whatever a transaction reads of the shop stands until it has committed, and nothing has to be
 * run again. READ COMMITTED then sees all that was committed before. Makers of new shops follow one another too.
 */
const claim = async (transaction: Kysely<Tables>, businessId: string): Promise<void> => {
  const row = await transaction
    .selectFrom('businesses')
    .select('id')
    .where('id', '=', businessId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) await sql`lock table businesses in share row exclusive mode`.execute(transaction);
};

/** A PostgreSQL database (14 or newer), which several hosts may share. Nothing is connected before the first use. */
export const openPostgresEngine = (address: PostgresAddress): Engine => {
  const writer = new Kysely<Tables>({ dialect: postgresDialect(address, 'write') });
  const reader = new Kysely<Tables>({ dialect: postgresDialect(address, 'read') });
  return {
    writer,
    reader,
    async migrate(now, upTo) {
      await using db = new Kysely<unknown>({ dialect: postgresDialect(address, 'migrate') });
      return await migrate(db, now, upTo, async (step) => {
        await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATING)})`.execute(step);
      });
    },
    claim,
    snapshot: (work) => reader.transaction().setIsolationLevel('repeatable read').execute(work),
    tables: postgresTables,
    mayPass: isPassing,
    // What was overwritten goes with the server's own vacuum and the end of its write-ahead log.
    forget: () => Promise.resolve(),
    async [Symbol.asyncDispose]() {
      await reader.destroy();
      await writer.destroy();
    },
  };
};
