import type { Kysely } from 'kysely';
import { ownedTable } from './owned-table.ts';

/** Calls of the box's own: who is to be rung, what they are told, how often that was tried and what came of it. */
export const outboundCalls = async (db: Kysely<unknown>): Promise<void> => {
  await ownedTable(db, 'outbound_calls', {
    to_number: 'text',
    purpose: 'text',
    text: 'text',
    status: 'text',
    outcome: 'text?',
    attempts: 'text',
    attempt_id: 'text?',
    dialled_at: 'bigint?',
    due_at: 'bigint',
    created_at: 'bigint',
    closed_at: 'bigint?',
    requested_by: 'text',
  }).execute();
  await db.schema
    .createIndex('outbound_calls_by_due')
    .on('outbound_calls')
    .columns(['business_id', 'status', 'due_at'])
    .execute();
  await db.schema
    .createIndex('outbound_calls_by_creation')
    .on('outbound_calls')
    .columns(['business_id', 'created_at', 'id'])
    .execute();
};
