import type { Kysely } from 'kysely';
import { callTable } from './owned-table.ts';

/** Every question to a language model: to which, what came of it, how long it took and what it cost. No word of anybody's. */
export const modelCalls = async (db: Kysely<unknown>): Promise<void> => {
  await callTable(db, 'model_calls', ['seq', 'position'], {
    seq: 'integer',
    position: 'integer',
    at: 'bigint',
    server: 'text',
    model: 'text',
    task: 'text',
    outcome: 'text',
    prompt_tokens: 'integer?',
    answer_tokens: 'integer?',
    first_ms: 'integer?',
    total_ms: 'integer',
    micro_dollars: 'bigint',
  }).execute();
  await db.schema.createIndex('model_calls_by_time').on('model_calls').columns(['business_id', 'at']).execute();
};
