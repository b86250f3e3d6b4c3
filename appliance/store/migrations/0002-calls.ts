import type { Kysely } from 'kysely';
import { callTable, ownedTable } from './owned-table.ts';

/** Calls: what happened, what was said, where the conversation stands, which tools ran. */
export const calls = async (db: Kysely<unknown>): Promise<void> => {
  await ownedTable(db, 'calls', {
    line: 'text',
    from_number: 'text',
    to_number: 'text',
    started_at: 'bigint',
    ended_at: 'bigint?',
    ended_by: 'text?',
    end_reason: 'text?',
    outcome: 'text?',
    urgency: 'text',
    phase: 'text',
    slots: 'text',
    bench: 'integer',
    stt: 'text',
    tts: 'text',
    recording_path: 'text?',
    recording_offset_ms: 'integer?',
    job_id: 'text?',
  }).execute();
  await db.schema.createIndex('calls_by_start').on('calls').columns(['business_id', 'started_at', 'id']).execute();
  await db.schema.createIndex('calls_by_end').on('calls').columns(['business_id', 'ended_at']).execute();

  await callTable(db, 'call_events', ['seq'], { seq: 'integer', at: 'bigint', body: 'text' }).execute();
  await callTable(db, 'call_checkpoints', [], {
    state: 'text',
    state_version: 'integer',
    playbook_digest: 'text',
    last_seq: 'integer',
    turn: 'integer',
    commands: 'text',
    updated_at: 'bigint',
  }).execute();
  await callTable(db, 'tool_journal', ['key'], {
    key: 'text',
    name: 'text',
    args_hash: 'text',
    ok: 'integer',
    result: 'text',
    created_at: 'bigint',
  }).execute();
  await callTable(db, 'turn_timings', ['command_id'], {
    turn: 'integer',
    command_id: 'text',
    endpoint_ms: 'real?',
    stt_ms: 'real?',
    decide_ms: 'real?',
    commit_ms: 'real?',
    tts_ms: 'real?',
    first_packet_ms: 'real?',
    voice_to_voice_ms: 'real?',
  }).execute();
  await ownedTable(
    db,
    'utterances',
    {
      call_id: 'text',
      turn: 'integer',
      position: 'integer',
      speaker: 'text',
      text: 'text',
      heard_text: 'text?',
      start_ms: 'integer?',
      end_ms: 'integer?',
      command_id: 'text?',
      acts: 'text',
      degraded: 'integer',
    },
    { call_id: 'calls' },
  )
    .addUniqueConstraint('utterances_position', ['business_id', 'call_id', 'position'])
    .execute();
};
