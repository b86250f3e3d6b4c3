import type { Tx } from '../scope.ts';

/** Every table whose rows belong to a customer by `customer_id`: they go along when two customers are made one. */
export const BELONGINGS = [
  'contacts',
  'locations',
  'jobs',
  'preferred_technicians',
  'add_on_offers',
  'surveys',
  'consents',
] as const;
export type Belonging = (typeof BELONGINGS)[number];

/** Those of which a customer has each but once: the columns that tell them apart. */
const ONCE: Partial<Record<Belonging, readonly string[]>> = {
  contacts: ['kind', 'value'],
  preferred_technicians: ['technician_id'],
};

export type Row = Readonly<Record<string, unknown>>;

export const rowsOf = async (tx: Tx, table: Belonging, customerId: string): Promise<readonly Row[]> =>
  tx.db
    .selectFrom(table as 'contacts')
    .selectAll()
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute();

/** Rows that came with the other customer: those that can go along, and those that the winner has already. */
export const sortOut = (
  table: Belonging,
  rows: readonly Row[],
  own: readonly Row[],
): { readonly moved: readonly Row[]; readonly twice: readonly Row[] } => {
  const columns = ONCE[table];
  if (columns === undefined) return { moved: rows, twice: [] };
  const key = (row: Row): string => columns.map((column) => String(row[column])).join('\n');
  const there = new Set(own.map(key));
  return {
    moved: rows.filter((row) => !there.has(key(row))),
    twice: rows.filter((row) => there.has(key(row))),
  };
};

/** Gives rows to another customer, those that still are of `from`. @returns the ids of those that went */
export const giveRows = async (
  tx: Tx,
  table: Belonging,
  ids: readonly string[],
  from: string,
  to: string,
): Promise<readonly string[]> => {
  if (ids.length === 0) return [];
  const rows = await tx.db
    .updateTable(table as 'contacts')
    .set({ customer_id: to })
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', from)
    .where('id', 'in', [...ids])
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
};

export const dropRows = async (tx: Tx, table: Belonging, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx.db
    .deleteFrom(table as 'contacts')
    .where('business_id', '=', tx.businessId)
    .where('id', 'in', [...ids])
    .execute();
};

/** Puts rows back as they were. */
export const putRows = async (tx: Tx, table: Belonging, rows: readonly Row[]): Promise<void> => {
  for (const row of rows)
    await tx.db
      .insertInto(table as 'contacts')
      .values(row as never)
      .execute();
};

/** Gives notes of a customer to another. @returns the ids of those that went */
export const giveNotes = async (
  tx: Tx,
  from: string,
  to: string,
  ids?: readonly string[],
): Promise<readonly string[]> => {
  if (ids?.length === 0) return [];
  let query = tx.db
    .updateTable('notes')
    .set({ subject_id: to })
    .where('business_id', '=', tx.businessId)
    .where('subject_kind', '=', 'customer')
    .where('subject_id', '=', from);
  if (ids !== undefined) query = query.where('id', 'in', [...ids]);
  return (await query.returning('id').execute()).map(({ id }) => id);
};
