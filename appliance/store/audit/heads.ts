import type { Kysely } from 'kysely';
import type { AuditBlock } from '#shared/access/audit-chain.ts';
import type { Tables } from '../schema/tables.ts';
import { auditHead } from './read.ts';

/** The migration that made the audit log. */
const SINCE = 24;

/** The newest block of each business. @param schema number of the database's newest migration */
export const auditHeads = async (db: Kysely<Tables>, schema: number): Promise<AuditBlock[]> => {
  if (schema < SINCE) return [];
  const heads: AuditBlock[] = [];
  for (const { id } of await db.selectFrom('businesses').select('id').orderBy('id').execute()) {
    const head = await auditHead({ db, businessId: id });
    if (head !== null) heads.push(head);
  }
  return heads;
};
