import type { Kysely } from 'kysely';
import { ownedTable } from './owned-table.ts';

/** Who is alerted in an emergency, one after the other, and every alert that was raised until somebody took it. */
export const escalation = async (db: Kysely<unknown>): Promise<void> => {
  await ownedTable(db, 'ladder_steps', {
    position: 'integer',
    role: 'text',
    name: 'text',
    phone: 'text',
    email: 'text',
    channels: 'text',
    limit_minutes: 'integer',
  })
    .addUniqueConstraint('ladder_steps_position', ['business_id', 'position'])
    .execute();
  await ownedTable(
    db,
    'escalations',
    {
      kind: 'text',
      reason: 'text',
      call_id: 'text?',
      task_id: 'text?',
      job_id: 'text?',
      facts: 'text',
      status: 'text',
      round: 'integer',
      round_ends_at: 'bigint',
      opened_at: 'bigint',
      acknowledged_at: 'bigint?',
      acknowledged_by: 'text?',
      acknowledged_via: 'text?',
    },
    { call_id: 'calls', task_id: 'tasks', job_id: 'jobs' },
  ).execute();
  await db.schema
    .createIndex('escalations_by_status')
    .on('escalations')
    .columns(['business_id', 'status', 'round_ends_at'])
    .execute();
  await db.schema.createIndex('escalations_by_call').on('escalations').columns(['business_id', 'call_id']).execute();
  await ownedTable(
    db,
    'escalation_steps',
    {
      escalation_id: 'text',
      round: 'integer',
      position: 'integer',
      role: 'text',
      name: 'text',
      channel: 'text',
      recipient: 'text',
      outbox_id: 'text',
      due_at: 'bigint',
    },
    { escalation_id: 'escalations', outbox_id: 'outbox' },
  ).execute();
  await db.schema
    .createIndex('escalation_steps_by_escalation')
    .on('escalation_steps')
    .columns(['business_id', 'escalation_id'])
    .execute();
};
