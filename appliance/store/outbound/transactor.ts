import type { NotReached, OutboundAttempt, OutboundPurpose } from '#shared/api/outbound.ts';
import { newId } from '#shared/ids.ts';
import { afterRing } from '#shop/outbound-call.ts';
import type { Tx } from '../scope.ts';
import { recordEvent } from '../jobs/event.ts';
import { addTask } from '../jobs/task.ts';
import { activeVisit, finishedVisit } from '../jobs/visit-of-customer.ts';
import { hasComplained } from '../sales/rest.ts';
import { rangSince, readOutboundCall, waitingOutboundCall, wantsNoCalls, type DueOutboundCall } from './read.ts';

/** Whom to ring, and why. Exactly one of `visitId` and `callId` is set. */
export interface OutboundOrder {
  readonly purpose: OutboundPurpose;
  /** E.164. */
  readonly to: string;
  readonly visitId: string | null;
  readonly callId: string | null;
  /** IANA zone of whoever is rung. */
  readonly zone: string;
  /** Who asks for it; `box` when nobody did. */
  readonly who: string;
}

const event = (
  tx: Tx,
  id: string,
  kind: string,
  actor: 'person' | 'system' | 'caller',
  reason: string,
): Promise<void> => recordEvent(tx, { subject: { kind: 'outbound_call', id }, kind, actor, reason });

const at = (tx: Tx, id: string) =>
  tx.db.updateTable('outbound_calls').where('business_id', '=', tx.businessId).where('id', '=', id);

/** Id of the call that an attempt belongs to. */
const callOf = (attempt: string): string => attempt.slice(0, Math.max(0, attempt.lastIndexOf('.')));

/** Writes a call down that is to be made. @param dueAt epoch ms @returns its id */
export const addOutboundCall = async (tx: Tx, order: OutboundOrder, dueAt: number): Promise<string> => {
  const now = tx.clock.now();
  const id = newId(now);
  await tx.db
    .insertInto('outbound_calls')
    .values({
      business_id: tx.businessId,
      id,
      to_number: order.to,
      purpose: order.purpose,
      status: 'waiting',
      outcome: null,
      attempts: '[]',
      attempt_id: null,
      dialled_at: null,
      due_at: dueAt,
      created_at: now,
      closed_at: null,
      requested_by: order.who,
    })
    .execute();
  await tx.db
    .insertInto('outbound_subjects')
    .values({ business_id: tx.businessId, id, visit_id: order.visitId, call_id: order.callId, zone: order.zone })
    .execute();
  await event(tx, id, 'outbound.requested', order.who === 'box' ? 'system' : 'person', order.purpose);
  return id;
};

/** A visit that was opened again, or whose customer has complained, is followed up by a person. */
const whyNoFollowUp = async (tx: Tx, { to, visitId, createdAt }: DueOutboundCall): Promise<string | null> => {
  const visit = visitId === null ? null : await finishedVisit(tx, visitId);
  if (visit === null) return 'the visit is not over';
  const complained = await hasComplained(tx, { customerId: visit.customer_id, phone: to }, createdAt);
  return complained ? 'has complained' : null;
};

/** What has come in between since the call was asked for; null when it is still wanted. */
const overtaken = async (tx: Tx, call: DueOutboundCall): Promise<string | null> => {
  if (await wantsNoCalls(tx, call.to)) return 'wants no calls';
  if (call.purpose === 'follow_up') return whyNoFollowUp(tx, call);
  if (call.visitId !== null) return (await activeVisit(tx, call.visitId)) === null ? 'the visit is over' : null;
  return (await rangSince(tx, call.to, call.createdAt)) ? 'rang us meanwhile' : null;
};

/**
 * Begins an attempt, before anybody is rung.
 * @returns its id; null when the call does not wait any more, or is not wanted any more: then it is taken back
 */
export const beginOutboundAttempt = async (tx: Tx, id: string): Promise<string | null> => {
  const call = await waitingOutboundCall(tx, id);
  if (call === null) return null;
  const now = tx.clock.now();
  const reason = await overtaken(tx, call);
  if (reason !== null) {
    await at(tx, id).set({ status: 'cancelled', closed_at: now }).execute();
    await event(tx, id, 'outbound.cancelled', 'system', reason);
    return null;
  }
  const attempt = `${id}.${call.rung + 1}`;
  await at(tx, id).set({ status: 'calling', attempt_id: attempt, dialled_at: now }).execute();
  return attempt;
};

/** It is the wrong hour where they live: the call waits on. @param dueAt epoch ms */
export const putOffOutboundCall = async (tx: Tx, id: string, dueAt: number): Promise<void> => {
  await at(tx, id).where('status', '=', 'waiting').set({ due_at: dueAt }).execute();
};

