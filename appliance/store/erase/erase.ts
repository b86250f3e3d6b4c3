import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { ErasurePreview } from '#shared/api/erase.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import { CUSTOMER } from '../customers/fields.ts';
import { requireLive } from '../customers/live.ts';
import { requireRow } from '../history/change.ts';
import { ACTIVE } from '../jobs/visit-of-customer.ts';
import { recordEvent } from '../jobs/event.ts';
import { withdraw } from '../outbox/withdraw.ts';
import type { SearchKind } from '#shared/api/search.ts';
import type { Scope, Tx } from '../scope.ts';
import { indexSubject } from '../search/index-subject.ts';
import type { Store } from '../store.ts';
import { eraseJournalFile, noteErasures, readErasures } from './journal.ts';
import { chunks, findPerson, type Person } from './person.ts';
import { KEPT, PERSONAL, type Taking } from './personal.ts';

/** Rows where one of the columns holds one of the ids. */
const theirs = (businessId: string, by: readonly string[], ids: readonly string[]) =>
  sql`where business_id = ${businessId} and (${sql.join(
    by.map((column) => sql`${sql.ref(column)} in (${sql.join([...ids])})`),
    sql` or `,
  )})`;

const countOf = async ({ db, businessId }: Scope, { table, by, ids }: Taking, person: Person): Promise<number> => {
  let count = 0;
  for (const some of chunks(ids(person))) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}
      ${theirs(businessId, by, some)}`.execute(db);
    count += Number(rows[0]?.count ?? 0);
  }
  return count;
};

/** What would go and what would stay. @throws PilotError `record.unknown`, `customer.gone` */
export const previewErasure = async (scope: Scope, customerId: string): Promise<ErasurePreview> => {
  await requireLive(scope, customerId);
  const person = await findPerson(scope, customerId);
  const counts: Record<'deleted' | 'emptied', Record<string, number>> = { deleted: {}, emptied: {} };
  for (const taking of PERSONAL) {
    const count = await countOf(scope, taking, person);
    if (count > 0) counts[taking.how][taking.table] = count;
  }
  return {
    customerId,
    ...counts,
    recordings: person.recordings.length,
    sharedCalls: person.sharedCalls.length,
    kept: Object.entries(KEPT).map(([what, why]) => ({ what, why })),
    hindrance: (await hindranceOf(scope, person))?.message ?? null,
  };
};

const areAny = async (
  ids: readonly string[],
  find: (some: string[]) => Promise<readonly unknown[]>,
): Promise<boolean> => {
  for (const some of chunks(ids)) if ((await find([...some])).length > 0) return true;
  return false;
};

/** Why nobody may be erased now. */
const hindranceOf = async ({ db, businessId }: Scope, person: Person): Promise<PilotError | null> => {
  const rows = <T extends 'visits' | 'escalations' | 'calls'>(table: T) =>
    db
      .selectFrom(table as 'visits')
      .select('id')
      .where('business_id', '=', businessId)
      .limit(1);
  if (
    await areAny(person.visits, (ids) => rows('visits').where('id', 'in', ids).where('status', 'in', ACTIVE).execute())
  )
    return new PilotError('erase.visit_open', 'This customer has a visit that is not over.', {
      fix: 'Cancel or finish it first: nobody could find the way, or ring.',
    });
  if (
    await areAny(person.escalations, (ids) =>
      rows('escalations').where('id', 'in', ids).where('status', '=', 'open').execute(),
    )
  )
    return new PilotError('erase.alert_open', 'An alert of this customer is still open.', {
      fix: 'Acknowledge it first: pilot alert.',
    });
  const live = (ids: string[]) =>
    db
      .selectFrom('calls')
      .select('id')
      .where('business_id', '=', businessId)
      .where('id', 'in', ids)
      .where('ended_at', 'is', null)
      .limit(1)
      .execute();
  if (await areAny(person.calls, live))
    return new PilotError('erase.call_live', 'This customer is on the telephone now.', {
      fix: 'Wait for the call to end.',
    });
  return null;
};

const take = async (tx: Tx, { table, how, by, ids, set }: Taking, person: Person, now: number): Promise<void> => {
  const columns = Object.entries(set?.(now) ?? {}).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  for (const some of chunks(ids(person))) {
    const where = theirs(tx.businessId, by, some);
    if (how === 'deleted') await sql`delete from ${sql.table(table)} ${where}`.execute(tx.db);
    else await sql`update ${sql.table(table)} set ${sql.join(columns)} ${where}`.execute(tx.db);
  }
};

export interface ErasureWish {
  readonly actor: string;
  /** Without the person's name: it stays. */
  readonly reason: string;
  /** Where recordings, traces and the erase journal lie. */
  readonly dataFolder: string;
}

/**
 * Takes a person out of the database, and their recordings and traces off the disk; money stays on a row without a name. It is in the
 * journal beside the database before it is done, so that no backup brings them back.
 * @throws PilotError `record.unknown`, `customer.gone`, `erase.visit_open`, `erase.alert_open`, `erase.call_live`
 */
export const eraseCustomer = async (tx: Tx, customerId: string, wish: ErasureWish): Promise<void> => {
  await requireLive(tx, customerId);
  const person = await findPerson(tx, customerId);
  const hindrance = await hindranceOf(tx, person);
  if (hindrance !== null) throw hindrance;
  const at = tx.clock.now();
  noteErasures(
    eraseJournalFile(wish.dataFolder),
    person.customers.map((id) => ({ id, business: tx.businessId, at })),
  );
  await takeOut(tx, person, wish, at);
};

/** What is left of them is all that is found of them. */
const follow = (tx: Tx, { customers, locations, equipment, jobs, calls }: Person): void => {
  for (const [kind, ids] of Object.entries({
    customer: customers,
    location: locations,
    equipment,
    job: jobs,
    call: calls,
  }))
    for (const id of ids) indexSubject(tx, kind as SearchKind, id);
};

const takeOut = async (tx: Tx, person: Person, { actor, reason, dataFolder }: ErasureWish, at: number) => {
  tx.leaveNoTrace();
  await withdraw(tx, person.outbox);
  for (const taking of PERSONAL) await take(tx, taking, person, at);
  follow(tx, person);
  for (const id of person.customers) {
    await tx.db
      .insertInto('erasures')
      .values({ business_id: tx.businessId, id: newId(at), customer_id: id, actor, reason, at })
      .onConflict((conflict) => conflict.columns(['business_id', 'customer_id']).doNothing())
      .execute();
    await recordEvent(tx, { subject: { kind: 'customer', id }, kind: 'customer.erased', actor, reason });
  }
  for (const path of person.recordings) rmSync(path, { force: true });
  for (const id of person.calls) rmSync(join(dataFolder, 'traces', `${id}.json`), { force: true });
};

/**
 * Erases everybody again whom the journal of this data folder names and the database still has: to be called after a backup was
 * restored, before anybody is served.
 * @returns how many came back with the backup and are gone again
 */
export const replayErasures = async (store: Store, dataFolder: string): Promise<number> => {
  const businesses = new Set((await store.businesses()).map(({ id }) => id));
  let erased = 0;
  for (const { id, business } of readErasures(eraseJournalFile(dataFolder))) {
    if (!businesses.has(business)) continue;
    erased += await store.for(business).transaction(async (tx) => {
      const row = await requireRow(tx, CUSTOMER, id).catch(() => null);
      if (row === null || row['erased_at'] !== null) return 0;
      const wish = { actor: 'system', reason: 'erased before the backup was restored', dataFolder };
      await takeOut(tx, await findPerson(tx, id), wish, tx.clock.now());
      return 1;
    });
  }
  return erased;
};
