import type { Kysely } from 'kysely';
import { ownedTable } from './owned-table.ts';

/** Answers to requests that created something, by their Idempotency-Key; and which version of its setting a line has. */
export const idempotency = async (db: Kysely<unknown>): Promise<void> => {
  await ownedTable(db, 'kept_answers', { route: 'text', sealed: 'text', created_at: 'bigint' }).execute();
  await db.schema
    .createIndex('kept_answers_by_time')
    .on('kept_answers')
    .columns(['business_id', 'created_at'])
    .execute();
  await db.schema
    .alterTable('lines')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
};
