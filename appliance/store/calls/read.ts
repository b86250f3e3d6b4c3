import type { CallIdentityRecord } from '#shared/api/identity.ts';
import type { QualificationRecord } from '#shared/api/qualification.ts';
import type {
  CallRecord,
  CallSummary,
  OneWayRecord,
  SlotRecord,
  TaskRecord,
  TurnTiming,
  UtteranceRecord,
} from '#shared/api/records.ts';
import type { TransferRecord } from '#shared/api/transfer.ts';
import type { LineQuality } from '#shared/api/trace.ts';
import { shown } from '#conversation/state/references.ts';
import type { CallRow } from '../schema/calls.ts';
import type { Scope } from '../scope.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import { readCallCost } from '../cost/read.ts';
import { readJob } from '../jobs/read-job.ts';
import { identityPlace } from './call.ts';
import { readTasks } from '../jobs/read-task.ts';
import { pageOf, placeOf, type Page, type PageRequest } from '../page.ts';

const summaryOf = (row: CallRow & { job_number: number | null }): CallSummary => ({
  id: row.id,
  line: row.line,
  direction: row.direction === 'out' ? 'out' : 'in',
  from: row.from_number,
  to: row.to_number,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  status: row.ended_at === null ? 'live' : 'ended',
  outcome: row.outcome,
  urgency: row.urgency,
  phase: row.phase,
  bench: row.bench === 1,
  jobNumber: row.job_number === null ? null : formatJobNumber(row.job_number),
  hasRecording: row.recording_path !== null,
});

const callRows = ({ db, businessId }: Scope) =>
  db
    .selectFrom('calls')
    .leftJoin('jobs', (join) =>
      join.onRef('jobs.business_id', '=', 'calls.business_id').onRef('jobs.id', '=', 'calls.job_id'),
    )
    .selectAll('calls')
    .select('jobs.number as job_number')
    .where('calls.business_id', '=', businessId);

/** Calls, newest first. */
export const listCalls = async (scope: Scope, request: PageRequest): Promise<Page<CallSummary>> => {
  let query = callRows(scope)
    .orderBy('calls.started_at', 'desc')
    .orderBy('calls.id', 'desc')
    .limit(request.limit + 1);
  const from = placeOf(request);
  if (from !== null) {
    query = query.where((eb) =>
      eb.or([
        eb('calls.started_at', '<', from.at),
        eb.and([eb('calls.started_at', '=', from.at), eb('calls.id', '<', from.id)]),
      ]),
    );
  }
  const rows = await query.execute();
  return pageOf(rows, request.limit, (row) => ({ at: row.started_at, id: row.id }), summaryOf);
};

/** Calls that have not ended: after a restart, those to go on with or to close. */
export const openCalls = async (scope: Scope): Promise<readonly CallSummary[]> =>
  (await callRows(scope).where('calls.ended_at', 'is', null).orderBy('calls.started_at').execute()).map(summaryOf);

/** How long after a call broke off who rings back may go on with it, ms. */
const RESUME_WITHIN_MS = 10 * 60_000;

/**
 * The call from the same number before this one, when it ended at most ten minutes before; null when there is none, or it is
 * still going on. Whether there is anything to go on with, its checkpoint tells.
 * @param startedAt of this call, epoch ms
 */
export const callBefore = async (
  { db, businessId }: Scope,
  callId: string,
  from: string,
  startedAt: number,
): Promise<string | null> => {
  if (from === '') return null;
  const row = await db
    .selectFrom('calls')
    .select(['id', 'ended_at'])
    .where('business_id', '=', businessId)
    .where('from_number', '=', from)
    .where('id', '!=', callId)
    .where('started_at', '<=', startedAt)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ended_at != null && row.ended_at > startedAt - RESUME_WITHIN_MS ? row.id : null;
};

/** The number a call came from; null when there is no such call. */
export const callerOf = async ({ db, businessId }: Scope, callId: string): Promise<string | null> =>
  (
    await db
      .selectFrom('calls')
      .select('from_number')
      .where('business_id', '=', businessId)
      .where('id', '=', callId)
      .executeTakeFirst()
  )?.from_number ?? null;

const readTranscript = async ({ db, businessId }: Scope, callId: string): Promise<UtteranceRecord[]> => {
  const rows = await db
    .selectFrom('utterances')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('call_id', '=', callId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    speaker: row.speaker === 'us' ? 'us' : 'caller',
    text: shown(row.text),
    heardText: row.heard_text,
    startMs: row.start_ms,
    endMs: row.end_ms,
    turn: row.turn,
    acts: JSON.parse(row.acts) as string[],
    degraded: row.degraded === 1,
  }));
};

const readTimings = async ({ db, businessId }: Scope, callId: string): Promise<TurnTiming[]> => {
  const rows = await db
    .selectFrom('turn_timings')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('call_id', '=', callId)
    .orderBy('turn')
    .orderBy('command_id')
    .execute();
  return rows.map((row) => ({
    turn: row.turn,
    command: row.command_id,
    endpointMs: row.endpoint_ms,
    sttMs: row.stt_ms,
    decideMs: row.decide_ms,
    commitMs: row.commit_ms,
    ttsMs: row.tts_ms,
    firstPacketMs: row.first_packet_ms,
    voiceToVoiceMs: row.voice_to_voice_ms,
  }));
};

const openIdentity = ({ businessId, seal }: Scope, callId: string, sealed: string): CallIdentityRecord =>
  JSON.parse(seal.open(sealed, identityPlace(businessId, callId))) as CallIdentityRecord;

/** One call with everything a screen shows of it; null when this business has no such call. */
export const readCall = async (scope: Scope, callId: string): Promise<CallRecord | null> => {
  const row = await callRows(scope).where('calls.id', '=', callId).executeTakeFirst();
  if (row === undefined) return null;
  return {
    ...summaryOf(row),
    engines: { stt: row.stt, tts: row.tts },
    endedBy: row.ended_by as CallRecord['endedBy'],
    endReason: row.end_reason,
    recordingFailure: row.recording_failure,
    recordingRefused: row.recording_refused === 1,
    oneWay: row.one_way === null ? null : (JSON.parse(row.one_way) as OneWayRecord),
    identity: row.identity === null ? null : openIdentity(scope, callId, row.identity),
    quality: row.line_quality === null ? null : (JSON.parse(row.line_quality) as LineQuality),
    qualification: row.qualification === null ? null : (JSON.parse(row.qualification) as QualificationRecord),
    transfer: row.transfer === null ? null : (JSON.parse(row.transfer) as TransferRecord),
    transcript: await readTranscript(scope, callId),
    slots: JSON.parse(row.slots) as Record<string, SlotRecord>,
    job: row.job_id === null ? null : await readJob(scope, row.job_id),
    tasks: (await readTasks(scope, { callId })) as TaskRecord[],
    cost: await readCallCost(scope, callId),
    timings: await readTimings(scope, callId),
  };
};

/** Where the recording lies on this machine; null when there is none. */
export const recordingPath = async ({ db, businessId }: Scope, callId: string): Promise<string | null> =>
  (
    await db
      .selectFrom('calls')
      .select('recording_path')
      .where('business_id', '=', businessId)
      .where('id', '=', callId)
      .executeTakeFirst()
  )?.recording_path ?? null;
