import type { VisitDetails } from '#conversation/tools.ts';
import { newId } from '#shared/ids.ts';
import { FIRST_JOB_NUMBER } from '#shop/job-number.ts';
import type { ServiceTypeRow } from '../schema/office.ts';
import type { Tx } from '../scope.ts';
import { indexSubject } from '../search/index-subject.ts';
import { nextNumber } from './sequence.ts';

export interface NewJob {
  readonly callId: string | null;
  readonly customerId: string;
  readonly locationId: string;
  readonly quoteId: string | null;
  readonly service: ServiceTypeRow;
  /** As told in this call; the phone normalised. */
  readonly contact: VisitDetails['contact'];
  readonly visit: VisitDetails;
  readonly afterHours: boolean;
}

export const addJob = async (tx: Tx, job: NewJob): Promise<{ readonly id: string; readonly number: number }> => {
  const now = tx.clock.now();
  const id = newId(now);
  const number = await nextNumber(tx, 'job', FIRST_JOB_NUMBER);
  await tx.db
    .insertInto('jobs')
    .values({
      business_id: tx.businessId,
      id,
      number,
      customer_id: job.customerId,
      location_id: job.locationId,
      service_type_id: job.service.id,
      quote_id: job.quoteId,
      call_id: job.callId,
      problem: job.visit.problem,
      details: JSON.stringify(job.visit.details),
      urgency: job.visit.urgency,
      after_hours: job.afterHours ? 1 : 0,
      status: 'scheduled',
      contact_name: job.contact.name,
      contact_name_confirmed: job.contact.nameConfirmed ? 1 : 0,
      contact_phone: job.contact.phone,
      contact_phone_confirmed: job.contact.phoneConfirmed ? 1 : 0,
      contact_extension: job.contact.extension ?? null,
      unconfirmed: JSON.stringify(job.visit.unconfirmed),
      created_at: now,
    })
    .execute();
  indexSubject(tx, 'job', id);
  if (job.callId !== null) {
    await tx.db
      .updateTable('calls')
      .set({ job_id: id })
      .where('business_id', '=', tx.businessId)
      .where('id', '=', job.callId)
      .execute();
  }
  return { id, number };
};
