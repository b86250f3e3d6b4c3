import { sql, type Kysely } from 'kysely';
import { addColumns, ownedTable } from './owned-table.ts';

/** What a call is worth, and what it costs: a line for each thing that costs, and sums by day and month. */
export const cost = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('calls').addColumn('qualification', 'text').execute();
  await db.schema.alterTable('outbox').addColumn('call_id', 'text').execute();
  await ownedTable(
    db,
    'cost_lines',
    {
      call_id: 'text?',
      source: 'text',
      kind: 'text',
      quantity: 'bigint',
      unit: 'text',
      micros: 'bigint',
      currency: 'text',
      estimate: 'integer',
      at: 'bigint',
    },
    { call_id: 'calls' },
  )
    .addUniqueConstraint('cost_lines_source', ['business_id', 'source'])
    .execute();
  await db.schema.createIndex('cost_lines_by_call').on('cost_lines').columns(['business_id', 'call_id']).execute();
  await addColumns(db.schema.createTable('cost_totals'), {
    business_id: 'text',
    period: 'text',
    kind: 'text',
    quantity: 'bigint',
    micros: 'bigint',
  })
    .addPrimaryKeyConstraint('cost_totals_key', ['business_id', 'period', 'kind'])
    .addForeignKeyConstraint('cost_totals_business', ['business_id'], 'businesses', ['id'])
    .execute();
  // What was sent for which call is looked up among the promises kept lately.
  await sql`create index outbox_by_settlement on outbox (business_id, status, settled_at)`.execute(db);
};
