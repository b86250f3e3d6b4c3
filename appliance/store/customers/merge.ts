import type { MergeRecord } from '#shared/api/duplicates.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import { changeRow, requireRow } from '../history/change.ts';
import { fieldsIn } from '../history/fields.ts';
import { recordEvent } from '../jobs/event.ts';
import type { CustomerMergeRow } from '../schema/customers.ts';
import type { Tx } from '../scope.ts';
import { BELONGINGS, dropRows, giveNotes, giveRows, rowsOf, sortOut, type Belonging, type Row } from './belongings.ts';
import { CUSTOMER } from './fields.ts';
import { requireLive } from './live.ts';

/** What a merge did, so that it can be undone. */
export interface MergeSnapshot {
  /** Both as they were before. */
  readonly winner: Row;
  readonly loser: Row;
  /** What the winner took from the other's own fields. */
  readonly filled: Row;
  /** Rows that went along, with the version each had. */
  readonly moved: Readonly<
    Partial<Record<Belonging | 'notes', readonly { readonly id: string; readonly version: number }[]>>
  >;
  /** Rows that both had. */
  readonly twice: Readonly<Partial<Record<Belonging, readonly Row[]>>>;
}

export const mergeOf = (row: CustomerMergeRow): MergeRecord => {
  const { moved = {} } = JSON.parse(row.snapshot) as Partial<MergeSnapshot>;
  return {
    id: row.id,
    winnerId: row.winner_id,
    loserId: row.loser_id,
    moved: Object.fromEntries(Object.entries(moved).map(([what, rows]) => [what, rows.length])),
    at: row.at,
    undoneAt: row.undone_at,
  };
};

/** What the winner lacks and the other has; tags of both. */
const lacking = (winner: Row, loser: Row): Record<string, unknown> => {
  const filled: Record<string, unknown> = {};
  for (const name of ['company', 'billTo', 'doNotService'])
    if (winner[name] === null && loser[name] !== null) filled[name] = loser[name];
  const tags = [...new Set([...(winner['tags'] as string[]), ...(loser['tags'] as string[])])];
  if (tags.length > (winner['tags'] as string[]).length) filled['tags'] = tags;
  return filled;
};

/**
 * Makes two customers one: all that belongs to the loser goes to the winner, who keeps their own name and fields and takes what they
 * lack. The loser's row stays and points at the winner.
 * @throws PilotError `record.unknown`, `customer.gone`, `merge.same`
 */
export const mergeCustomers = async (
  tx: Tx,
  winnerId: string,
  loserId: string,
  { actor, reason = '' }: { readonly actor: string; readonly reason?: string },
): Promise<MergeRecord> => {
  if (winnerId === loserId)
    throw new PilotError('merge.same', 'A customer cannot be merged into themselves.', { fix: 'Name two customers.' });
  await requireLive(tx, winnerId);
  await requireLive(tx, loserId);
  const [winner, loser] = [
    fieldsIn(CUSTOMER, await requireRow(tx, CUSTOMER, winnerId)),
    fieldsIn(CUSTOMER, await requireRow(tx, CUSTOMER, loserId)),
  ];
  const moved: Partial<Record<Belonging | 'notes', readonly { id: string; version: number }[]>> = {};
  const twice: Partial<Record<Belonging, readonly Row[]>> = {};
  for (const table of BELONGINGS) {
    const sorted = sortOut(table, await rowsOf(tx, table, loserId), await rowsOf(tx, table, winnerId));
    const ids = (rows: readonly Row[]): string[] => rows.map((row) => String(row['id']));
    await dropRows(tx, table, ids(sorted.twice));
    await giveRows(tx, table, ids(sorted.moved), loserId, winnerId);
    if (sorted.twice.length > 0) twice[table] = sorted.twice;
    if (sorted.moved.length > 0)
      moved[table] = sorted.moved.map((row) => ({ id: String(row['id']), version: Number(row['version'] ?? 1) }));
  }
  const notes = await giveNotes(tx, loserId, winnerId);
  if (notes.length > 0) moved.notes = notes.map((id) => ({ id, version: 1 }));
  const filled = lacking(winner, loser);
  await changeRow(tx, CUSTOMER, { id: winnerId, expected: null, patch: filled, actor, reason: 'merged' });
  await pointAt(tx, loserId, winnerId);
  const now = tx.clock.now();
  const row = {
    business_id: tx.businessId,
    id: newId(now),
    loser_id: loserId,
    winner_id: winnerId,
    snapshot: JSON.stringify({ winner, loser, filled, moved, twice } satisfies MergeSnapshot),
    actor,
    reason,
    at: now,
    undone_at: null,
    undone_by: null,
  };
  await tx.db.insertInto('customer_merges').values(row).execute();
  await decidePair(tx, winnerId, loserId, 'merged', actor);
  await tell(tx, row, 'merged', actor, reason);
  return mergeOf(row);
};

/** Where a customer's rows are to be found from now on; null: with themselves. */
export const pointAt = async (tx: Tx, customerId: string, winnerId: string | null): Promise<void> => {
  await tx.db
    .updateTable('customers')
    .set((eb) => ({ merged_into: winnerId, version: eb('version', '+', 1) }))
    .where('business_id', '=', tx.businessId)
    .where('id', '=', customerId)
    .execute();
};

/** What was decided of a pair, where it was found as one. */
export const decidePair = async (
  tx: Tx,
  a: string,
  b: string,
  status: 'merged' | 'open',
  actor: string,
): Promise<void> => {
  const [older, newer] = [a, b].toSorted() as [string, string];
  await tx.db
    .updateTable('duplicate_pairs')
    .set({ status, decided_at: tx.clock.now(), decided_by: actor })
    .where('business_id', '=', tx.businessId)
    .where('older_id', '=', older)
    .where('newer_id', '=', newer)
    .execute();
};

/** Writes into both histories that they became one, or two again. */
export const tell = async (
  tx: Tx,
  { id, winner_id, loser_id }: Pick<CustomerMergeRow, 'id' | 'winner_id' | 'loser_id'>,
  what: 'merged' | 'unmerged',
  actor: string,
  reason: string,
): Promise<void> => {
  for (const [subject, role] of [
    [winner_id, 'winner'],
    [loser_id, 'loser'],
  ] as const)
    await recordEvent(tx, {
      subject: { kind: 'customer', id: subject },
      kind: `customer.${what}`,
      actor,
      reason,
      body: { merge: id, role, winner: winner_id, loser: loser_id },
    });
};
