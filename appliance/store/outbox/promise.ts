import { newId } from '#shared/ids.ts';
import type { Tx } from '../scope.ts';

export interface NewPromise {
  /** `office.booked`, `office.message`, `oncall.alert`, `visit.confirmed`, `deposit.link`, `survey.ask`, `survey.review`. */
  readonly kind: string;
  /** Who carries it out: `email`, `sms`, `call`. What no channel of this box carries waits. */
  readonly channel: string;
  /** '' means the office's own address, from the configuration at the time of sending. */
  readonly recipient: string;
  readonly template: string;
  readonly facts: unknown;
  /** The same key is promised once. */
  readonly idempotencyKey: string;
  /** Not before this instant, epoch ms; at once when left out. */
  readonly dueAt?: number;
  /** After this instant it is late: shown to a person. Epoch ms. */
  readonly deadlineAt?: number;
}

/** Promises an effect outside the database, in the transaction of the change that causes it. @returns the row's id */
export const promise = async (tx: Tx, wanted: NewPromise): Promise<string> => {
  const now = tx.clock.now();
  const id = newId(now);
  await tx.db
    .insertInto('outbox')
    .values({
      business_id: tx.businessId,
      id,
      call_id: tx.callId ?? null,
      kind: wanted.kind,
      channel: wanted.channel,
      recipient: wanted.recipient,
      template: wanted.template,
      facts: JSON.stringify(wanted.facts),
      idempotency_key: wanted.idempotencyKey,
      due_at: wanted.dueAt ?? now,
      deadline_at: wanted.deadlineAt ?? null,
      status: 'pending',
      attempts: 0,
      last_error: null,
      fence: 0,
      lease_until: null,
      created_at: now,
      settled_at: null,
    })
    .onConflict((conflict) => conflict.columns(['business_id', 'idempotency_key']).doNothing())
    .execute();
  const row = await tx.db
    .selectFrom('outbox')
    .select('id')
    .where('business_id', '=', tx.businessId)
    .where('idempotency_key', '=', wanted.idempotencyKey)
    .executeTakeFirstOrThrow();
  return row.id;
};
