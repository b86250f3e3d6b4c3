import type { NewNote, NotePatch, NoteRecord, NoteSubject } from '#shared/api/notes.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import { changeRow, recordMade, removeRow, requireRow } from '../history/change.ts';
import type { Changeable } from '../history/fields.ts';
import type { Scope, Tx } from '../scope.ts';

const NOTE: Changeable<NotePatch> = {
  table: 'notes',
  kind: 'note',
  fields: { text: { column: 'text' }, pinned: { column: 'pinned', as: 'flag' } },
};

interface Subject {
  readonly kind: NoteSubject;
  readonly id: string;
}

const TABLES = { customer: 'customers', location: 'locations', equipment: 'equipment', job: 'jobs' } as const;

/** @returns its id @throws PilotError `record.unknown` */
export const addNote = async (
  tx: Tx,
  subject: Subject,
  { text, pinned = false }: NewNote,
  actor: string,
): Promise<string> => {
  const there = await tx.db
    .selectFrom(TABLES[subject.kind] as 'customers')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('id', '=', subject.id)
    .executeTakeFirst();
  if (there === undefined)
    throw new PilotError('record.unknown', `There is no ${subject.kind} with this id.`, {
      fix: 'Take the id from a list or the search.',
    });
  const now = tx.clock.now();
  const id = newId(now);
  await tx.db
    .insertInto('notes')
    .values({
      business_id: tx.businessId,
      id,
      subject_kind: subject.kind,
      subject_id: subject.id,
      text,
      pinned: pinned ? 1 : 0,
      author: actor,
      version: 1,
      created_at: now,
    })
    .execute();
  await recordMade(tx, NOTE, { id, patch: { text, pinned }, actor, subject });
  return id;
};

const subjectOf = async (tx: Tx, id: string): Promise<Subject> => {
  const row = await requireRow(tx, NOTE, id);
  return { kind: row['subject_kind'] as NoteSubject, id: String(row['subject_id']) };
};

/** @returns the version from now on @throws ChangedSince, PilotError `record.unknown` */
export const changeNote = async (
  tx: Tx,
  id: string,
  expected: number | null,
  patch: NotePatch,
  actor: string,
): Promise<number> => changeRow(tx, NOTE, { id, expected, patch, actor, subject: await subjectOf(tx, id) });

/** @throws ChangedSince, PilotError `record.unknown` */
export const removeNote = async (tx: Tx, id: string, expected: number | null, actor: string): Promise<void> =>
  removeRow(tx, NOTE, { id, expected, actor, subject: await subjectOf(tx, id) });

const MOST = 200;

/** Notes of a subject: pinned ones first, then the newest; at most 200. */
export const readNotes = async ({ db, businessId }: Scope, subject: Subject): Promise<NoteRecord[]> => {
  const rows = await db
    .selectFrom('notes')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('subject_kind', '=', subject.kind)
    .where('subject_id', '=', subject.id)
    .orderBy('pinned', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    text: row.text,
    pinned: row.pinned === 1,
    author: row.author,
    createdAt: row.created_at,
  }));
};
