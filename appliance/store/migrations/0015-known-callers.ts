import type { Kysely } from 'kysely';
import { callTable, ownedTable } from './owned-table.ts';

/**
 * Callers who are known: calls that go on where an earlier one was cut off, calls that we made, numbers that want none of
 * ours, and the ways to a visit that its customer asks about.
 */
export const knownCallers = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .alterTable('calls')
    .addColumn('direction', 'text', (column) => column.notNull().defaultTo('in'))
    .execute();
  await callTable(db, 'resumed_calls', [], { earlier_call_id: 'text', at: 'bigint' })
    .addForeignKeyConstraint('resumed_calls_earlier', ['business_id', 'earlier_call_id'], 'calls', [
      'business_id',
      'id',
    ])
    .execute();
  await ownedTable(db, 'do_not_call', { phone: 'text', call_id: 'text?', at: 'bigint' }, { call_id: 'calls' })
    .addUniqueConstraint('do_not_call_phone', ['business_id', 'phone'])
    .execute();
  const index = (name: string, table: string, columns: string[]): Promise<void> =>
    db.schema
      .createIndex(name)
      .on(table)
      .columns(['business_id', ...columns])
      .execute();
  await index('calls_by_caller', 'calls', ['from_number', 'started_at']);
  await index('jobs_by_customer', 'jobs', ['customer_id']);
  await index('jobs_by_location', 'jobs', ['location_id']);
  await index('jobs_by_contact', 'jobs', ['contact_phone']);
  await index('locations_by_number', 'locations', ['house_number']);
};
