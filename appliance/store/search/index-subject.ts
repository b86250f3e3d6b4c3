import type { SearchKind } from '#shared/api/search.ts';
import { indexWords, spellings } from '#shop/search/document.ts';
import type { Tx } from '../scope.ts';
import { countSpellings } from './count-spellings.ts';
import { SUBJECTS } from './document-of.ts';
import { numbersOf } from './numbers.ts';

/**
 * Has the search follow what this transaction changes of a thing, or that it is gone. Done once at the end of the transaction, by the
 * rows as they are then; whoever changes a row by which something is found calls this.
 */
export const indexSubject = (tx: Tx, kind: SearchKind, id: string): void =>
  tx.beforeCommit(`search ${kind} ${id}`, (end) => indexNow(end, kind, id));

/** As `indexSubject`, at once. */
export const indexNow = async (tx: Tx, kind: SearchKind, id: string): Promise<void> => {
  const made = await SUBJECTS[kind].document(tx, id);
  const { businessId: business_id } = tx;
  const kept = await tx.db
    .selectFrom('search_documents')
    .select(['title', 'subtitle', 'fields', 'spellings'])
    .where('business_id', '=', business_id)
    .where('kind', '=', kind)
    .where('subject_id', '=', id)
    .executeTakeFirst();
  if (made === null) {
    if (kept === undefined) return;
    await unindex(tx, kind, id);
    return alsoIndex(tx, kind, id, true);
  }
  const row = {
    title: made.title,
    subtitle: made.subtitle,
    fields: JSON.stringify(made.fields),
    words: indexWords(made.fields).join(' '),
  };
  if (kept !== undefined && kept.title === row.title && kept.subtitle === row.subtitle && kept.fields === row.fields)
    return;
  const after = spellings(made.fields);
  const values = { ...row, spellings: after.join(' ') };
  if (kept === undefined)
    await tx.db
      .insertInto('search_documents')
      .values({ business_id, kind, subject_id: id, number: await nextNumber(tx, kind), ...values })
      .execute();
  else
    await tx.db
      .updateTable('search_documents')
      .set(values)
      .where('business_id', '=', business_id)
      .where('kind', '=', kind)
      .where('subject_id', '=', id)
      .execute();
  await countSpellings(tx, after, wordsIn(kept?.spellings ?? ''));
  const renamed =
    kept !== undefined && (kept.title !== row.title || (kind === 'location' && kept.subtitle !== row.subtitle));
  await alsoIndex(tx, kind, id, renamed);
};

const wordsIn = (text: string): string[] => (text === '' ? [] : text.split(' '));

/** Takes a thing out of what can be found. */
export const unindex = async (tx: Tx, kind: SearchKind, id: string): Promise<void> => {
  const gone = await tx.db
    .deleteFrom('search_documents')
    .where('business_id', '=', tx.businessId)
    .where('kind', '=', kind)
    .where('subject_id', '=', id)
    .returning('spellings')
    .executeTakeFirst();
  await countSpellings(tx, [], wordsIn(gone?.spellings ?? ''));
};

/** Of all businesses: SQLite's index knows documents by their numbers alone. */
const nextNumber = async ({ db }: Tx, kind: SearchKind): Promise<number> => {
  const [first, end] = numbersOf(kind);
  const newest = await db
    .selectFrom('search_documents')
    .select('number')
    .where('number', '>=', first)
    .where('number', '<', end)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (newest?.number ?? first) + 1;
};

/**
 * What shows something of a thing that was changed: a customer is found by the places; a place and what is installed there are shown with
 * the customer's name and the address; a customer who is taken out of the records stands in jobs, and a job's contact in the call it was booked in.
 */
const alsoIndex = async (tx: Tx, kind: SearchKind, id: string, renamed: boolean): Promise<void> => {
  const { db, businessId } = tx;
  if (kind === 'location') {
    const rows = db.selectFrom('locations').select('customer_id').where('business_id', '=', businessId);
    const place = await rows.where('id', '=', id).executeTakeFirst();
    if (place !== undefined) indexSubject(tx, 'customer', place.customer_id);
    if (!renamed) return;
    const installed = db.selectFrom('equipment').select('id').where('business_id', '=', businessId);
    for (const { id: one } of await installed.where('location_id', '=', id).execute())
      indexSubject(tx, 'equipment', one);
  }
  if (kind === 'customer' && renamed)
    for (const [table, one] of [
      ['locations', 'location'],
      ['jobs', 'job'],
    ] as const) {
      const theirs = db.selectFrom(table).select('id').where('business_id', '=', businessId);
      for (const row of await theirs.where('customer_id', '=', id).execute()) indexSubject(tx, one, row.id);
    }
  if (kind === 'job') {
    const jobs = db.selectFrom('jobs').select('call_id').where('business_id', '=', businessId);
    const job = await jobs.where('id', '=', id).executeTakeFirst();
    if (job?.call_id != null) indexSubject(tx, 'call', job.call_id);
  }
};
