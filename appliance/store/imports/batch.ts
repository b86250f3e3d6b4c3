import type { ImportFailure, ImportKind, ImportMapping, ImportRecord, ImportState } from '#shared/api/imports.ts';
import { PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import { pageOf, placeOf, type Page, type PageRequest } from '../page.ts';
import type { ImportRow } from '../schema/imports.ts';
import type { Scope, Tx } from '../scope.ts';

const recordOf = (row: ImportRow): ImportRecord => ({
  id: row.id,
  kind: row.kind as ImportKind,
  fileName: row.file_name,
  digest: row.digest,
  bytes: row.bytes,
  state: row.state as ImportState,
  failure: row.failure === null ? null : (JSON.parse(row.failure) as ImportFailure),
  mapping: row.mapping === null ? null : (JSON.parse(row.mapping) as ImportMapping),
  total: row.total,
  made: row.made,
  joined: row.joined,
  known: row.known,
  rejected: row.rejected,
  kept: row.kept,
  actor: row.actor,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  undoneAt: row.undone_at,
  undoneBy: row.undone_by,
});

const one = ({ db, businessId }: Scope, id: string) =>
  db.selectFrom('imports').selectAll().where('business_id', '=', businessId).where('id', '=', id).executeTakeFirst();

const readImport = async (scope: Scope, id: string): Promise<ImportRecord | null> => {
  const row = await one(scope, id);
  return row === undefined ? null : recordOf(row);
};

/** @throws PilotError `import.unknown` */
export const requireImport = async (scope: Scope, id: string): Promise<ImportRecord> => {
  const found = await readImport(scope, id);
  if (found !== null) return found;
  throw new PilotError('import.unknown', 'No import has this id.', { fix: 'Take the id from the list of imports.' });
};

/** Newest first. */
export const listImports = async ({ db, businessId }: Scope, request: PageRequest): Promise<Page<ImportRecord>> => {
  let query = db
    .selectFrom('imports')
    .selectAll()
    .where('business_id', '=', businessId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(request.limit + 1);
  const from = placeOf(request);
  if (from !== null)
    query = query.where((eb) =>
      eb.or([eb('created_at', '<', from.at), eb.and([eb('created_at', '=', from.at), eb('id', '<', from.id)])]),
    );
  return pageOf(await query.execute(), request.limit, ({ created_at, id }) => ({ at: created_at, id }), recordOf);
};

/** Those a process left in the middle, the oldest first. */
export const importsUnderWay = async ({ db, businessId }: Scope): Promise<readonly ImportRecord[]> =>
  (
    await db
      .selectFrom('imports')
      .selectAll()
      .where('business_id', '=', businessId)
      .where('state', 'in', ['running', 'undoing'])
      .orderBy('id')
      .execute()
  ).map(recordOf);

export interface UploadedFile {
  readonly kind: ImportKind;
  readonly fileName: string;
  /** SHA-256, hex. */
  readonly digest: string;
  readonly bytes: number;
}

/** The import of the same bytes that waits to be started; null when there is none. */
export const waitingImport = async (
  { db, businessId }: Scope,
  { kind, digest }: Pick<UploadedFile, 'kind' | 'digest'>,
): Promise<string | null> =>
  (
    await db
      .selectFrom('imports')
      .select('id')
      .where('business_id', '=', businessId)
      .where('kind', '=', kind)
      .where('digest', '=', digest)
      .where('state', '=', 'uploaded')
      .limit(1)
      .executeTakeFirst()
  )?.id ?? null;

/** Writes down a file that lies on the disk. @returns the id of the import */
export const addImport = async (tx: Tx, file: UploadedFile, actor: string): Promise<string> => {
  const now = tx.clock.now();
  const id = newId(now);
  await tx.db
    .insertInto('imports')
    .values({
      business_id: tx.businessId,
      id,
      kind: file.kind,
      file_name: file.fileName,
      digest: file.digest,
      bytes: file.bytes,
      mapping: null,
      state: 'uploaded',
      failure: null,
      total: null,
      made: 0,
      joined: 0,
      known: 0,
      rejected: 0,
      kept: 0,
      actor,
      created_at: now,
      started_at: null,
      finished_at: null,
      undone_at: null,
      undone_by: null,
    })
    .execute();
  return id;
};

const change = (tx: Tx, id: string, row: Partial<ImportRow>) =>
  tx.db.updateTable('imports').set(row).where('business_id', '=', tx.businessId).where('id', '=', id);

const wrongState = (state: string, wanted: string): PilotError =>
  new PilotError('import.state', `This import is ${state}; it cannot be ${wanted}.`, {
    fix: 'See what became of it in the list of imports; the same file can be given again, and doubles nothing.',
  });

/** From here on its rows land. @throws PilotError `import.unknown`, `import.state` */
export const startImport = async (tx: Tx, id: string, mapping: ImportMapping): Promise<void> => {
  const { state } = await requireImport(tx, id);
  if (state !== 'uploaded' && state !== 'failed') throw wrongState(state, 'started');
  await change(tx, id, {
    state: 'running',
    mapping: JSON.stringify(mapping),
    failure: null,
    started_at: tx.clock.now(),
  }).execute();
};

/** How many rows the file has, those that are none counted. */
export const setTotal = async (tx: Tx, id: string, total: number): Promise<void> => {
  await change(tx, id, { total }).execute();
};

export const finishImport = async (tx: Tx, id: string): Promise<void> => {
  await change(tx, id, { state: 'done', finished_at: tx.clock.now() }).execute();
};

/** What landed stays; the file can be started again. */
export const failImport = async (tx: Tx, id: string, failure: ImportFailure): Promise<void> => {
  await change(tx, id, { state: 'failed', failure: JSON.stringify(failure), finished_at: tx.clock.now() })
    .where('state', '=', 'running')
    .execute();
};

/** @throws PilotError `import.unknown`, `import.state` */
export const startUndo = async (tx: Tx, id: string, actor: string): Promise<void> => {
  const { state } = await requireImport(tx, id);
  if (state !== 'done' && state !== 'failed') throw wrongState(state, 'undone');
  await change(tx, id, { state: 'undoing', undone_by: actor }).execute();
};

export const finishUndo = async (tx: Tx, id: string): Promise<void> => {
  await change(tx, id, { state: 'undone', undone_at: tx.clock.now() }).execute();
};
