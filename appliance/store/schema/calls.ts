import type { Owned } from './office.ts';

export interface CallRow extends Owned {
  line: string;
  from_number: string;
  to_number: string;
  started_at: number;
  ended_at: number | null;
  ended_by: string | null;
  end_reason: string | null;
  outcome: string | null;
  urgency: string;
  phase: string;
  /** JSON of slots as screens show them; a secret's value is `stored`. */
  slots: string;
  bench: number;
  stt: string;
  tts: string;
  recording_path: string | null;
  recording_offset_ms: number | null;
  recording_failure: string | null;
  /** 1: the caller wanted no recording, and what there was of it was deleted. */
  recording_refused: number | null;
  /** JSON of `OneWayRecord`. */
  one_way: string | null;
  /** JSON of `LineQuality`. */
  line_quality: string | null;
  /** Sealed JSON of `CallIdentityRecord`. */
  identity: string | null;
  /** JSON of `TransferRecord`. */
  transfer: string | null;
  /** JSON of `QualificationRecord`. */
  qualification: string | null;
  job_id: string | null;
  /** `in`; `out` for a call that we made: `to_number` is then whom we rang. */
  direction: string;
}

/** A call that goes on where an earlier one was cut off. */
export interface ResumedCallRow {
  business_id: string;
  call_id: string;
  earlier_call_id: string;
  at: number;
}

/** Every kept event of a call, in order, for replay. `body` is sealed: it holds what was said, codes and cards left out. */
export interface CallEventRow {
  business_id: string;
  call_id: string;
  seq: number;
  at: number;
  body: string;
}

/** A code that a caller gave. Whatever else holds what was said names this row in its place. */
export interface SecretRow extends Owned {
  call_id: string;
  /** `gateCode`, `alarmCode`. */
  slot: string;
  /** The visit it is for, once one was booked. */
  visit_id: string | null;
  sealed: string;
  created_at: number;
}

export interface UtteranceRow extends Owned {
  call_id: string;
  turn: number;
  /** Order within the call. */
  position: number;
  speaker: string;
  text: string;
  heard_text: string | null;
  start_ms: number | null;
  end_ms: number | null;
  command_id: string | null;
  /** JSON array of act names. */
  acts: string;
  degraded: number;
}

export interface CheckpointRow {
  business_id: string;
  call_id: string;
  /** Sealed JSON. */
  state: string;
  state_version: number;
  playbook_digest: string;
  last_seq: number;
  turn: number;
  /** Sealed JSON of the commands this turn gave out. */
  commands: string;
  updated_at: number;
}

export interface ToolJournalRow {
  business_id: string;
  call_id: string;
  key: string;
  name: string;
  args_hash: string;
  ok: number;
  /** JSON: the result, or the error code. */
  result: string;
  created_at: number;
}

export interface TurnTimingRow {
  business_id: string;
  call_id: string;
  turn: number;
  command_id: string;
  endpoint_ms: number | null;
  stt_ms: number | null;
  decide_ms: number | null;
  commit_ms: number | null;
  tts_ms: number | null;
  first_packet_ms: number | null;
  voice_to_voice_ms: number | null;
}

/** One question to a language model; `seq` is that of the event it was asked for. */
export interface ModelCallRow {
  business_id: string;
  call_id: string;
  seq: number;
  position: number;
  at: number;
  server: string;
  model: string;
  task: string;
  /** `ok`, or the code of what went wrong. */
  outcome: string;
  prompt_tokens: number | null;
  answer_tokens: number | null;
  first_ms: number | null;
  total_ms: number;
  micro_dollars: number;
  /** 1: the answer was had before, and nobody was asked. */
  cached: number;
}

/** Which of two models a call was given for a task, while they are compared. */
export interface ModelTrialRow {
  business_id: string;
  call_id: string;
  task: string;
  at: number;
  /** `usual`, `trial`. */
  arm: string;
  usual_server: string;
  usual_model: string;
  trial_server: string;
  trial_model: string;
}
