import type { AuditBlock, AuditEntry } from '#shared/access/audit-chain.ts';
import type { AuditBlockRow, AuditRow } from '../schema/access.ts';
import type { Scope } from '../scope.ts';

const entryOf = (row: AuditRow): AuditEntry => ({
  seq: row.seq,
  at: row.at,
  actor: row.actor,
  act: row.act,
  objectKind: row.object_kind,
  objectId: row.object_id,
  versionBefore: row.version_before,
  versionAfter: row.version_after,
  valueHash: row.value_hash,
});

const blockOf = (row: AuditBlockRow): AuditBlock => ({
  business: row.business_id,
  first: row.first_seq,
  last: row.last_seq,
  count: row.row_count,
  previous: row.previous,
  digest: row.digest,
  sealedAt: row.sealed_at,
  key: row.key,
  signature: row.signature,
});

/** Entries after a number, in order. */
export const auditAfter = async ({ db, businessId }: Scope, seq: number, limit: number): Promise<AuditEntry[]> => {
  const rows = await db
    .selectFrom('audit_rows')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(entryOf);
};

/** The newest entries, newest first. @param before only those with a smaller number */
export const latestAudit = async (
  { db, businessId }: Scope,
  { limit, before }: { readonly limit: number; readonly before?: number | undefined },
): Promise<AuditEntry[]> => {
  let query = db
    .selectFrom('audit_rows')
    .selectAll()
    .where('business_id', '=', businessId)
    .orderBy('seq', 'desc')
    .limit(limit);
  if (before !== undefined) query = query.where('seq', '<', before);
  return (await query.execute()).map(entryOf);
};

/** The newest block; null before the first. Its digest stands for everything before it, so a copy of it elsewhere shows what is cut off. */
export const auditHead = async ({ db, businessId }: Pick<Scope, 'businessId' | 'db'>): Promise<AuditBlock | null> => {
  const row = await db
    .selectFrom('audit_blocks')
    .selectAll()
    .where('business_id', '=', businessId)
    .orderBy('first_seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : blockOf(row);
};

/** Blocks after a number, in order. */
export const blocksAfter = async ({ db, businessId }: Scope, seq: number, limit: number): Promise<AuditBlock[]> => {
  const rows = await db
    .selectFrom('audit_blocks')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('first_seq', '>', seq)
    .orderBy('first_seq')
    .limit(limit)
    .execute();
  return rows.map(blockOf);
};
