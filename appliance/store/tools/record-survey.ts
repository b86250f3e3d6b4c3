import { newId } from '#shared/ids.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import { recordEvent } from '../jobs/event.ts';
import { addTask } from '../jobs/task.ts';
import { finishedVisit, type CustomerVisit } from '../jobs/visit-of-customer.ts';
import { wantsNoCalls } from '../outbound/read.ts';
import { promise } from '../outbox/promise.ts';
import type { Tx } from '../scope.ts';
import { readShop } from '../shop/business.ts';
import type { Tool } from './tool.ts';

type Said = Parameters<(typeof recordSurveyTool)['run']>[0];

/** A person of the office is to call, and hears why. */
const taskFor = async (tx: Tx, callId: string, visit: CustomerVisit, said: Said): Promise<string> => {
  const jobNumber = formatJobNumber(visit.number);
  const score = said.score === null ? 'no score' : `${said.score} of 5`;
  const text = `${jobNumber}: ${score}${said.comment === null ? '' : `, "${said.comment}"`}`;
  const who = { name: visit.contact_name === '' ? null : visit.contact_name, phone: visit.contact_phone };
  const reason = 'survey_low';
  const facts = { jobNumber, score: said.score };
  const id = await addTask(tx, { kind: 'call_back', callId, reason, text, ...who, urgency: 'urgent', facts });
  await promise(tx, {
    kind: 'office.message',
    channel: 'email',
    recipient: '',
    template: 'office.message',
    facts: { reason, text, ...who, urgency: 'urgent' },
    idempotencyKey: `office.message/${id}`,
  });
  return id;
};

/** The link for a review, by text: never to who was not content, or wants nothing of us. */
const reviewFor = async (
  tx: Tx,
  visit: CustomerVisit,
  { attention, reviewLink, score }: Said,
): Promise<string | null> => {
  const { contact_phone: phone } = visit;
  if (reviewLink === null || score === null || attention || !phone.startsWith('+') || (await wantsNoCalls(tx, phone)))
    return null;
  return promise(tx, {
    kind: 'survey.review',
    channel: 'sms',
    recipient: phone,
    template: 'survey.review',
    facts: { shop: (await readShop(tx)).name, link: reviewLink },
    idempotencyKey: `survey.review/${visit.id}`,
  });
};

/** Writes down what a customer says of a visit that is over: one row a visit, the first answer stands. */
export const recordSurveyTool: Tool<'record_survey'> = {
  changes: true,
  async run(said, { tx, callId }) {
    const visit = await finishedVisit(tx, said.visitId);
    if (visit === null) return { ok: false, error: 'not_found' };
    const now = tx.clock.now();
    const before = await tx.db
      .selectFrom('surveys')
      .select(['id', 'status'])
      .where('business_id', '=', tx.businessId)
      .where('visit_id', '=', visit.id)
      .executeTakeFirst();
    if (before !== undefined && before.status !== 'asked') return { ok: false, error: 'not_found' };
    const answer = {
      channel: 'call',
      status: said.score === null ? 'declined' : 'answered',
      call_id: callId,
      score: said.score,
      comment: said.comment,
      evidence_utterance: said.evidence?.utterance ?? null,
      evidence_ms: said.evidence?.startMs ?? null,
      answered_at: now,
      task_id: said.attention ? await taskFor(tx, callId, visit, said) : null,
    };
    const id = before?.id ?? newId(now);
    await tx.db
      .insertInto('surveys')
      .values({
        business_id: tx.businessId,
        id,
        visit_id: visit.id,
        job_id: visit.job_id,
        customer_id: visit.customer_id,
        phone: visit.contact_phone,
        asked_at: now,
        ...answer,
      })
      .onConflict((conflict) => conflict.columns(['business_id', 'visit_id']).doUpdateSet(answer))
      .execute();
    await recordEvent(tx, {
      subject: { kind: 'visit', id: visit.id },
      kind: `survey.${answer.status}`,
      actor: 'caller',
      reason: said.score === null ? '' : `${said.score} of 5`,
      body: { surveyId: id },
    });
    return { ok: true, result: { surveyId: id, taskId: answer.task_id, reviewId: await reviewFor(tx, visit, said) } };
  },
};
