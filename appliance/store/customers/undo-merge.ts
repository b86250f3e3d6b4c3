import { isDeepStrictEqual } from 'node:util';
import type { MergeRecord, UndoneMerge } from '#shared/api/duplicates.ts';
import { PilotError } from '#shared/errors.ts';
import { changeRow, requireRow } from '../history/change.ts';
import { fieldsIn } from '../history/fields.ts';
import { laterChanges } from '../history/later.ts';
import { LOCATION } from '../locations/fields.ts';
import type { Scope, Tx } from '../scope.ts';
import { BELONGINGS, giveNotes, giveRows, putRows, rowsOf, type Belonging } from './belongings.ts';
import { CONTACT, CUSTOMER } from './fields.ts';
import { requireLive } from './live.ts';
import { decidePair, mergeOf, pointAt, tell, type MergeSnapshot } from './merge.ts';

type Later = UndoneMerge['later'][number];

const CHANGEABLE = { contacts: CONTACT, locations: LOCATION } as const;

const isChangeable = (table: Belonging): table is keyof typeof CHANGEABLE => table in CHANGEABLE;

/** Merges that a customer won or lost, newest first. */
export const listMerges = async ({ db, businessId }: Scope, customerId: string): Promise<MergeRecord[]> => {
  const rows = await db
    .selectFrom('customer_merges')
    .selectAll()
    .where('business_id', '=', businessId)
    .where((eb) => eb.or([eb('winner_id', '=', customerId), eb('loser_id', '=', customerId)]))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(mergeOf);
};

/**
 * Makes two customers of one again: what went along goes back, also where it was changed since, and what both had is there twice.
 * What the winner took from the loser goes unless somebody changed it since. What came after the merge stays with the winner.
 * @throws PilotError `merge.unknown`, `merge.undone`, `merge.erased`, `customer.gone`
 */
export const undoMerge = async (tx: Tx, mergeId: string, actor: string): Promise<UndoneMerge> => {
  const row = await tx.db
    .selectFrom('customer_merges')
    .selectAll()
    .where('business_id', '=', tx.businessId)
    .where('id', '=', mergeId)
    .executeTakeFirst();
  if (row === undefined)
    throw new PilotError('merge.unknown', 'There is no merge with this id.', { fix: "See the customer's merges." });
  if (row.undone_at !== null)
    throw new PilotError('merge.undone', 'This merge was undone before.', { fix: 'Nothing is left to do.' });
  const { filled, moved, twice, winner } = JSON.parse(row.snapshot) as Partial<MergeSnapshot>;
  if (moved === undefined || twice === undefined || filled === undefined || winner === undefined)
    throw new PilotError('merge.erased', 'One of the two was erased since: nothing of them is left to put back.', {
      fix: 'Make a new customer where there is one.',
    });
  await requireLive(tx, row.winner_id);
  const later: Later[] = [];
  for (const table of BELONGINGS) {
    const went = moved[table] ?? [];
    const ids = went.map(({ id }) => id);
    const back = await giveRows(tx, table, ids, row.winner_id, row.loser_id);
    for (const id of ids) if (!back.includes(id)) later.push({ what: table, id, fields: [], by: null, at: null });
    if (isChangeable(table))
      for (const { id, version } of went)
        if (back.includes(id)) later.push(...(await changesOf(tx, table, id, version, row.winner_id)));
    await putRows(tx, table, twice[table] ?? []);
  }
  await giveNotes(
    tx,
    row.winner_id,
    row.loser_id,
    (moved.notes ?? []).map(({ id }) => id),
  );
  later.push(...(await giveBack(tx, row.winner_id, filled, winner, actor)));
  await pointAt(tx, row.loser_id, null);
  const undone = { undone_at: tx.clock.now(), undone_by: actor };
  await tx.db
    .updateTable('customer_merges')
    .set(undone)
    .where('business_id', '=', tx.businessId)
    .where('id', '=', mergeId)
    .execute();
  await decidePair(tx, row.winner_id, row.loser_id, 'open', actor);
  await tell(tx, row, 'unmerged', actor, '');
  return { merge: mergeOf({ ...row, ...undone }), later, stayed: await since(tx, row.winner_id, mergeId) };
};

const changesOf = async (
  tx: Tx,
  table: keyof typeof CHANGEABLE,
  id: string,
  version: number,
  winnerId: string,
): Promise<Later[]> => {
  const subject = table === 'contacts' ? { kind: 'customer', id: winnerId } : { kind: 'location', id };
  const changes = await laterChanges(tx, CHANGEABLE[table], id, subject, version);
  const [last] = changes;
  if (last === undefined) return [];
  const fields = [...new Set(changes.flatMap(({ body }) => Object.keys(body.after)))];
  return [{ what: table, id, fields, by: last.actor, at: last.at }];
};

/** Takes from the winner what came from the other, as far as it still stands as it came. */
const giveBack = async (
  tx: Tx,
  winnerId: string,
  filled: MergeSnapshot['filled'],
  before: MergeSnapshot['winner'],
  actor: string,
): Promise<Later[]> => {
  const now = fieldsIn(CUSTOMER, await requireRow(tx, CUSTOMER, winnerId));
  const names = Object.keys(filled);
  const asItCame = names.filter((name) => isDeepStrictEqual(now[name], filled[name]));
  const patch = Object.fromEntries(asItCame.map((name) => [name, before[name]]));
  await changeRow(tx, CUSTOMER, { id: winnerId, expected: null, patch, actor, reason: 'merge undone' });
  const kept = names.filter((name) => !asItCame.includes(name));
  return kept.length === 0 ? [] : [{ what: 'customer', id: winnerId, fields: kept, by: null, at: null }];
};

/** What joined the winner after the merge: ids tell when. */
const since = async (tx: Tx, winnerId: string, mergeId: string): Promise<UndoneMerge['stayed']> => {
  const stayed: UndoneMerge['stayed'] = [];
  for (const table of BELONGINGS)
    for (const { id } of await rowsOf(tx, table, winnerId))
      if (String(id) > mergeId) stayed.push({ what: table, id: String(id) });
  return stayed;
};
