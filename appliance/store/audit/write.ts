import { newId } from '#shared/ids.ts';
import { nextNumber } from '../jobs/sequence.ts';
import type { Tx } from '../scope.ts';

/** Names the sequence the log's numbers come from. */
export const AUDIT_SEQUENCE = 'audit';

/** What somebody did, or asked for. */
export interface AuditedAct {
  /** As `actorOf` says it; `nobody` before anybody was known. */
  readonly actor: string;
  readonly act: string;
  readonly object: { readonly kind: string; readonly id: string };
  readonly versions?: { readonly before: number | null; readonly after: number | null };
  /** A keyed hash, never the value. */
  readonly valueHash?: string;
}

/** Appends to the audit log, in the transaction of what is done. Nothing ever changes or removes such a row. */
export const audit = async (tx: Tx, { actor, act, object, versions, valueHash }: AuditedAct): Promise<void> => {
  const at = tx.clock.now();
  await tx.db
    .insertInto('audit_rows')
    .values({
      business_id: tx.businessId,
      id: newId(at),
      seq: await nextNumber(tx, AUDIT_SEQUENCE, 1),
      at,
      actor,
      act,
      object_kind: object.kind,
      object_id: object.id,
      version_before: versions?.before ?? null,
      version_after: versions?.after ?? null,
      value_hash: valueHash ?? '',
    })
    .execute();
};
