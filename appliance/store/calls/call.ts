import type { CallIdentityRecord } from '#shared/api/identity.ts';
import type { QualificationRecord } from '#shared/api/qualification.ts';
import type { OneWayRecord, SlotRecord } from '#shared/api/records.ts';
import type { LineQuality } from '#shared/api/trace.ts';
import type { TransferRecord } from '#shared/api/transfer.ts';
import type { Tx } from '../scope.ts';
import { indexSubject } from '../search/index-subject.ts';

interface NewCall {
  readonly callId: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly engines: { readonly stt: string; readonly tts: string; readonly bench: boolean };
  readonly identity?: CallIdentityRecord | undefined;
  /** `out` for a call that we made; `to` is then whom we rang. */
  readonly direction?: 'in' | 'out';
}

/** Where a call's identity is sealed to. */
export const identityPlace = (businessId: string, callId: string): readonly string[] => [
  'calls',
  'identity',
  businessId,
  callId,
];

/** Opens the call's row; a call that is already there is left as it is. @returns true when it is new */
export const beginCall = async (tx: Tx, call: NewCall): Promise<boolean> => {
  const result = await tx.db
    .insertInto('calls')
    .values({
      business_id: tx.businessId,
      id: call.callId,
      line: call.line,
      from_number: call.from,
      to_number: call.to,
      started_at: call.startedAt,
      ended_at: null,
      ended_by: null,
      end_reason: null,
      outcome: null,
      urgency: 'routine',
      phase: 'greeting',
      slots: '{}',
      bench: call.engines.bench ? 1 : 0,
      stt: call.engines.stt,
      tts: call.engines.tts,
      recording_path: null,
      recording_offset_ms: null,
      recording_failure: null,
      recording_refused: null,
      one_way: null,
      line_quality: null,
      identity:
        call.identity === undefined
          ? null
          : tx.seal.seal(JSON.stringify(call.identity), identityPlace(tx.businessId, call.callId)),
      transfer: null,
      qualification: null,
      job_id: null,
      direction: call.direction ?? 'in',
    })
    .onConflict((conflict) => conflict.columns(['business_id', 'id']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
};

/** Where the conversation stands, for screens. Slots come redacted: a secret's value is `stored`. */
export const setProgress = async (
  tx: Tx,
  callId: string,
  progress: { readonly phase: string; readonly urgency: string; readonly slots: Readonly<Record<string, SlotRecord>> },
): Promise<void> => {
  await tx.db
    .updateTable('calls')
    .set({ phase: progress.phase, urgency: progress.urgency, slots: JSON.stringify(progress.slots) })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .execute();
};

/** `booked`, `message`, `emergency`, `transferred`, `abandoned`, `cut_off` ...; the last one set stands. */
export const setOutcome = async (tx: Tx, callId: string, outcome: string): Promise<void> => {
  await tx.db
    .updateTable('calls')
    .set({ outcome })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .execute();
};

/** @param offsetMs when it began, ms since answer; null leaves what is stored */
export const addRecording = async (tx: Tx, callId: string, path: string, offsetMs: number | null): Promise<void> => {
  await tx.db
    .updateTable('calls')
    .set({ recording_path: path, ...(offsetMs === null ? {} : { recording_offset_ms: Math.round(offsetMs) }) })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .where('recording_refused', 'is', null)
    .execute();
};

/** @param reason why the call is not recorded, or not to its end */
export const addRecordingFailure = async (tx: Tx, callId: string, reason: string): Promise<void> => {
  await tx.db
    .updateTable('calls')
    .set({ recording_failure: reason })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .execute();
};

/** The caller wants no recording: what there is of one no longer counts. */
export const refuseRecording = async (tx: Tx, callId: string): Promise<void> => {
  await tx.db
    .updateTable('calls')
    .set({ recording_refused: 1, recording_path: null, recording_offset_ms: null })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .execute();
};

/** That the caller could not be heard; the last one told stands. */
export const setOneWay = async (
  tx: Tx,
  callId: string,
  { cause, afterMs, restoredMs }: OneWayRecord,
): Promise<void> => {
  await tx.db
    .updateTable('calls')
    .set({ one_way: JSON.stringify({ cause, afterMs, restoredMs } satisfies OneWayRecord) })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .execute();
};

/** How the caller was handed to a person, or was not; of several attempts the last one told stands. */
export const setTransfer = async (tx: Tx, callId: string, { ok, to, attempts }: TransferRecord): Promise<void> => {
  await tx.db
    .updateTable('calls')
    .set({ transfer: JSON.stringify({ ok, to, attempts } satisfies TransferRecord) })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .execute();
};

/** What the call is worth by now. */
export const setQualification = async (tx: Tx, callId: string, record: QualificationRecord): Promise<void> => {
  await tx.db
    .updateTable('calls')
    .set({ qualification: JSON.stringify(record) })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .execute();
};

/** How good its line was, as voice measured it. */
export const setLineQuality = async (tx: Tx, callId: string, quality: LineQuality): Promise<void> => {
  await tx.db
    .updateTable('calls')
    .set({ line_quality: JSON.stringify(quality) })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .execute();
};

/** Ends the call once: a second end changes nothing. @returns true when this was the end */
export const closeCall = async (
  tx: Tx,
  callId: string,
  end: { readonly by: 'caller' | 'us' | 'lost'; readonly reason: string; readonly endedAt: number },
): Promise<boolean> => {
  const result = await tx.db
    .updateTable('calls')
    .set({ ended_at: end.endedAt, ended_by: end.by, end_reason: end.reason })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  indexSubject(tx, 'call', callId);
  return result.numUpdatedRows > 0n;
};
