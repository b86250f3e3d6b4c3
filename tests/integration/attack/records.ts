import { sql } from 'kysely';
import type { BusinessStore } from '#store/store.ts';

export type Cells = Readonly<Record<string, string | number | null>>;
export type Tables = ReadonlyMap<string, readonly Cells[]>;

/** Every row of every table, as the database holds it. */
export const readTables = (store: BusinessStore): Promise<Tables> =>
  store.transaction(async (tx) => {
    const tables = new Map<string, readonly Cells[]>();
    for (const { name } of await tx.db.introspection.getTables())
      tables.set(name, (await sql<Cells>`select * from ${sql.table(name)}`.execute(tx.db)).rows);
    return tables;
  });

export const rowsOf = (tables: Tables, table: string, where: Cells = {}): readonly Cells[] =>
  (tables.get(table) ?? []).filter((row) => Object.entries(where).every(([column, value]) => row[column] === value));
