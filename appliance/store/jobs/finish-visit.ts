import type { Survey } from '#conversation/playbook/sales.ts';
import { mayVisitBecome, type VisitStatus } from '#shop/job-status.ts';
import type { Tx } from '../scope.ts';
import { askByText } from '../surveys/ask.ts';
import type { NotAsked } from '../surveys/may-ask.ts';
import { recordEvent } from './event.ts';
import { ACTIVE, type CustomerVisit } from './visit-of-customer.ts';

/** The shortest way of a visit to its end: whoever says that it is over may have told nobody of what came before. */
const WAY: readonly VisitStatus[] = ['dispatched', 'arrived', 'done'];

/** Who says that a visit is over, and what the playbook has asked of its customer. */
export interface Finish {
  readonly actor: 'person' | 'system';
  readonly who: string;
  readonly survey: Survey;
}

/**
 * A visit is over: its job too, where no other visit is to come; and its customer is asked how it was, where the playbook wants that.
 * The one way to `done`, whoever tells of it.
 * @returns whether the job is done, and why the customer is not asked (null: they are)
 */
export const finishVisit = async (
  tx: Tx,
  visit: CustomerVisit,
  { actor, who, survey }: Finish,
): Promise<{ readonly jobDone: boolean; readonly notAsked: NotAsked | null }> => {
  const { businessId } = tx;
  let status = visit.status as VisitStatus;
  for (const next of WAY) if (mayVisitBecome(status, next)) status = next;
  await tx.db
    .updateTable('visits')
    .set({ status })
    .where('business_id', '=', businessId)
    .where('id', '=', visit.id)
    .execute();
  await tx.db
    .updateTable('assignments')
    .set({ status: 'done' })
    .where('business_id', '=', businessId)
    .where('visit_id', '=', visit.id)
    .execute();
  await recordEvent(tx, {
    subject: { kind: 'visit', id: visit.id },
    kind: 'visit.finished',
    actor,
    reason: who,
    body: { before: visit.status },
  });
  const left = await tx.db
    .selectFrom('visits')
    .select('id')
    .where('business_id', '=', businessId)
    .where('job_id', '=', visit.job_id)
    .where('status', 'in', ACTIVE)
    .executeTakeFirst();
  // More is to come: they are asked when all is done.
  if (left !== undefined) return { jobDone: false, notAsked: null };
  await tx.db
    .updateTable('jobs')
    .set({ status: 'completed' })
    .where('business_id', '=', businessId)
    .where('id', '=', visit.job_id)
    .execute();
  await recordEvent(tx, { subject: { kind: 'job', id: visit.job_id }, kind: 'job.completed', actor, reason: who });
  return { jobDone: true, notAsked: await askByText(tx, visit, survey) };
};
