import type { Kysely } from 'kysely';
import { callTable } from './owned-table.ts';

/** Answers of models that were had before, and which of two models a call was given to be compared by. */
export const modelTrials = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema
    .alterTable('model_calls')
    .addColumn('cached', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await callTable(db, 'model_trials', ['task'], {
    task: 'text',
    at: 'bigint',
    arm: 'text',
    usual_server: 'text',
    usual_model: 'text',
    trial_server: 'text',
    trial_model: 'text',
  }).execute();
  await db.schema.createIndex('model_trials_by_time').on('model_trials').columns(['business_id', 'at']).execute();
};
