import type { Survey } from '#conversation/playbook/sales.ts';
import { callableFrom } from '#schedule/calling-hours.ts';
import { newId } from '#shared/ids.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import type { CustomerVisit } from '../jobs/visit-of-customer.ts';
import { promise } from '../outbox/promise.ts';
import type { Tx } from '../scope.ts';
import { readShop } from '../shop/business.ts';
import { whyNotAsked, type NotAsked } from './may-ask.ts';

/** Nobody is written to outside these hours, where they live. */
const HOURS = ['09:00', '20:00'] as const;

/** What the text is made of: it asks for one digit. */
export interface SurveyFacts {
  readonly shop: string;
  readonly jobNumber: string;
  /** `1-5` */
  readonly scale: string;
}

/** Promises the text that asks how a visit was. @returns why it is not asked; null when it is */
export const askByText = async (tx: Tx, visit: CustomerVisit, rules: Survey): Promise<NotAsked | null> => {
  const now = tx.clock.now();
  const reason = await whyNotAsked(tx, visit, rules, now);
  if (reason !== null) return reason;
  await tx.db
    .insertInto('surveys')
    .values({
      business_id: tx.businessId,
      id: newId(now),
      visit_id: visit.id,
      job_id: visit.job_id,
      customer_id: visit.customer_id,
      phone: visit.contact_phone,
      channel: 'sms',
      status: 'asked',
      asked_at: now,
      call_id: null,
      score: null,
      comment: null,
      evidence_utterance: null,
      evidence_ms: null,
      answered_at: null,
      task_id: null,
    })
    .onConflict((conflict) => conflict.columns(['business_id', 'visit_id']).doNothing())
    .execute();
  const dueAt = callableFrom(now + rules.afterMinutes * 60_000, visit.zone, HOURS);
  const facts: SurveyFacts = {
    shop: (await readShop(tx)).name,
    jobNumber: formatJobNumber(visit.number),
    scale: '1-5',
  };
  // Without a deadline: what has one is sent again where nobody knows whether it arrived.
  await promise(tx, {
    kind: 'survey.ask',
    channel: 'sms',
    recipient: visit.contact_phone,
    template: 'survey.ask',
    facts,
    idempotencyKey: `survey.ask/${visit.id}`,
    dueAt,
  });
  return null;
};
