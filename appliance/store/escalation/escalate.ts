import { newId } from '#shared/ids.ts';
import type { Tx } from '../scope.ts';
import { recordEvent } from '../jobs/event.ts';
import { promiseRound, promisesOf, type AlertFacts } from './round.ts';

export interface Emergency extends Omit<AlertFacts, 'alertId'> {
  readonly callId: string | null;
  readonly taskId: string | null;
  readonly jobId: string | null;
}

/**
 * Raises an alert, told up the ladder until somebody acknowledges it, in the transaction of what causes it. One call
 * raises one: what it brings later (a number, an address, the job) is added to what was not told yet.
 * @returns the alert's id
 */
export const escalate = async (tx: Tx, emergency: Emergency): Promise<string> => {
  const open = await alertOf(tx, emergency);
  if (open !== null) {
    await addFacts(tx, open, emergency);
    return open.id;
  }
  const now = tx.clock.now();
  const id = newId(now);
  const { callId, taskId, jobId, ...told } = emergency;
  const facts: AlertFacts = { alertId: id, ...told };
  const values = {
    kind: told.urgency === 'life_safety' ? 'life_safety' : 'property',
    reason: told.hazard,
    facts: JSON.stringify(facts),
    status: 'open',
    round: 1,
  };
  await tx.db
    .insertInto('escalations')
    .values({
      business_id: tx.businessId,
      id,
      ...values,
      call_id: callId,
      task_id: taskId,
      job_id: jobId,
      round_ends_at: now,
      opened_at: now,
      acknowledged_at: null,
      acknowledged_by: null,
      acknowledged_via: null,
    })
    .execute();
  const endsAt = await promiseRound(tx, id, 1, facts);
  await tx.db
    .updateTable('escalations')
    .set({ round_ends_at: endsAt })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', id)
    .execute();
  await recordEvent(tx, {
    subject: { kind: 'escalation', id },
    kind: 'escalation.opened',
    actor: 'caller',
    reason: told.hazard,
  });
  return id;
};

interface Open {
  readonly id: string;
  readonly facts: AlertFacts;
  readonly jobId: string | null;
}

/**
 * The alert of this call, acknowledged or not: nobody who has taken one is woken for the same call again, unless people
 * have come into danger since.
 */
const alertOf = async (tx: Tx, { callId, urgency }: Emergency): Promise<Open | null> => {
  if (callId === null) return null;
  let query = tx.db
    .selectFrom('escalations')
    .select(['id', 'facts', 'job_id'])
    .where('business_id', '=', tx.businessId)
    .where('call_id', '=', callId);
  if (urgency === 'life_safety') query = query.where('kind', '=', 'life_safety');
  const row = await query.orderBy('kind').executeTakeFirst();
  return row === undefined ? null : { id: row.id, facts: JSON.parse(row.facts) as AlertFacts, jobId: row.job_id };
};

const addFacts = async (tx: Tx, known: Open, more: Emergency): Promise<void> => {
  const facts: AlertFacts = {
    ...known.facts,
    phone: more.phone ?? known.facts.phone,
    address: more.address ?? known.facts.address,
    text: known.facts.text === '' ? more.text : known.facts.text,
    jobNumber: more.jobNumber ?? known.facts.jobNumber,
  };
  const stored = JSON.stringify(facts);
  await tx.db
    .updateTable('escalations')
    .set({ facts: stored, job_id: more.jobId ?? known.jobId })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', known.id)
    .execute();
  const ids = await promisesOf(tx, known.id);
  if (ids.length === 0) return;
  await tx.db
    .updateTable('outbox')
    .set({ facts: stored })
    .where('business_id', '=', tx.businessId)
    .where('id', 'in', [...ids])
    .where('status', 'in', ['pending', 'waiting_for_configuration'])
    .execute();
};
