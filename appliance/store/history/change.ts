import { isDeepStrictEqual } from 'node:util';
import { PilotError } from '#shared/errors.ts';
import { recordEvent } from '../jobs/event.ts';
import type { Scope, Tx } from '../scope.ts';
import { columnsOf, fieldsOf, read, type Changeable, type Row, type Versioned } from './fields.ts';
import { changedSince, type ChangeBody } from './later.ts';

/** One row of a versioned table, whatever its columns. */
const rowOf = async ({ db, businessId }: Scope, table: Versioned, id: string): Promise<Row | undefined> =>
  db
    .selectFrom(table as 'customers')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('id', '=', id)
    .executeTakeFirst();

/** @throws PilotError `record.unknown` */
export const requireRow = async (
  scope: Scope,
  { table, kind }: Pick<Changeable<unknown>, 'table' | 'kind'>,
  id: string,
): Promise<Row> => {
  const row = await rowOf(scope, table, id);
  if (row !== undefined) return row;
  throw new PilotError('record.unknown', `There is no ${kind} with this id.`, {
    fix: 'Take the id from a list or the search; it may have been merged or removed meanwhile.',
  });
};

/** Who changes what, from which version on. */
export interface Wish<Patch> {
  readonly id: string;
  /** The version the change was made from; null where nobody looked at one. */
  readonly expected: number | null;
  readonly patch: Patch;
  readonly actor: string;
  readonly reason?: string;
  /** Whose history it belongs to; the row's own when left out. */
  readonly subject?: { readonly kind: string; readonly id: string };
  /** More that follows from the change, by column; no part of the history. */
  readonly beside?: Readonly<Record<string, unknown>>;
  /** Fields of the record that stand in other tables, as they were and as they are now. */
  readonly elsewhere?: Readonly<Record<string, { readonly was: unknown; readonly now: unknown }>>;
}

/**
 * Changes a row and writes down what was changed, by whom. Nothing is written where nothing differs.
 * @returns the version from now on
 * @throws ChangedSince when the row is no longer at the expected version; PilotError `record.unknown`
 */
export const changeRow = async <Patch extends object>(
  tx: Tx,
  type: Changeable<Patch>,
  wish: Wish<Patch>,
): Promise<number> => {
  const {
    id,
    expected,
    patch,
    actor,
    reason = '',
    subject = { kind: type.kind, id },
    beside = {},
    elsewhere = {},
  } = wish;
  const row = await requireRow(tx, type, id);
  const now = Number(row['version']);
  if (expected !== null && expected !== now) throw await changedSince(tx, type, { id, expected, patch }, subject);
  const [before, after]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  for (const [name, field] of fieldsOf(type)) {
    const value = (patch as Row)[name];
    const was = read(row, field);
    if (value === undefined || isDeepStrictEqual(value, was)) continue;
    before[name] = was;
    after[name] = value;
  }
  const columns = columnsOf(type, after as Patch);
  for (const [name, { was, now: is }] of Object.entries(elsewhere)) {
    if (isDeepStrictEqual(was, is)) continue;
    before[name] = was;
    after[name] = is;
  }
  if (Object.keys(after).length === 0) return now;
  const version = now + 1;
  await tx.db
    .updateTable(type.table as 'customers')
    .set({ ...columns, ...beside, version })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
  const own = subject.id === id ? {} : { [type.kind]: id };
  const body: ChangeBody = { ...own, version, before, after };
  await recordEvent(tx, { subject, kind: `${type.kind}.changed`, actor, reason, body });
  return version;
};

/** Writes down that a record was made. */
export const recordMade = <Patch extends object>(
  tx: Tx,
  type: Changeable<Patch>,
  made: Pick<Wish<Patch>, 'id' | 'patch' | 'actor' | 'reason' | 'subject'>,
): Promise<void> => {
  const { id, patch, actor, reason = '', subject = { kind: type.kind, id } } = made;
  const own = subject.id === id ? {} : { [type.kind]: id };
  const after = Object.fromEntries(
    Object.keys(type.fields).flatMap((name) => {
      const value = (patch as Row)[name];
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
  const body: ChangeBody = { ...own, version: 1, before: {}, after };
  return recordEvent(tx, { subject, kind: `${type.kind}.added`, actor, reason, body });
};

/**
 * Takes a row away, and writes down what it held.
 * @throws ChangedSince, PilotError `record.unknown`
 */
export const removeRow = async <Patch extends object>(
  tx: Tx,
  type: Changeable<Patch>,
  wish: Omit<Wish<Patch>, 'patch' | 'beside'>,
): Promise<void> => {
  const { id, expected, actor, reason = '', subject = { kind: type.kind, id } } = wish;
  const row = await requireRow(tx, type, id);
  const now = Number(row['version']);
  if (expected !== null && expected !== now)
    throw await changedSince(tx, type, { id, expected, patch: {} as Patch }, subject);
  await tx.db
    .deleteFrom(type.table as 'customers')
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
  const before = Object.fromEntries(
    fieldsOf(type).flatMap(([name, field]) => {
      const value = read(row, field);
      return value === null ? [] : [[name, value]];
    }),
  );
  const own = subject.id === id ? {} : { [type.kind]: id };
  const body: ChangeBody = { ...own, version: now + 1, before, after: {} };
  await recordEvent(tx, { subject, kind: `${type.kind}.removed`, actor, reason, body });
};