/** How far the attempt is; nothing when it is not under way (any more). */
export const progressOutboundAttempt = async (
  tx: Tx,
  attemptId: string,
  status: 'ringing' | 'talking',
): Promise<void> => {
  await at(tx, callOf(attemptId)).where('attempt_id', '=', attemptId).set({ status }).execute();
};

/** The attempts with this one, when it is under way. */
const withResult = async (
  tx: Tx,
  attemptId: string,
  result: Omit<OutboundAttempt, 'at' | 'ms'> & { readonly ms?: number },
): Promise<readonly OutboundAttempt[] | null> => {
  const row = await tx.db
    .selectFrom('outbound_calls')
    .select(['attempt_id', 'dialled_at', 'attempts'])
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callOf(attemptId))
    .executeTakeFirst();
  if (row?.attempt_id !== attemptId) return null;
  const now = tx.clock.now();
  const began = row.dialled_at ?? now;
  return [...(JSON.parse(row.attempts) as OutboundAttempt[]), { at: began, ms: now - began, ...result }];
};

const close = async (tx: Tx, id: string, attempts: readonly OutboundAttempt[], outcome: string): Promise<void> => {
  await at(tx, id)
    .set({
      attempts: JSON.stringify(attempts),
      attempt_id: null,
      dialled_at: null,
      status: 'done',
      outcome,
      closed_at: tx.clock.now(),
    })
    .execute();
  await event(tx, id, 'outbound.closed', 'system', outcome);
};

/**
 * Takes the result of an attempt that nobody answered, once: it is rung again later, or the office gets a task.
 * @returns false when this attempt is not under way (any more)
 */
export const settleOutboundAttempt = async (
  tx: Tx,
  attemptId: string,
  result: { readonly outcome: NotReached; readonly status: number; readonly ms: number },
  limits: { readonly attempts: number; readonly retryMs: number },
): Promise<boolean> => {
  const attempts = await withResult(tx, attemptId, { ...result, call: null });
  if (attempts === null) return false;
  const id = callOf(attemptId);
  const step = afterRing(result.outcome, attempts.length, limits);
  if (step.do === 'ring_again') {
    const told = { attempts: JSON.stringify(attempts), attempt_id: null, dialled_at: null };
    await at(tx, id)
      .set({ ...told, status: 'waiting', due_at: tx.clock.now() + step.inMs })
      .execute();
    return true;
  }
  await close(tx, id, attempts, result.outcome);
  await tellUnreached(tx, id, result.outcome);
  return true;
};

const MATTER: Readonly<Record<OutboundPurpose, string>> = {
  confirmation: 'confirm a visit',
  reminder: 'remind of a visit',
  call_back: 'call back after a call that broke off',
  abandoned_booking: 'go on with a booking that broke off',
  follow_up: 'ask how a visit was',
};

/** A person has to see to it; where a call broke off, its own task asks for that already. */
const tellUnreached = async (tx: Tx, id: string, outcome: NotReached): Promise<void> => {
  const call = await readOutboundCall(tx, id);
  // Nobody is rung by hand to be asked how a visit was.
  if (call?.purpose === 'follow_up') return;
  if (call === null || (call.earlierCall !== null && (await hasCallBack(tx, call.earlierCall)))) return;
  const about = call.jobNumber === null ? '' : ` (${call.jobNumber})`;
  await addTask(tx, {
    kind: 'call_back',
    callId: call.earlierCall,
    reason: `outbound_${outcome}`,
    text: `They could not be reached. The box rang to ${MATTER[call.purpose]}${about}.`,
    name: null,
    phone: call.to,
    urgency: 'routine',
    facts: { outboundCall: id, ...(call.jobNumber === null ? {} : { jobNumber: call.jobNumber }) },
  });
};

const hasCallBack = async (tx: Tx, callId: string): Promise<boolean> =>
  (await tx.db
    .selectFrom('tasks')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('call_id', '=', callId)
    .where('kind', '=', 'call_back')
    .where('status', '=', 'open')
    .executeTakeFirst()) !== undefined;

/** A call that was answered is over, whatever it came to; what is left to do, its conversation has left. Nothing for other calls. */
export const closeOutboundTalk = async (tx: Tx, attemptId: string, outcome: string): Promise<void> => {
  if (callOf(attemptId) === '') return;
  const attempts = await withResult(tx, attemptId, { outcome, status: 200, call: attemptId });
  if (attempts !== null) await close(tx, callOf(attemptId), attempts, outcome);
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
