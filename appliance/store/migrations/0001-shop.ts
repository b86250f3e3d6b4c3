import type { Kysely } from 'kysely';
import { addColumns, ownedTable } from './owned-table.ts';

/** The shop: business, lines, what it sells, when it is open, who works. */
export const shop = async (db: Kysely<unknown>): Promise<void> => {
  await addColumns(db.schema.createTable('businesses'), {
    id: 'text',
    name: 'text',
    zone: 'text',
    phone: 'text',
    settings: 'text',
    created_at: 'bigint',
  })
    .addPrimaryKeyConstraint('businesses_key', ['id'])
    .execute();

  await ownedTable(db, 'lines', { name: 'text', number: 'text' })
    .addUniqueConstraint('lines_name', ['business_id', 'name'])
    .execute();
  await ownedTable(db, 'service_types', {
    code: 'text',
    trade: 'text',
    name: 'text',
    minutes: 'integer',
    skill: 'text',
  })
    .addUniqueConstraint('service_types_code', ['business_id', 'code'])
    .execute();
  await ownedTable(
    db,
    'price_items',
    {
      service_type_id: 'text',
      fee_cents: 'bigint',
      after_hours_numerator: 'integer',
      after_hours_denominator: 'integer',
      fee_rule: 'text',
      range_low_cents: 'bigint?',
      range_high_cents: 'bigint?',
      after_hours_range_low_cents: 'bigint?',
      after_hours_range_high_cents: 'bigint?',
      currency: 'text',
    },
    { service_type_id: 'service_types' },
  )
    .addUniqueConstraint('price_items_service', ['business_id', 'service_type_id'])
    .execute();
  await ownedTable(db, 'opening_hours', { weekday: 'integer', kind: 'text', starts: 'text', ends: 'text' }).execute();
  await ownedTable(db, 'holidays', { date: 'text', name: 'text', kind: 'text' })
    .addUniqueConstraint('holidays_date', ['business_id', 'date'])
    .execute();
  await ownedTable(db, 'technicians', { name: 'text', phone: 'text', skills: 'text', active: 'integer' }).execute();
  await ownedTable(
    db,
    'shifts',
    { technician_id: 'text', weekday: 'integer?', date: 'text?', kind: 'text', starts: 'text', ends: 'text' },
    { technician_id: 'technicians' },
  ).execute();
};
