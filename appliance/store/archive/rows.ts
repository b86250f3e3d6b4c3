import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { EMPTIED, LEFT_OUT } from './left-out.ts';
import { inOrder, type TableShape } from './shape.ts';

/** One row as it stands, by column. */
export type ArchivedRow = Readonly<Record<string, unknown>>;

/** Rows read at a time. */
const READ = 500;
/** Bound values of one statement stay far below what either database takes. */
const VALUES = 4000;

/** The tables an archive carries, in the order in which they can be written. */
export const archivedTables = (tables: readonly TableShape[]): readonly TableShape[] =>
  inOrder(tables.filter(({ name }) => !(name in LEFT_OUT)));

const list = (columns: readonly string[]): RawBuilder<unknown> => sql.join(columns.map((column) => sql.ref(column)));

/** A business's rows of a table, in the order of its key. */
export async function* rowsOfTable(
  db: Kysely<Tables>,
  { name, columns, key }: TableShape,
  businessId: string,
): AsyncGenerator<readonly ArchivedRow[]> {
  const places = key.filter((column) => column !== 'business_id');
  const emptied = EMPTIED[name] ?? [];
  let last: ArchivedRow | undefined;
  for (;;) {
    const seen = last;
    const after =
      seen === undefined || places.length === 0
        ? sql``
        : sql`and (${list(places)}) > (${sql.join(places.map((column) => seen[column]))})`;
    const order = places.length === 0 ? sql`` : sql`order by ${list(places)}`;
    const { rows } = await sql<ArchivedRow>`
      select ${list(columns)} from ${sql.table(name)}
      where business_id = ${businessId} ${after} ${order} limit ${sql.lit(READ)}`.execute(db);
    if (rows.length > 0)
      yield rows.map((row) => ({ ...row, ...Object.fromEntries(emptied.map((column) => [column, null])) }));
    last = rows.at(-1);
    if (rows.length < READ || places.length === 0) return;
  }
}

/** Writes rows as they stand; a column the rows do not have gets its default. */
export const writeRows = async (db: Kysely<Tables>, table: string, rows: readonly ArchivedRow[]): Promise<void> => {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const most = Math.max(1, Math.floor(VALUES / columns.length));
  for (let at = 0; at < rows.length; at += most) {
    const values = rows
      .slice(at, at + most)
      .map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`);
    await sql`insert into ${sql.table(table)} (${list(columns)}) values ${sql.join(values)}`.execute(db);
  }
};
