import type { ChangedVisit } from '#conversation/visit-tools.ts';
import { boundUntil, type Offer } from '#schedule/offers.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import { promise } from '../outbox/promise.ts';
import type { Tx } from '../scope.ts';
import { recordEvent } from './event.ts';
import { reserve } from './reservation.ts';
import type { CustomerVisit } from './visit-of-customer.ts';

export interface Change {
  readonly callId: string;
  /** Why, in the customer's words. */
  readonly reason: string;
}

/** What the office and the customer are told of a change. */
export interface ChangeFacts {
  readonly jobNumber: string;
  readonly customer: string;
  readonly phone: string;
  readonly reason: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly zone: string;
  /** The window that was given up; null when the visit was called off. */
  readonly before: { readonly startsAt: number; readonly endsAt: number } | null;
}

const visitEvent = (tx: Tx, visit: CustomerVisit, kind: string, reason: string, body: object): Promise<void> =>
  recordEvent(tx, { subject: { kind: 'visit', id: visit.id }, kind, actor: 'caller', reason, body });

const setVisit = (tx: Tx, id: string) =>
  tx.db.updateTable('visits').where('business_id', '=', tx.businessId).where('id', '=', id);

/** The office by mail and the customer by text; `mark` tells two changes of one visit apart. */
const tell = async (
  tx: Tx,
  kind: 'moved' | 'cancelled',
  visit: CustomerVisit,
  mark: string,
  facts: ChangeFacts,
): Promise<void> => {
  await promise(tx, {
    kind: `office.${kind}`,
    channel: 'email',
    recipient: '',
    template: `office.${kind}`,
    facts,
    idempotencyKey: `office.${kind}/${visit.id}/${mark}`,
  });
  const { jobNumber, startsAt, endsAt, zone } = facts;
  await promise(tx, {
    kind: `visit.${kind}`,
    channel: 'sms',
    recipient: visit.contact_phone,
    template: `visit.${kind}`,
    facts: { jobNumber, startsAt, endsAt, zone },
    idempotencyKey: `visit.${kind}/${visit.id}/${mark}`,
    deadlineAt: startsAt,
  });
};

/** The call in which a job was spoken of shows it, unless it booked one itself. */
const joinCall = async (tx: Tx, callId: string, jobId: string): Promise<void> => {
  await tx.db
    .updateTable('calls')
    .set({ job_id: jobId })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', callId)
    .where('job_id', 'is', null)
    .execute();
};

/** The visit as it is spoken of after the change. */
export const changedVisit = (
  visit: CustomerVisit,
  window: Pick<Offer, 'startsAt' | 'endsAt' | 'afterHours'> | null = null,
): ChangedVisit => ({
  jobId: visit.job_id,
  jobNumber: formatJobNumber(visit.number),
  startsAt: window?.startsAt ?? visit.starts_at,
  endsAt: window?.endsAt ?? visit.ends_at,
  zone: visit.zone,
  afterHours: window?.afterHours ?? visit.after_hours === 1,
});

/**
 * Gives a visit another window: the new capacity is taken first, then the old one is given up. A throw undoes both.
 * @param quoteId a quote for the new hours; null keeps the job's own
 */
export const moveVisit = async (
  tx: Tx,
  visit: CustomerVisit,
  offer: Offer,
  technicianId: string,
  quoteId: string | null,
  { callId, reason }: Change,
): Promise<void> => {
  const { businessId } = tx;
  const until = boundUntil(offer.startsAt, offer.endsAt, visit.minutes);
  const mine = tx.db.selectFrom('reservations').select('id').where('business_id', '=', businessId);
  const old = await mine.where('visit_id', '=', visit.id).execute();
  await reserve(tx, { technicianId, offer, until, callId, visitId: visit.id, expiresAt: null });
  await setVisit(tx, visit.id)
    .set({
      date: offer.date,
      window_start: offer.starts,
      window_end: offer.ends,
      starts_at: offer.startsAt,
      ends_at: offer.endsAt,
      after_hours: offer.afterHours ? 1 : 0,
      status: 'scheduled',
    })
    .execute();
  await tx.db
    .updateTable('assignments')
    .set({ technician_id: technicianId, planned_start: offer.startsAt, planned_end: until, status: 'planned' })
    .where('business_id', '=', businessId)
    .where('visit_id', '=', visit.id)
    .execute();
  await tx.db
    .updateTable('jobs')
    .set({ after_hours: offer.afterHours ? 1 : 0, ...(quoteId === null ? {} : { quote_id: quoteId }) })
    .where('business_id', '=', businessId)
    .where('id', '=', visit.job_id)
    .execute();
  for (const { id } of old) {
    await tx.db.deleteFrom('reservations').where('business_id', '=', businessId).where('id', '=', id).execute();
  }
  const before = { startsAt: visit.starts_at, endsAt: visit.ends_at };
  await visitEvent(tx, visit, 'visit.moved', reason, { callId, before, windowId: offer.id, technicianId });
  await joinCall(tx, callId, visit.job_id);
  await tell(tx, 'moved', visit, `${callId}/${offer.id}`, {
    ...factsOf(visit, reason),
    startsAt: offer.startsAt,
    endsAt: offer.endsAt,
    before,
  });
};

const factsOf = (visit: CustomerVisit, reason: string): ChangeFacts => ({
  jobNumber: formatJobNumber(visit.number),
  customer: visit.contact_name,
  phone: visit.contact_phone,
  reason,
  startsAt: visit.starts_at,
  endsAt: visit.ends_at,
  zone: visit.zone,
  before: null,
});

/** Calls a visit off and gives its capacity back; a job without another visit ends with it. */
export const callOffVisit = async (
  tx: Tx,
  visit: CustomerVisit,
  active: readonly string[],
  { callId, reason }: Change,
): Promise<void> => {
  const { businessId } = tx;
  await setVisit(tx, visit.id).set({ status: 'cancelled' }).execute();
  await tx.db
    .updateTable('assignments')
    .set({ status: 'cancelled' })
    .where('business_id', '=', businessId)
    .where('visit_id', '=', visit.id)
    .execute();
  await tx.db
    .deleteFrom('reservations')
    .where('business_id', '=', businessId)
    .where('visit_id', '=', visit.id)
    .execute();
  await visitEvent(tx, visit, 'visit.cancelled', reason, { callId });
  const left = await tx.db
    .selectFrom('visits')
    .select('id')
    .where('business_id', '=', businessId)
    .where('job_id', '=', visit.job_id)
    .where('status', 'in', active)
    .executeTakeFirst();
  if (left === undefined) {
    await tx.db
      .updateTable('jobs')
      .set({ status: 'cancelled' })
      .where('business_id', '=', businessId)
      .where('id', '=', visit.job_id)
      .execute();
    await recordEvent(tx, {
      subject: { kind: 'job', id: visit.job_id },
      kind: 'job.cancelled',
      actor: 'caller',
      reason,
    });
  }
  await joinCall(tx, callId, visit.job_id);
  await tell(tx, 'cancelled', visit, callId, factsOf(visit, reason));
};

/** Writes down that the customer stands by the visit. One that goes on already stays as it is. */
export const confirmVisit = async (tx: Tx, visit: CustomerVisit, callId: string): Promise<void> => {
  await joinCall(tx, callId, visit.job_id);
  if (visit.status !== 'scheduled') return;
  await setVisit(tx, visit.id).set({ status: 'confirmed' }).execute();
  await visitEvent(tx, visit, 'visit.confirmed', 'confirmed by phone', { callId });
};
