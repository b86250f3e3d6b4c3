import { SEARCH_KINDS, type SearchKind } from '#shared/api/search.ts';
import type { Tx } from '../scope.ts';
import { DOCUMENT_VERSION, SUBJECTS } from './document-of.ts';
import { indexNow, unindex } from './index-subject.ts';

/**
 * Makes the next few things findable that were there before the search was, or since documents are made in another way. Call it
 * until it is done, each time in a transaction of its own.
 * @param most so many at a time
 * @returns false when nothing is left to do
 */
export const walkOn = async (tx: Tx, most: number): Promise<boolean> => {
  for (const kind of SEARCH_KINDS) {
    const subject = SUBJECTS[kind];
    const walk = await tx.db
      .selectFrom('search_walks')
      .select(['version', 'after_id', 'finished'])
      .where('business_id', '=', tx.businessId)
      .where('kind', '=', kind)
      .executeTakeFirst();
    if (walk?.version === DOCUMENT_VERSION && walk.finished === 1) continue;
    const after = walk?.version === DOCUMENT_VERSION ? walk.after_id : await clear(tx, kind, most);
    if (after === null) return true;
    const next = await tx.db
      .selectFrom(subject.table)
      .select('id')
      .where('business_id', '=', tx.businessId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(most)
      .execute();
    for (const { id } of next) await indexNow(tx, kind, id);
    await keep(tx, kind, next.at(-1)?.id ?? after, next.length < most);
    return true;
  }
  return false;
};

/** Takes out what was made in another way. @returns where the walk begins, or null while there is more of that */
const clear = async (tx: Tx, kind: SearchKind, most: number): Promise<string | null> => {
  const old = await tx.db
    .selectFrom('search_documents')
    .select('subject_id')
    .where('business_id', '=', tx.businessId)
    .where('kind', '=', kind)
    .limit(most)
    .execute();
  for (const { subject_id } of old) await unindex(tx, kind, subject_id);
  return old.length < most ? '' : null;
};

const keep = async (tx: Tx, kind: SearchKind, after_id: string, finished: boolean): Promise<void> => {
  const row = { version: DOCUMENT_VERSION, after_id, finished: finished ? 1 : 0 };
  await tx.db
    .insertInto('search_walks')
    .values({ business_id: tx.businessId, kind, ...row })
    .onConflict((conflict) => conflict.columns(['business_id', 'kind']).doUpdateSet(row))
    .execute();
};

/** Has everything made findable anew by the walk; until it is through, less is found. */
export const walkAgain = async (tx: Tx): Promise<void> => {
  await tx.db
    .updateTable('search_walks')
    .set({ version: 0, finished: 0 })
    .where('business_id', '=', tx.businessId)
    .execute();
};
