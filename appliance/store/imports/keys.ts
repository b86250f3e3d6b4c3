import { createHash } from 'node:crypto';
import type { ImportKind, ImportMapping } from '#shared/api/imports.ts';
import { ownColumns } from '#shop/import/rejects.ts';
import type { Scope, Tx } from '../scope.ts';

/** Which row of ours somebody or something of another system is; null where it never came. */
export const findByKey = async (
  { db, businessId }: Scope,
  kind: ImportKind,
  source: string,
  key: string,
): Promise<string | null> =>
  (
    await db
      .selectFrom('import_keys')
      .select('subject_id')
      .where('business_id', '=', businessId)
      .where('kind', '=', kind)
      .where('source', '=', source)
      .where('key', '=', key)
      .executeTakeFirst()
  )?.subject_id ?? null;

/** Has it come from this source under an id already? */
export const hasKeyOf = async (
  { db, businessId }: Scope,
  kind: ImportKind,
  source: string,
  subjectId: string,
): Promise<boolean> =>
  (await db
    .selectFrom('import_keys')
    .select('key')
    .where('business_id', '=', businessId)
    .where('subject_id', '=', subjectId)
    .where('kind', '=', kind)
    .where('source', '=', source)
    .limit(1)
    .executeTakeFirst()) !== undefined;

export const addKey = async (
  tx: Tx,
  kind: ImportKind,
  source: string,
  key: string,
  subjectId: string,
): Promise<void> => {
  await tx.db
    .insertInto('import_keys')
    .values({ business_id: tx.businessId, kind, source, key, subject_id: subjectId })
    .execute();
};

/** Files with the same columns in the same order share it, and so does a file of their rejected rows. */
const headerDigest = (header: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify(ownColumns(header)))
    .digest('hex');

/** How a file with these columns was read the last time; null for new ones. */
export const keptMapping = async (
  { db, businessId }: Scope,
  kind: ImportKind,
  header: readonly string[],
): Promise<ImportMapping | null> => {
  const row = await db
    .selectFrom('import_mappings')
    .select('mapping')
    .where('business_id', '=', businessId)
    .where('kind', '=', kind)
    .where('header_digest', '=', headerDigest(header))
    .executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.mapping) as ImportMapping);
};

export const keepMapping = async (tx: Tx, header: readonly string[], mapping: ImportMapping): Promise<void> => {
  const row = { mapping: JSON.stringify(mapping), kept_at: tx.clock.now() };
  await tx.db
    .insertInto('import_mappings')
    .values({ business_id: tx.businessId, kind: mapping.kind, header_digest: headerDigest(header), ...row })
    .onConflict((conflict) => conflict.columns(['business_id', 'kind', 'header_digest']).doUpdateSet(row))
    .execute();
};
