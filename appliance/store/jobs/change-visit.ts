import type { ChangedVisit } from '#conversation/visit-tools.ts';
import { promisedOf, type PromisedWindow } from '#schedule/promised.ts';
import type { Point } from '#schedule/travel/estimate.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import { promise } from '../outbox/promise.ts';
import type { Claim } from '../schedule/claim.ts';
import type { Tx } from '../scope.ts';
import { recordEvent } from './event.ts';
import { seatVisit } from './visit.ts';
import { visitsAfter, type CustomerVisit } from './visit-of-customer.ts';

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
  window: Pick<PromisedWindow, 'startsAt' | 'endsAt' | 'afterHours'> | null = null,
): ChangedVisit => ({
  jobId: visit.job_id,
  jobNumber: formatJobNumber(visit.number),
  startsAt: window?.startsAt ?? visit.starts_at,
  endsAt: window?.endsAt ?? visit.ends_at,
  zone: visit.zone,
  afterHours: window?.afterHours ?? visit.after_hours === 1,
});

/** A visit's capacity, given back. */
const freeVisit = async (tx: Tx, visitId: string): Promise<void> => {
  await tx.db
    .deleteFrom('reservations')
    .where('business_id', '=', tx.businessId)
    .where('visit_id', '=', visitId)
    .execute();
};

/**
 * Gives a visit the window that was claimed for it (store/schedule/claim.ts); what it had is free again. A throw undoes both.
 * @param move.quoteId a quote for the new hours; null keeps the job's own
 */
export const moveVisit = async (
  tx: Tx,
  visit: CustomerVisit,
  { book, job: { offer } }: Claim,
  move: { readonly location: Point | null; readonly quoteId: string | null },
  { callId, reason }: Change,
): Promise<void> => {
  const { businessId } = tx;
  const { quoteId, location } = move;
  const window = promisedOf(offer.window);
  await freeVisit(tx, visit.id);
  await seatVisit(tx, book, offer, { id: visit.id, location, callId });
  await setVisit(tx, visit.id)
    .set({
      date: window.date,
      window_start: window.starts,
      window_end: window.ends,
      starts_at: window.startsAt,
      ends_at: window.endsAt,
      after_hours: window.afterHours ? 1 : 0,
      status: 'scheduled',
    })
    .execute();
  await tx.db
    .updateTable('jobs')
    .set({ after_hours: window.afterHours ? 1 : 0, ...(quoteId === null ? {} : { quote_id: quoteId }) })
    .where('business_id', '=', businessId)
    .where('id', '=', visit.job_id)
    .execute();
  const before = { startsAt: visit.starts_at, endsAt: visit.ends_at };
  await visitEvent(tx, visit, 'visit.moved', reason, {
    callId,
    before,
    windowId: window.id,
    technicianIds: offer.seats.map(({ technician }) => technician),
  });
  await joinCall(tx, callId, visit.job_id);
  await tell(tx, 'moved', visit, `${callId}/${window.id}`, {
    ...factsOf(visit, reason),
    startsAt: window.startsAt,
    endsAt: window.endsAt,
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

/** Calls a visit off and gives its capacity back; what was to follow it goes with it, and a job without another visit ends. */
export const callOffVisit = async (
  tx: Tx,
  visit: CustomerVisit,
  active: readonly string[],
  { callId, reason }: Change,
): Promise<void> => {
  const { businessId } = tx;
  for (const one of [visit, ...(await visitsAfter(tx, visit))]) {
    await setVisit(tx, one.id).set({ status: 'cancelled' }).execute();
    await tx.db
      .updateTable('assignments')
      .set({ status: 'cancelled' })
      .where('business_id', '=', businessId)
      .where('visit_id', '=', one.id)
      .execute();
    await freeVisit(tx, one.id);
    await visitEvent(tx, one, 'visit.cancelled', reason, { callId });
  }
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
