import { sql, type Kysely } from 'kysely';
import type { TableShape } from '../archive/shape.ts';
import type { Tables } from '../schema/tables.ts';

/** Tables of the file; those that stand behind full-text indexes are no tables of ours. */
export const sqliteTables = async (db: Kysely<Tables>): Promise<readonly TableShape[]> => {
  const tables = await sql<{ name: string }>`
    select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`.execute(
    db,
  );
  const shapes: TableShape[] = [];
  for (const { name } of tables.rows) {
    const columns = await sql<{
      name: string;
      pk: number;
    }>`select name, pk from pragma_table_info(${name}) order by cid`.execute(db);
    const targets = await sql<{ target: string }>`
      select distinct "table" as target from pragma_foreign_key_list(${name}) order by 1`.execute(db);
    shapes.push({
      name,
      columns: columns.rows.map((column) => column.name),
      key: columns.rows
        .filter(({ pk }) => pk > 0)
        .toSorted((a, b) => a.pk - b.pk)
        .map((column) => column.name),
      refersTo: targets.rows.map(({ target }) => target),
    });
  }
  return shapes;
};
