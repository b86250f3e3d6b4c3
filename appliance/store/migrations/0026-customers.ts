import type { Kysely } from 'kysely';
import { ownedTable } from './owned-table.ts';

/**
 * Customers as an office keeps them: versions of every row that people change, who is billed, whom we do not serve, what they
 * agreed to, a tree of places with codes of their own, what is installed there, notes; which two may be one, which were made one,
 * and who was erased.
 */
export const customers = async (db: Kysely<unknown>): Promise<void> => {
  const add = (table: string, column: string, type: 'text' | 'bigint' = 'text'): Promise<void> =>
    db.schema.alterTable(table).addColumn(column, type).execute();
  for (const table of ['customers', 'contacts', 'locations'])
    await db.schema
      .alterTable(table)
      .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
      .execute();
  await db.schema
    .alterTable('customers')
    .addColumn('tags', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
  for (const column of ['company', 'bill_to', 'do_not_service', 'merged_into']) await add('customers', column);
  await add('customers', 'erased_at', 'bigint');
  for (const column of ['label', 'person']) await add('contacts', column);
  for (const column of ['name', 'parent_id', 'property_class', 'access', 'geocode_quality'])
    await add('locations', column);

  await ownedTable(
    db,
    'location_codes',
    { location_id: 'text', slot: 'text', sealed: 'text', created_at: 'bigint' },
    { location_id: 'locations' },
  )
    .addUniqueConstraint('location_codes_slot', ['business_id', 'location_id', 'slot'])
    .execute();
  await ownedTable(
    db,
    'consents',
    {
      customer_id: 'text',
      channel: 'text',
      kind: 'text',
      given: 'integer',
      evidence: 'text',
      actor: 'text',
      at: 'bigint',
    },
    { customer_id: 'customers' },
  ).execute();
  await ownedTable(
    db,
    'equipment',
    {
      location_id: 'text',
      type: 'text',
      brand: 'text?',
      model: 'text?',
      serial: 'text?',
      installed_on: 'text?',
      warranty_until: 'text?',
      removed_on: 'text?',
      version: 'integer',
      created_at: 'bigint',
    },
    { location_id: 'locations' },
  ).execute();
  await ownedTable(db, 'notes', {
    subject_kind: 'text',
    subject_id: 'text',
    text: 'text',
    pinned: 'integer',
    author: 'text',
    version: 'integer',
    created_at: 'bigint',
  }).execute();
  await ownedTable(
    db,
    'duplicate_pairs',
    {
      older_id: 'text',
      newer_id: 'text',
      score: 'integer',
      reasons: 'text',
      status: 'text',
      found_at: 'bigint',
      decided_at: 'bigint?',
      decided_by: 'text?',
    },
    { older_id: 'customers', newer_id: 'customers' },
  )
    .addUniqueConstraint('duplicate_pairs_once', ['business_id', 'older_id', 'newer_id'])
    .execute();
  await ownedTable(
    db,
    'customer_merges',
    {
      loser_id: 'text',
      winner_id: 'text',
      snapshot: 'text',
      actor: 'text',
      reason: 'text',
      at: 'bigint',
      undone_at: 'bigint?',
      undone_by: 'text?',
    },
    { loser_id: 'customers', winner_id: 'customers' },
  ).execute();
  await ownedTable(
    db,
    'erasures',
    { customer_id: 'text', actor: 'text', reason: 'text', at: 'bigint' },
    { customer_id: 'customers' },
  )
    .addUniqueConstraint('erasures_once', ['business_id', 'customer_id'])
    .execute();
  const index = (name: string, table: string, columns: string[]): Promise<void> =>
    db.schema
      .createIndex(name)
      .on(table)
      .columns(['business_id', ...columns])
      .execute();
  await index('customers_by_creation', 'customers', ['created_at', 'id']);
  await index('customers_by_winner', 'customers', ['merged_into']);
  await index('locations_by_parent', 'locations', ['parent_id']);
  await index('consents_by_customer', 'consents', ['customer_id', 'at']);
  await index('equipment_by_location', 'equipment', ['location_id']);
  await index('notes_by_subject', 'notes', ['subject_kind', 'subject_id', 'created_at']);
  await index('duplicate_pairs_by_status', 'duplicate_pairs', ['status', 'score']);
  await index('duplicate_pairs_by_newer', 'duplicate_pairs', ['newer_id']);
  await index('customer_merges_by_loser', 'customer_merges', ['loser_id']);
  await index('customer_merges_by_winner', 'customer_merges', ['winner_id']);
};
