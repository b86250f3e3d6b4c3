import { formatAddress } from '#shop/address.ts';
import { promise } from '../outbox/promise.ts';
import type { Tx } from '../scope.ts';
import { readJob } from './read-job.ts';

/** What the office is told of a booking. No gate code: only that one is kept. */
export interface BookingFacts {
  readonly jobNumber: string;
  readonly customer: string;
  readonly phone: string;
  readonly address: string;
  readonly service: string;
  readonly problem: string;
  readonly details: readonly string[];
  readonly urgency: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly zone: string;
  readonly afterHours: boolean;
  readonly technician: string | null;
  readonly feeCents: number | null;
  readonly feeRule: string | null;
  readonly hasGateCode: boolean;
  readonly access: string | null;
  readonly pets: string | null;
  /** Facts that a person should check with the customer. */
  readonly unconfirmed: readonly string[];
}

/** The number with its extension, as one writes it. */
const dialled = async (tx: Tx, jobId: string, phone: string): Promise<string> => {
  const { contact_extension: extension } = await tx.db
    .selectFrom('jobs')
    .select('contact_extension')
    .where('business_id', '=', tx.businessId)
    .where('id', '=', jobId)
    .executeTakeFirstOrThrow();
  return extension === null ? phone : `${phone} ext. ${extension}`;
};

/** Promises the office's notice of a booking; once a job. */
export const promiseBookingNotice = async (tx: Tx, jobId: string): Promise<void> => {
  const job = await readJob(tx, jobId);
  if (job?.visit == null) return;
  const facts: BookingFacts = {
    jobNumber: job.number,
    customer: job.customer.name,
    phone: await dialled(tx, jobId, job.customer.phone),
    address: formatAddress(job.location),
    service: job.serviceType.name,
    problem: job.problem,
    details: job.details,
    urgency: job.urgency,
    startsAt: job.visit.startsAt,
    endsAt: job.visit.endsAt,
    zone: job.visit.zone,
    afterHours: job.afterHours,
    technician: job.visit.technician?.name ?? null,
    feeCents: job.price?.fee.cents ?? null,
    feeRule: job.price?.feeRule ?? null,
    hasGateCode: job.visit.hasGateCode,
    access: job.visit.access,
    pets: job.visit.pets,
    unconfirmed: [
      ...job.unconfirmed.map((fact) => `${fact.slot}: heard "${fact.heard}"`),
      ...(job.customer.nameConfirmed ? [] : ['name not confirmed']),
      ...(job.customer.phoneConfirmed ? [] : ['phone not confirmed']),
      ...(job.location.confirmed ? [] : ['address not confirmed']),
    ],
  };
  await promise(tx, {
    kind: 'office.booked',
    channel: 'email',
    recipient: '',
    template: 'office.booked',
    facts,
    idempotencyKey: `office.booked/${jobId}`,
  });
};
