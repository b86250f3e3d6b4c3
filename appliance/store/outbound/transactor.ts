import type { NewOutboundCall, OutboundAttempt, OutboundCallRecord } from '#shared/api/outbound.ts';
import { newId } from '#shared/ids.ts';
import { afterAttempt } from '#shop/outbound-call.ts';
import type { Tx } from '../scope.ts';
import { recordEvent } from '../jobs/event.ts';
import { addTask } from '../jobs/task.ts';
import { readOutboundCall } from './read.ts';

const event = (tx: Tx, id: string, kind: string, actor: 'person' | 'system', reason: string): Promise<void> =>
  recordEvent(tx, { subject: { kind: 'outbound_call', id }, kind, actor, reason });

const at = (tx: Tx, id: string) =>
  tx.db.updateTable('outbound_calls').where('business_id', '=', tx.businessId).where('id', '=', id);

/** Writes a call down that is to be made. @param dueAt epoch ms @returns its id */
export const addOutboundCall = async (tx: Tx, call: NewOutboundCall, dueAt: number): Promise<string> => {
  const now = tx.clock.now();
  const id = newId(now);
  await tx.db
    .insertInto('outbound_calls')
    .values({
      business_id: tx.businessId,
      id,
      to_number: call.to,
      purpose: call.purpose,
      text: call.text,
      status: 'waiting',
      outcome: null,
      attempts: '[]',
      attempt_id: null,
      dialled_at: null,
      due_at: dueAt,
      created_at: now,
      closed_at: null,
      requested_by: call.who ?? '',
    })
    .execute();
  await event(tx, id, 'outbound.requested', 'person', call.purpose);
  return id;
};

/** Begins an attempt, before anybody is rung. @returns its id; null when the call does not wait any more */
export const beginOutboundAttempt = async (tx: Tx, id: string): Promise<string | null> => {
  const call = await readOutboundCall(tx, id);
  if (call?.status !== 'waiting') return null;
  const attempt = `${id}/${call.attempts.length + 1}`;
  await at(tx, id).set({ status: 'calling', attempt_id: attempt, dialled_at: tx.clock.now() }).execute();
  return attempt;
};

/** How far the attempt is; nothing when it is not under way (any more). */
export const progressOutboundAttempt = async (
  tx: Tx,
  attemptId: string,
  status: 'ringing' | 'talking',
): Promise<void> => {
  await at(tx, attemptId.split('/')[0] ?? '')
    .where('attempt_id', '=', attemptId)
    .set({ status })
    .execute();
};

/**
 * Takes the result of an attempt, once.
 * @returns the call as it stands now; null when this attempt is not under way (any more)
 */
export const settleOutboundAttempt = async (
  tx: Tx,
  attemptId: string,
  result: Omit<OutboundAttempt, 'at'>,
  limits: { readonly attempts: number; readonly retryMs: number },
): Promise<OutboundCallRecord | null> => {
  const [id = ''] = attemptId.split('/');
  const row = await tx.db
    .selectFrom('outbound_calls')
    .select(['attempt_id', 'dialled_at', 'attempts'])
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row?.attempt_id !== attemptId) return null;
  const now = tx.clock.now();
  const attempts = [...(JSON.parse(row.attempts) as OutboundAttempt[]), { at: row.dialled_at ?? now, ...result }];
  const step = afterAttempt(attempts, limits);
  const told = { attempts: JSON.stringify(attempts), attempt_id: null, dialled_at: null };
  if (step.do === 'ring_again') {
    await at(tx, id)
      .set({ ...told, status: 'waiting', due_at: now + step.inMs })
      .execute();
    return readOutboundCall(tx, id);
  }
  await at(tx, id)
    .set({ ...told, status: 'done', outcome: step.outcome, closed_at: now })
    .execute();
  await event(tx, id, 'outbound.closed', 'system', step.outcome);
  const call = await readOutboundCall(tx, id);
  if (step.task !== null && call !== null) {
    await addTask(tx, {
      kind: 'call_back',
      callId: null,
      reason: `outbound_${step.outcome}`,
      text: `${step.task} We called about: ${call.text}`,
      name: null,
      phone: call.to,
      urgency: 'routine',
      facts: { outboundCall: id },
    });
  }
  return call;
};

/** Takes back a call that waits. @returns false when it does not */
export const cancelOutboundCall = async (tx: Tx, id: string): Promise<boolean> => {
  const result = await at(tx, id)
    .where('status', '=', 'waiting')
    .set({ status: 'cancelled', closed_at: tx.clock.now() })
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await event(tx, id, 'outbound.cancelled', 'person', '');
  return true;
};
