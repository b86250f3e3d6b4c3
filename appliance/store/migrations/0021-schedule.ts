import { sql, type Kysely } from 'kysely';
import { addColumns, ownedTable } from './owned-table.ts';

/** The share of each day that a shop keeps for emergencies; before, a number of technicians stood there. */
const SHARE = { none: 0.1, some: 0.2 } as const;

/** What the schedule needs to promise only what can be kept: places, certificates, trucks, needs, blocks, days with a version. */
export const schedule = async (db: Kysely<unknown>): Promise<void> => {
  const add = (table: string, column: string, type: 'real' | 'text'): Promise<void> =>
    db.schema.alterTable(table).addColumn(column, type).execute();
  const count = (table: string, column: string, from: number): Promise<void> =>
    db.schema
      .alterTable(table)
      .addColumn(column, 'integer', (one) => one.notNull().defaultTo(from))
      .execute();
  await add('technicians', 'home_lon', 'real');
  await add('technicians', 'home_lat', 'real');
  await add('locations', 'lon', 'real');
  await add('locations', 'lat', 'real');
  await count('service_types', 'crew', 1);
  await count('service_types', 'lead_minutes', 0);
  await count('visits', 'position', 1);
  await count('visits', 'crew', 1);

  await ownedTable(
    db,
    'certificates',
    { technician_id: 'text', code: 'text', expires_on: 'text?' },
    { technician_id: 'technicians' },
  )
    .addUniqueConstraint('certificates_code', ['business_id', 'technician_id', 'code'])
    .execute();
  await ownedTable(
    db,
    'truck_items',
    { technician_id: 'text', code: 'text', kind: 'text', count: 'integer' },
    { technician_id: 'technicians' },
  )
    .addUniqueConstraint('truck_items_code', ['business_id', 'technician_id', 'code'])
    .execute();
  await ownedTable(
    db,
    'service_needs',
    { service_type_id: 'text', kind: 'text', code: 'text', count: 'integer' },
    { service_type_id: 'service_types' },
  )
    .addUniqueConstraint('service_needs_code', ['business_id', 'service_type_id', 'kind', 'code'])
    .execute();
  await ownedTable(
    db,
    'service_steps',
    {
      service_type_id: 'text',
      position: 'integer',
      minutes: 'integer',
      crew: 'integer',
      min_days: 'integer',
      max_days: 'integer',
    },
    { service_type_id: 'service_types' },
  )
    .addUniqueConstraint('service_steps_position', ['business_id', 'service_type_id', 'position'])
    .execute();
  await ownedTable(
    db,
    'work_paces',
    { technician_id: 'text', service_type_id: 'text', minutes: 'integer' },
    { technician_id: 'technicians', service_type_id: 'service_types' },
  )
    .addUniqueConstraint('work_paces_of', ['business_id', 'technician_id', 'service_type_id'])
    .execute();
  await ownedTable(
    db,
    'slot_blocks',
    { date: 'text', starts: 'text', ends: 'text', technician_id: 'text?', kind: 'text', reason: 'text' },
    { technician_id: 'technicians' },
  ).execute();
  await db.schema.createIndex('slot_blocks_by_date').on('slot_blocks').columns(['business_id', 'date']).execute();
  await ownedTable(
    db,
    'preferred_technicians',
    { customer_id: 'text', technician_id: 'text' },
    { customer_id: 'customers', technician_id: 'technicians' },
  )
    .addUniqueConstraint('preferred_technicians_of', ['business_id', 'customer_id', 'technician_id'])
    .execute();
  await addColumns(db.schema.createTable('schedule_days'), { business_id: 'text', date: 'text', version: 'integer' })
    .addPrimaryKeyConstraint('schedule_days_key', ['business_id', 'date'])
    .addForeignKeyConstraint('schedule_days_business', ['business_id'], 'businesses', ['id'])
    .execute();
  await rebuildReservations(db);
  await shareOfDay(db);
};

/**
 * A technician may keep two promises in one window where both fit into it. What is taken now says how long the work is, and
 * whether its start is fixed: bookings of before were given their whole window.
 */
const rebuildReservations = async (db: Kysely<unknown>): Promise<void> => {
  await ownedTable(
    db,
    'reservations_next',
    {
      technician_id: 'text',
      date: 'text',
      slot: 'text',
      starts_at: 'bigint',
      ends_at: 'bigint',
      minutes: 'integer',
      fixed: 'integer',
      expires_at: 'bigint?',
      call_id: 'text?',
      visit_id: 'text?',
    },
    { technician_id: 'technicians', call_id: 'calls', visit_id: 'visits' },
  ).execute();
  await sql`insert into reservations_next
      (business_id, id, technician_id, date, slot, starts_at, ends_at, minutes, fixed, expires_at, call_id, visit_id)
    select business_id, id, technician_id, substr(slot, 1, 10), slot, starts_at, ends_at, (ends_at - starts_at) / 60000, 1,
      expires_at, call_id, visit_id from reservations`.execute(db);
  await db.schema.dropTable('reservations').execute();
  await db.schema.alterTable('reservations_next').renameTo('reservations').execute();
  await db.schema.createIndex('reservations_by_date').on('reservations').columns(['business_id', 'date']).execute();
  await db.schema
    .createIndex('reservations_by_visit')
    .on('reservations')
    .columns(['business_id', 'visit_id'])
    .execute();
  await db.schema.createIndex('reservations_by_call').on('reservations').columns(['business_id', 'call_id']).execute();
};

const shareOfDay = async (db: Kysely<unknown>): Promise<void> => {
  const { rows } = await sql<{ id: string; settings: string }>`select id, settings from businesses`.execute(db);
  for (const { id, settings } of rows) {
    const told = JSON.parse(settings) as { emergencyReserve?: number };
    if (told.emergencyReserve === undefined) continue;
    const emergencyReserve = told.emergencyReserve > 0 ? SHARE.some : SHARE.none;
    await sql`update businesses set settings = ${JSON.stringify({ ...told, emergencyReserve })} where id = ${id}`.execute(
      db,
    );
  }
};
