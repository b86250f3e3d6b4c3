import { blockDigest, isSigned, NO_BLOCK, type AuditBlock } from '#shared/access/audit-chain.ts';
import type { Scope } from '../scope.ts';
import { auditAfter, auditHead, blocksAfter } from './read.ts';
import { BLOCK_ROWS } from './seal.ts';
import { AUDIT_SEQUENCE } from './write.ts';

/** Something about the log that nobody did through the box. */
export interface AuditFault {
  readonly kind: 'changed' | 'missing' | 'signature' | 'truncated';
  /** Where: numbers of entries. */
  readonly from: number;
  readonly to: number;
  readonly detail: string;
}

export interface AuditVerdict {
  readonly entries: number;
  readonly blocks: number;
  /** Of the entries, those that no block seals yet. */
  readonly unsealed: number;
  readonly faults: readonly AuditFault[];
}

const BLOCKS_AT_A_TIME = 20;

/**
 * Reads the whole log and compares it with its blocks, and these with the heads that were kept elsewhere.
 * @param key the box's public key
 * @param heads newest blocks as they were once; one that the log no longer holds shows that its end was cut off
 */
export const verifyAudit = async (scope: Scope, key: string, heads: readonly AuditBlock[]): Promise<AuditVerdict> => {
  const faults: AuditFault[] = [];
  const digests = new Map<number, string>();
  let previous = NO_BLOCK;
  let sealed = 0;
  let last = 0;
  let blocks = 0;
  for (;;) {
    const some = await blocksAfter(scope, last, BLOCKS_AT_A_TIME);
    for (const block of some) {
      const fault = (kind: AuditFault['kind'], detail: string) =>
        faults.push({ kind, from: block.first, to: block.last, detail });
      const entries = (await auditAfter(scope, block.first - 1, BLOCK_ROWS)).filter(({ seq }) => seq <= block.last);
      if (block.first !== last + 1) fault('missing', `nothing seals the entries from ${last + 1} on`);
      if (block.previous !== previous) fault('changed', 'the block before is not the one it was sealed on');
      if (!isSigned(block, key)) fault('signature', 'the block is not signed with the key of this box');
      if (entries.length !== block.count)
        fault('missing', `${block.count} entries were sealed, ${entries.length} are there`);
      else if (blockDigest(block.previous, entries) !== block.digest)
        fault('changed', 'an entry is not what was sealed');
      digests.set(block.last, block.digest);
      previous = block.digest;
      last = block.last;
      sealed += entries.length;
      blocks += 1;
    }
    if (some.length < BLOCKS_AT_A_TIME) break;
  }
  const unsealed = await countAfter(scope, last);
  faults.push(...(await truncations(scope, last, unsealed)));
  for (const head of heads) {
    if (digests.get(head.last) === head.digest) continue;
    faults.push({
      kind: 'truncated',
      from: head.first,
      to: head.last,
      detail: digests.has(head.last)
        ? 'the head kept elsewhere names another block here'
        : 'the head kept elsewhere is no longer in the log',
    });
  }
  return { entries: sealed + unsealed, blocks, unsealed, faults };
};

const countAfter = async ({ db, businessId }: Scope, seq: number): Promise<number> => {
  const row = await db
    .selectFrom('audit_rows')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where('business_id', '=', businessId)
    .where('seq', '>', seq)
    .executeTakeFirstOrThrow();
  return Number(row.rows);
};

/** Numbers are given out one by one in the transaction of the entry: one that is given out and not there was taken away. */
const truncations = async (scope: Scope, sealedTo: number, unsealed: number): Promise<AuditFault[]> => {
  const given = await scope.db
    .selectFrom('sequences')
    .select('value')
    .where('business_id', '=', scope.businessId)
    .where('name', '=', AUDIT_SEQUENCE)
    .executeTakeFirst();
  const expected = given?.value ?? 0;
  const head = await auditHead(scope);
  if (sealedTo + unsealed === expected && (head?.last ?? 0) <= expected) return [];
  return [
    {
      kind: 'truncated',
      from: sealedTo + 1,
      to: Math.max(expected, sealedTo),
      detail: `${expected} entries were written, ${sealedTo + unsealed} are there`,
    },
  ];
};
