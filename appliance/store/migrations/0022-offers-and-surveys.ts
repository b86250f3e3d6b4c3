import { sql, type Kysely } from 'kysely';
import { ownedTable } from './owned-table.ts';

/**
 * What is sold beside a visit: its prices, what a call offered and how the caller answered, what is wanted on a job. And what
 * customers say of a visit that is over.
 */
export const offersAndSurveys = async (db: Kysely<unknown>): Promise<void> => {
  const price = { code: 'text', name: 'text', price_cents: 'bigint', is_from: 'integer', per: 'text' } as const;
  const evidence = { evidence_utterance: 'text?', evidence_ms: 'bigint?' } as const;
  await ownedTable(db, 'add_ons', { ...price, membership: 'integer', currency: 'text' })
    .addUniqueConstraint('add_ons_code', ['business_id', 'code'])
    .execute();
  await ownedTable(
    db,
    'add_on_offers',
    {
      call_id: 'text',
      job_id: 'text',
      customer_id: 'text',
      phone: 'text',
      ...price,
      spoken_price_cents: 'bigint',
      membership: 'integer',
      currency: 'text',
      asked_at: 'bigint',
      answer: 'text?',
      answered_at: 'bigint?',
      ...evidence,
    },
    { call_id: 'calls', job_id: 'jobs', customer_id: 'customers' },
  )
    .addUniqueConstraint('add_on_offers_once', ['business_id', 'call_id'])
    .execute();
  await ownedTable(
    db,
    'job_lines',
    {
      job_id: 'text',
      add_on_offer_id: 'text',
      ...price,
      currency: 'text',
      evidence_utterance: 'text',
      evidence_ms: 'bigint',
      created_at: 'bigint',
    },
    { job_id: 'jobs', add_on_offer_id: 'add_on_offers' },
  )
    .addUniqueConstraint('job_lines_once', ['business_id', 'add_on_offer_id'])
    .execute();
  await ownedTable(
    db,
    'surveys',
    {
      visit_id: 'text',
      job_id: 'text',
      customer_id: 'text',
      phone: 'text',
      channel: 'text',
      status: 'text',
      asked_at: 'bigint',
      call_id: 'text?',
      score: 'integer?',
      comment: 'text?',
      ...evidence,
      answered_at: 'bigint?',
      task_id: 'text?',
    },
    { visit_id: 'visits', job_id: 'jobs', customer_id: 'customers', call_id: 'calls', task_id: 'tasks' },
  )
    .addUniqueConstraint('surveys_once', ['business_id', 'visit_id'])
    .execute();
  await sql`create index add_on_offers_by_customer on add_on_offers (business_id, customer_id, asked_at)`.execute(db);
  await sql`create index add_on_offers_by_phone on add_on_offers (business_id, phone, asked_at)`.execute(db);
  await sql`create index job_lines_by_job on job_lines (business_id, job_id)`.execute(db);
  await sql`create index surveys_by_customer on surveys (business_id, customer_id, asked_at)`.execute(db);
  await sql`create index surveys_by_phone on surveys (business_id, phone, asked_at)`.execute(db);
  await sql`create index surveys_by_time on surveys (business_id, asked_at, id)`.execute(db);
};
