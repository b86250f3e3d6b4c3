import { sql, type Kysely } from 'kysely';
import { ownedTable } from './owned-table.ts';

/**
 * Deposits: the shop's rule, what a service type is for (`service`, `install`, `estimate`), and in a quote the estimate and
 * deposit that were told, with the state whose rules they were made by.
 */
export const deposits = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('quotes').addColumn('estimate_cents', 'bigint').execute();
  await db.schema.alterTable('quotes').addColumn('deposit_cents', 'bigint').execute();
  await db.schema.alterTable('quotes').addColumn('state', 'text').execute();
  await db.schema
    .alterTable('service_types')
    .addColumn('work', 'text', (column) => column.notNull().defaultTo('service'))
    .execute();
  // Visits that cost nothing are those of estimates.
  await sql`update service_types set work = 'estimate' where exists (
    select 1 from price_items where price_items.business_id = service_types.business_id
      and price_items.service_type_id = service_types.id and price_items.fee_cents = 0)`.execute(db);
  await ownedTable(db, 'deposit_rules', {
    percent: 'integer',
    on_service: 'integer',
    on_install: 'integer',
    install_cap_percent: 'integer?',
    install_cap_cents: 'bigint?',
  })
    .addUniqueConstraint('deposit_rules_business', ['business_id'])
    .execute();
};
