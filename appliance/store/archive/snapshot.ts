import { sql, type Kysely } from 'kysely';
import { PilotError } from '#shared/errors.ts';
import type { Engine } from '../engine.ts';
import type { Tables } from '../schema/tables.ts';
import { archivedTables, rowsOfTable, type ArchivedRow } from './rows.ts';

/** One business as it stands at one moment, whoever writes meanwhile. */
export interface Snapshot {
  /** Number of the newest migration. */
  readonly schema: number;
  readonly business: ArchivedRow;
  /** In the order in which they can be written again. */
  readonly tables: readonly { readonly name: string; rows(): AsyncGenerator<readonly ArchivedRow[]> }[];
}

const newestMigration = async (db: Kysely<Tables>): Promise<number> => {
  const { rows } = await sql<{ number: number | null }>`select max(number) as number from schema_migrations`.execute(
    db,
  );
  return rows[0]?.number ?? 0;
};

/** @throws PilotError `unknown_business` */
export const takeSnapshot = <T>(
  engine: Pick<Engine, 'snapshot' | 'tables'>,
  businessId: string,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> =>
  engine.snapshot(async (db) => {
    const [business] = await db.selectFrom('businesses').selectAll().where('id', '=', businessId).execute();
    if (business === undefined)
      throw new PilotError('unknown_business', 'no such business in this database', {
        fix: 'Seed or create it first.',
      });
    const tables = archivedTables(await engine.tables(db));
    return work({
      schema: await newestMigration(db),
      business: { ...business },
      tables: tables.map((table) => ({ name: table.name, rows: () => rowsOfTable(db, table, businessId) })),
    });
  });
