import { isReferenced } from '../fault.ts';
import { recordEvent } from '../jobs/event.ts';
import type { ImportMadeRow } from '../schema/imports.ts';
import type { Tx } from '../scope.ts';
import { indexSubject } from '../search/index-subject.ts';
import { inSavepoint } from '../writer.ts';
import type { Made } from './rows.ts';

const TABLES = {
  customer: 'customers',
  contact: 'contacts',
  location: 'locations',
} as const satisfies Partial<Record<Made['kind'], string>>;

class Changed extends Error {}

/** What hangs on a customer and is no work of anybody's: its first note, pairs that a sweep found, its ids elsewhere. */
const takeWhatHangs = async (tx: Tx, customerId: string): Promise<void> => {
  const notes = await tx.db
    .selectFrom('notes')
    .select(['id', 'version'])
    .where('business_id', '=', tx.businessId)
    .where('subject_kind', '=', 'customer')
    .where('subject_id', '=', customerId)
    .execute();
  if (notes.length > 1 || notes.some(({ version }) => version > 1)) throw new Changed();
  await tx.db
    .deleteFrom('notes')
    .where('business_id', '=', tx.businessId)
    .where('subject_kind', '=', 'customer')
    .where('subject_id', '=', customerId)
    .execute();
  await tx.db
    .deleteFrom('duplicate_pairs')
    .where('business_id', '=', tx.businessId)
    .where('status', '=', 'open')
    .where((eb) => eb.or([eb('older_id', '=', customerId), eb('newer_id', '=', customerId)]))
    .execute();
  await tx.db
    .deleteFrom('import_keys')
    .where('business_id', '=', tx.businessId)
    .where('kind', '=', 'customers')
    .where('subject_id', '=', customerId)
    .execute();
};

/** @throws Changed; the database's own error where something refers to it */
const takeAway = async (tx: Tx, made: ImportMadeRow): Promise<void> => {
  const kind = made.subject_kind as keyof typeof TABLES;
  if (kind === 'customer') await takeWhatHangs(tx, made.subject_id);
  const { numDeletedRows } = await tx.db
    .deleteFrom(TABLES[kind])
    .where('business_id', '=', tx.businessId)
    .where('id', '=', made.subject_id)
    .where('version', '=', made.version)
    .executeTakeFirst();
  if (numDeletedRows === 0n) throw new Changed();
  // Of who never was here, the history keeps no name.
  await tx.db
    .deleteFrom('events')
    .where('business_id', '=', tx.businessId)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', made.subject_id)
    .execute();
  if (kind === 'customer' || kind === 'location') indexSubject(tx, kind, made.subject_id);
};

/**
 * Takes away what the last `count` rows of an import made. A row whose records were changed since, or on which something else stands by now, is kept as it is.
 * @returns how many rows were dealt with; none: nothing is left to undo
 */
export const undoRows = async (tx: Tx, importId: string, actor: string, count: number): Promise<number> => {
  const lines = await tx.db
    .selectFrom('import_made')
    .select('line')
    .distinct()
    .where('business_id', '=', tx.businessId)
    .where('import_id', '=', importId)
    .orderBy('line', 'desc')
    .limit(count)
    .execute();
  for (const { line } of lines) {
    const all = await tx.db
      .selectFrom('import_made')
      .selectAll()
      .where('business_id', '=', tx.businessId)
      .where('import_id', '=', importId)
      .where('line', '=', line)
      .orderBy('position', 'desc')
      .execute();
    const undone = await inSavepoint(tx.db, async () => {
      for (const made of all) await takeAway(tx, made);
      return true;
    }).catch((error: unknown) => {
      if (error instanceof Changed || isReferenced(error)) return false;
      throw error;
    });
    await tx.db
      .deleteFrom('import_made')
      .where('business_id', '=', tx.businessId)
      .where('import_id', '=', importId)
      .where('line', '=', line)
      .execute();
    await tx.db
      .updateTable('import_rows')
      .set({ outcome: undone ? 'undone' : 'kept' })
      .where('business_id', '=', tx.businessId)
      .where('import_id', '=', importId)
      .where('line', '=', line)
      .execute();
    if (!undone)
      await tx.db
        .updateTable('imports')
        .set((eb) => ({ kept: eb('kept', '+', 1) }))
        .where('business_id', '=', tx.businessId)
        .where('id', '=', importId)
        .execute();
  }
  if (lines.length === 0)
    await recordEvent(tx, { subject: { kind: 'import', id: importId }, kind: 'import.undone', actor, reason: '' });
  return lines.length;
};
