import { sql } from 'kysely';
import { isPilotError } from '#shared/errors.ts';
import type { Tx } from '../scope.ts';
import type { SealedColumn } from './sealed-columns.ts';

type Key = readonly (string | number)[];
type Row = Readonly<Record<string, string | number>>;

/** What a short step of sealing anew came to. */
export interface Resealed {
  /** Values that were sealed with an older key, or in an older way. */
  readonly count: number;
  /** Values that no key opens: they stay as they are. */
  readonly broken: number;
  /** The row after which the next step goes on; null when there is none. */
  readonly after: Key | null;
}

/**
 * Seals the values of the next rows of a column anew where they are not sealed as new ones are.
 * @param after the row to go on from; null: from the first
 */
export const resealRows = async (
  tx: Tx,
  { table, column, row }: SealedColumn,
  after: Key | null,
  limit: number,
): Promise<Resealed> => {
  const names = sql.join(row.map((name) => sql.ref(name)));
  const beyond = after === null ? sql`` : sql`and (${names}) > (${sql.join([...after])})`;
  const { rows } = await sql<Row>`select ${names}, ${sql.ref(column)} as sealed from ${sql.table(table)}
    where business_id = ${tx.businessId} and ${sql.ref(column)} is not null ${beyond} order by ${names} limit ${limit}`.execute(
    tx.db,
  );
  let count = 0;
  let broken = 0;
  let last: Key | null = null;
  for (const found of rows) {
    const key = row.map((name) => found[name] ?? '');
    const sealed = String(found['sealed']);
    last = key;
    if (tx.seal.isCurrent(sealed)) continue;
    const place = [table, column, tx.businessId, ...key.map(String)];
    const text = opened(tx, sealed, place);
    if (text === null) {
      broken += 1;
      continue;
    }
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${tx.seal.seal(text, place)}
      where business_id = ${tx.businessId} and (${names}) = (${sql.join([...key])})`.execute(tx.db);
    count += 1;
  }
  return { count, broken, after: rows.length < limit ? null : last };
};

const opened = (tx: Tx, sealed: string, place: readonly string[]): string | null => {
  try {
    return tx.seal.open(sealed, place);
  } catch (error) {
    if (isPilotError(error) && error.code === 'seal_broken') return null;
    throw error;
  }
};
