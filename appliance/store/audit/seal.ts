import type { KeyObject } from 'node:crypto';
import { blockDigest, NO_BLOCK, signBlock, type AuditBlock } from '#shared/access/audit-chain.ts';
import { newId } from '#shared/ids.ts';
import type { Tx } from '../scope.ts';
import { auditAfter, auditHead } from './read.ts';

/** Entries of one block at most: one transaction stays short. */
export const BLOCK_ROWS = 1_000;

/** Seals the entries that no block holds yet, up to `BLOCK_ROWS`. @returns the new block; null when there was nothing to seal */
export const sealAudit = async (tx: Tx, key: KeyObject): Promise<AuditBlock | null> => {
  const head = await auditHead(tx);
  const entries = await auditAfter(tx, head?.last ?? 0, BLOCK_ROWS);
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return null;
  const previous = head?.digest ?? NO_BLOCK;
  const sealedAt = tx.clock.now();
  const block = signBlock(
    {
      business: tx.businessId,
      first: first.seq,
      last: last.seq,
      count: entries.length,
      previous,
      digest: blockDigest(previous, entries),
      sealedAt,
    },
    key,
  );
  await tx.db
    .insertInto('audit_blocks')
    .values({
      business_id: tx.businessId,
      id: newId(sealedAt),
      first_seq: block.first,
      last_seq: block.last,
      row_count: block.count,
      previous,
      digest: block.digest,
      signature: block.signature,
      key: block.key,
      sealed_at: sealedAt,
    })
    .execute();
  return block;
};
