import type { Kysely } from 'kysely';
import { addColumns, ownedTable } from './owned-table.ts';

/** Work: customers, jobs, visits, promised capacity, quotes, tasks, the outbox. */
export const work = async (db: Kysely<unknown>): Promise<void> => {
  await ownedTable(db, 'customers', { name: 'text', name_confirmed: 'integer', created_at: 'bigint' }).execute();
  await ownedTable(
    db,
    'contacts',
    { customer_id: 'text', kind: 'text', value: 'text', confirmed: 'integer' },
    { customer_id: 'customers' },
  )
    .addUniqueConstraint('contacts_value', ['business_id', 'customer_id', 'kind', 'value'])
    .execute();
  await db.schema.createIndex('contacts_by_value').on('contacts').columns(['business_id', 'kind', 'value']).execute();
  await ownedTable(
    db,
    'locations',
    {
      customer_id: 'text',
      house_number: 'text',
      street: 'text',
      unit: 'text?',
      city: 'text',
      state: 'text',
      zip: 'text?',
      zone: 'text',
      address_key: 'text',
      confirmed: 'integer',
    },
    { customer_id: 'customers' },
  ).execute();
  await db.schema
    .createIndex('locations_by_customer')
    .on('locations')
    .columns(['business_id', 'customer_id', 'address_key'])
    .execute();
  await ownedTable(
    db,
    'quotes',
    {
      call_id: 'text?',
      service_type_id: 'text',
      after_hours: 'integer',
      fee_cents: 'bigint',
      spoken_fee_cents: 'bigint',
      fee_rule: 'text',
      range_low_cents: 'bigint?',
      range_high_cents: 'bigint?',
      currency: 'text',
      created_at: 'bigint',
    },
    { call_id: 'calls', service_type_id: 'service_types' },
  ).execute();
  await ownedTable(
    db,
    'jobs',
    {
      number: 'integer',
      customer_id: 'text',
      location_id: 'text',
      service_type_id: 'text',
      quote_id: 'text?',
      call_id: 'text?',
      problem: 'text',
      details: 'text',
      urgency: 'text',
      after_hours: 'integer',
      status: 'text',
      contact_name: 'text',
      contact_name_confirmed: 'integer',
      contact_phone: 'text',
      contact_phone_confirmed: 'integer',
      unconfirmed: 'text',
      created_at: 'bigint',
    },
    {
      customer_id: 'customers',
      location_id: 'locations',
      service_type_id: 'service_types',
      quote_id: 'quotes',
      call_id: 'calls',
    },
  )
    .addUniqueConstraint('jobs_number', ['business_id', 'number'])
    .execute();
  await db.schema.createIndex('jobs_by_call').on('jobs').columns(['business_id', 'call_id']).execute();
  await ownedTable(
    db,
    'visits',
    {
      job_id: 'text',
      date: 'text',
      window_start: 'text',
      window_end: 'text',
      zone: 'text',
      starts_at: 'bigint',
      ends_at: 'bigint',
      minutes: 'integer',
      after_hours: 'integer',
      status: 'text',
      gate_code: 'text?',
      access: 'text?',
      pets: 'text?',
    },
    { job_id: 'jobs' },
  ).execute();
  await db.schema.createIndex('visits_by_job').on('visits').columns(['business_id', 'job_id']).execute();
  await ownedTable(
    db,
    'assignments',
    { visit_id: 'text', technician_id: 'text', planned_start: 'bigint', planned_end: 'bigint', status: 'text' },
    { visit_id: 'visits', technician_id: 'technicians' },
  ).execute();
  await db.schema
    .createIndex('assignments_by_start')
    .on('assignments')
    .columns(['business_id', 'planned_start'])
    .execute();
  await db.schema.createIndex('assignments_by_visit').on('assignments').columns(['business_id', 'visit_id']).execute();
  await ownedTable(
    db,
    'reservations',
    {
      technician_id: 'text',
      slot: 'text',
      starts_at: 'bigint',
      ends_at: 'bigint',
      expires_at: 'bigint?',
      call_id: 'text?',
      visit_id: 'text?',
    },
    { technician_id: 'technicians', call_id: 'calls', visit_id: 'visits' },
  )
    .addUniqueConstraint('reservations_slot', ['business_id', 'technician_id', 'slot'])
    .execute();
  await db.schema
    .createIndex('reservations_by_start')
    .on('reservations')
    .columns(['business_id', 'starts_at'])
    .execute();
  await addColumns(db.schema.createTable('sequences'), { business_id: 'text', name: 'text', value: 'integer' })
    .addPrimaryKeyConstraint('sequences_key', ['business_id', 'name'])
    .addForeignKeyConstraint('sequences_business', ['business_id'], 'businesses', ['id'])
    .execute();
  await ownedTable(
    db,
    'tasks',
    {
      kind: 'text',
      status: 'text',
      call_id: 'text?',
      job_id: 'text?',
      reason: 'text',
      text: 'text',
      name: 'text?',
      phone: 'text?',
      urgency: 'text',
      facts: 'text',
      created_at: 'bigint',
      closed_at: 'bigint?',
    },
    { call_id: 'calls', job_id: 'jobs' },
  ).execute();
  await db.schema.createIndex('tasks_by_call').on('tasks').columns(['business_id', 'call_id']).execute();
  await ownedTable(db, 'events', {
    subject_kind: 'text',
    subject_id: 'text',
    kind: 'text',
    actor: 'text',
    reason: 'text',
    body: 'text',
    at: 'bigint',
  }).execute();
  await db.schema
    .createIndex('events_by_subject')
    .on('events')
    .columns(['business_id', 'subject_kind', 'subject_id', 'at'])
    .execute();
  await ownedTable(db, 'outbox', {
    kind: 'text',
    channel: 'text',
    recipient: 'text',
    template: 'text',
    facts: 'text',
    idempotency_key: 'text',
    due_at: 'bigint',
    deadline_at: 'bigint?',
    status: 'text',
    attempts: 'integer',
    last_error: 'text?',
    fence: 'integer',
    lease_until: 'bigint?',
    created_at: 'bigint',
    settled_at: 'bigint?',
  })
    .addUniqueConstraint('outbox_idempotency', ['business_id', 'idempotency_key'])
    .execute();
  await db.schema.createIndex('outbox_by_due').on('outbox').columns(['business_id', 'status', 'due_at']).execute();
};
