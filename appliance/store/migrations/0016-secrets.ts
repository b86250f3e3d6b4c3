import type { Kysely } from 'kysely';
import { ownedTable } from './owned-table.ts';

/**
 * Codes of gates and alarms that callers gave: sealed, and nowhere else; whatever else was said of them names the row. A booking
 * gives the row to its visit. And that a caller wanted no recording.
 */
export const secrets = async (db: Kysely<unknown>): Promise<void> => {
  await ownedTable(
    db,
    'secrets',
    { call_id: 'text', slot: 'text', visit_id: 'text?', sealed: 'text', created_at: 'bigint' },
    { call_id: 'calls', visit_id: 'visits' },
  ).execute();
  await db.schema.createIndex('secrets_by_call').on('secrets').columns(['business_id', 'call_id']).execute();
  await db.schema.createIndex('secrets_by_visit').on('secrets').columns(['business_id', 'visit_id']).execute();
  await db.schema.alterTable('calls').addColumn('recording_refused', 'integer').execute();
};
