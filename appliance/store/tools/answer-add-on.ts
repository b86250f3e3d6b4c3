import type { SpokenEvidence } from '#conversation/sales-tools.ts';
import { newId } from '#shared/ids.ts';
import { formatMoney, usd } from '#shared/money.ts';
import { formatJobNumber } from '#shop/job-number.ts';
import { recordEvent } from '../jobs/event.ts';
import { addTask } from '../jobs/task.ts';
import { promise } from '../outbox/promise.ts';
import type { AddOnOfferRow } from '../schema/sales.ts';
import type { Tx } from '../scope.ts';
import type { Tool } from './tool.ts';

const PER: Readonly<Record<string, string>> = { month: ' a month', year: ' a year' };

/** `Maintenance plan, $175.00 a year`. */
const written = ({ name, is_from, per, price_cents }: AddOnOfferRow): string =>
  `${name}, ${is_from === 1 ? 'from ' : ''}${formatMoney(usd(price_cents))}${PER[per] ?? ''}`;

const rowOf = (tx: Tx, offerId: string, callId: string) =>
  tx.db
    .selectFrom('add_on_offers')
    .selectAll()
    .where('business_id', '=', tx.businessId)
    .where('id', '=', offerId)
    .where('call_id', '=', callId)
    .executeTakeFirst();

/** What the customer wants stands on the job; nothing is sold before a person has gone over it with them. */
const addLine = async (tx: Tx, offer: AddOnOfferRow, evidence: SpokenEvidence): Promise<string> => {
  const { businessId: business_id } = tx;
  const now = tx.clock.now();
  const id = newId(now);
  const job = await tx.db
    .selectFrom('jobs')
    .select(['number', 'details', 'contact_name'])
    .where('business_id', '=', business_id)
    .where('id', '=', offer.job_id)
    .executeTakeFirstOrThrow();
  const { code, name, price_cents, is_from, per, currency } = offer;
  await tx.db
    .insertInto('job_lines')
    .values({
      business_id,
      id,
      job_id: offer.job_id,
      add_on_offer_id: offer.id,
      code,
      name,
      price_cents,
      is_from,
      per,
      currency,
      evidence_utterance: evidence.utterance,
      evidence_ms: evidence.startMs,
      created_at: now,
    })
    .execute();
  const details = [...(JSON.parse(job.details) as string[]), `also wanted: ${written(offer)}`];
  await tx.db
    .updateTable('jobs')
    .set({ details: JSON.stringify(details) })
    .where('business_id', '=', business_id)
    .where('id', '=', offer.job_id)
    .execute();
  await recordEvent(tx, {
    subject: { kind: 'job', id: offer.job_id },
    kind: 'job.line_added',
    actor: 'caller',
    reason: 'wanted by phone',
    body: { lineId: id, code, utterance: evidence.utterance },
  });
  const jobNumber = formatJobNumber(job.number);
  const text = `${jobNumber}: ${written(offer)} is wanted. Go over terms and time with them, and give the right to cancel in writing.`;
  const who = { name: job.contact_name === '' ? null : job.contact_name, phone: offer.phone };
  const reason = offer.membership === 1 ? 'plan_wanted' : 'add_on_wanted';
  const facts = { jobNumber, code };
  const taskId = await addTask(tx, {
    kind: 'review',
    callId: offer.call_id,
    reason,
    text,
    ...who,
    urgency: 'routine',
    facts,
  });
  await promise(tx, {
    kind: 'office.message',
    channel: 'email',
    recipient: '',
    template: 'office.message',
    facts: { reason, text, ...who, urgency: 'routine' },
    idempotencyKey: `office.message/${taskId}`,
  });
  return id;
};

/** Takes the answer to an offer of this call, once. */
export const answerAddOnTool: Tool<'answer_add_on'> = {
  changes: true,
  async run(args, { tx, callId }) {
    const offer = await rowOf(tx, args.offerId, callId);
    if (offer === undefined || offer.answer !== null) return { ok: false, error: 'not_found' };
    await tx.db
      .updateTable('add_on_offers')
      .set({
        answer: args.answer,
        answered_at: tx.clock.now(),
        evidence_utterance: args.evidence?.utterance ?? null,
        evidence_ms: args.evidence?.startMs ?? null,
      })
      .where('business_id', '=', tx.businessId)
      .where('id', '=', offer.id)
      .execute();
    return { ok: true, result: { lineId: args.answer === 'yes' ? await addLine(tx, offer, args.evidence) : null } };
  },
};
