import type { Kysely } from 'kysely';
import { addColumns, ownedTable } from './owned-table.ts';

/** Imports: each file with what became of its rows and what it made, the ids that rows have elsewhere, and mappings that are kept. */
export const imports = async (db: Kysely<unknown>): Promise<void> => {
  await ownedTable(db, 'imports', {
    kind: 'text',
    file_name: 'text',
    digest: 'text',
    bytes: 'bigint',
    mapping: 'text?',
    state: 'text',
    failure: 'text?',
    total: 'integer?',
    made: 'integer',
    joined: 'integer',
    known: 'integer',
    rejected: 'integer',
    kept: 'integer',
    actor: 'text',
    created_at: 'bigint',
    started_at: 'bigint?',
    finished_at: 'bigint?',
    undone_at: 'bigint?',
    undone_by: 'text?',
  }).execute();
  await db.schema
    .createIndex('imports_by_creation')
    .on('imports')
    .columns(['business_id', 'created_at', 'id'])
    .execute();
  const partOf = (name: string, key: string[], columns: Parameters<typeof addColumns>[1]) =>
    addColumns(db.schema.createTable(name), { business_id: 'text', import_id: 'text', ...columns })
      .addPrimaryKeyConstraint(`${name}_key`, ['business_id', 'import_id', ...key])
      .addForeignKeyConstraint(`${name}_import`, ['business_id', 'import_id'], 'imports', ['business_id', 'id']);
  await partOf('import_rows', ['line'], {
    line: 'integer',
    outcome: 'text',
    subject_id: 'text?',
    faults: 'text',
  }).execute();
  await partOf('import_made', ['line', 'position'], {
    line: 'integer',
    position: 'integer',
    subject_kind: 'text',
    subject_id: 'text',
    version: 'integer',
  }).execute();
  await addColumns(db.schema.createTable('import_keys'), {
    business_id: 'text',
    kind: 'text',
    source: 'text',
    key: 'text',
    subject_id: 'text',
  })
    .addPrimaryKeyConstraint('import_keys_key', ['business_id', 'kind', 'source', 'key'])
    .addForeignKeyConstraint('import_keys_business', ['business_id'], 'businesses', ['id'])
    .execute();
  await addColumns(db.schema.createTable('import_mappings'), {
    business_id: 'text',
    kind: 'text',
    header_digest: 'text',
    mapping: 'text',
    kept_at: 'bigint',
  })
    .addPrimaryKeyConstraint('import_mappings_key', ['business_id', 'kind', 'header_digest'])
    .addForeignKeyConstraint('import_mappings_business', ['business_id'], 'businesses', ['id'])
    .execute();
  const index = (name: string, table: string, columns: string[]) =>
    db.schema
      .createIndex(name)
      .on(table)
      .columns(['business_id', ...columns])
      .execute();
  await index('import_keys_by_subject', 'import_keys', ['subject_id']);
  await index('locations_by_address', 'locations', ['address_key']);
  await index('customers_by_name', 'customers', ['name']);
};
