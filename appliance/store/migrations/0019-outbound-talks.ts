import type { Kysely } from 'kysely';
import { ownedTable } from './owned-table.ts';

/**
 * Calls of the box's own are conversations: what each is about (a visit, or a call that broke off) takes the place of words the office
 * wrote, and `zone` is where whoever is rung lives. Calls that still waited with such words are taken back.
 */
export const outboundTalks = async (db: Kysely<unknown>): Promise<void> => {
  await ownedTable(
    db,
    'outbound_subjects',
    { visit_id: 'text?', call_id: 'text?', zone: 'text' },
    { id: 'outbound_calls', visit_id: 'visits', call_id: 'calls' },
  ).execute();
  const calls = db as Kysely<{ outbound_calls: { status: string; attempt_id: string | null } }>;
  await calls
    .updateTable('outbound_calls')
    .set({ status: 'cancelled', attempt_id: null })
    .where('status', 'not in', ['done', 'cancelled'])
    .execute();
  await db.schema.alterTable('outbound_calls').dropColumn('text').execute();
};
