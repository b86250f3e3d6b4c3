import { newId } from '#shared/ids.ts';
import { climb } from '#shop/ladder.ts';
import { promise } from '../outbox/promise.ts';
import { withdraw } from '../outbox/withdraw.ts';
import type { Tx } from '../scope.ts';
import { readLadder, techniciansOnDuty } from './ladder.ts';

/** Everybody whose turn has come is told within this time, or a person sees that they were not. */
export const ALERT_WITHIN_MS = 30_000;

/** A shop without a ladder still tells its office, as often as this. */
const OFFICE_LIMIT_MS = 15 * 60_000;

/** What whoever is alerted is told. */
export interface AlertFacts {
  /** To acknowledge it by: `pilot alert ack ID`. */
  readonly alertId: string;
  readonly urgency: 'life_safety' | 'emergency';
  /** The hazard, or the code of the service type. */
  readonly hazard: string;
  readonly phone: string | null;
  readonly address: string | null;
  readonly text: string;
  /** The job that was booked for it, where one was. */
  readonly jobNumber: string | null;
}

/** Promises one more round: the ladder from its foot, and the office by e-mail. @returns when it is over, epoch ms */
export const promiseRound = async (tx: Tx, escalationId: string, round: number, facts: AlertFacts): Promise<number> => {
  const now = tx.clock.now();
  const { tellings, endsAt } = climb(await readLadder(tx), await techniciansOnDuty(tx, now), now);
  const office = { position: 0, role: 'office', name: '', channel: 'email', recipient: '', dueAt: now };
  for (const [index, one] of [office, ...tellings].entries()) {
    const outboxId = await promise(tx, {
      kind: 'oncall.alert',
      channel: one.channel,
      recipient: one.recipient,
      template: 'oncall.alert',
      facts,
      idempotencyKey: `oncall.alert/${escalationId}/${round}/${index}`,
      dueAt: one.dueAt,
      deadlineAt: one.dueAt + ALERT_WITHIN_MS,
    });
    await tx.db
      .insertInto('escalation_steps')
      .values({
        business_id: tx.businessId,
        id: newId(now),
        escalation_id: escalationId,
        round,
        position: one.position,
        role: one.role,
        name: one.name,
        channel: one.channel,
        recipient: one.recipient,
        outbox_id: outboxId,
        due_at: one.dueAt,
      })
      .execute();
  }
  return Math.max(endsAt, now + (tellings.length === 0 ? OFFICE_LIMIT_MS : 0));
};

/** Ids of the outbox rows of an alert. */
export const promisesOf = async (tx: Tx, escalationId: string): Promise<readonly string[]> => {
  const rows = await tx.db
    .selectFrom('escalation_steps')
    .select('outbox_id')
    .where('business_id', '=', tx.businessId)
    .where('escalation_id', '=', escalationId)
    .execute();
  return rows.map((row) => row.outbox_id);
};

/** Rounds after which nobody is woken any more; the alert stays open, and health says so. */
const MAX_ROUNDS = { life_safety: 12, property: 3 } as const;

/** Starts the next round of every open alert whose last one nobody answered. What of that was not sent yet is told by the new one. */
export const continueEscalations = async (tx: Tx): Promise<void> => {
  const now = tx.clock.now();
  const due = await tx.db
    .selectFrom('escalations')
    .selectAll()
    .where('business_id', '=', tx.businessId)
    .where('status', '=', 'open')
    .where('round_ends_at', '<=', now)
    .execute();
  for (const row of due) {
    if (row.round >= MAX_ROUNDS[row.kind === 'property' ? 'property' : 'life_safety']) continue;
    await withdraw(tx, await promisesOf(tx, row.id));
    const round = row.round + 1;
    const endsAt = await promiseRound(tx, row.id, round, JSON.parse(row.facts) as AlertFacts);
    await tx.db
      .updateTable('escalations')
      .set({ round, round_ends_at: endsAt })
      .where('business_id', '=', tx.businessId)
      .where('id', '=', row.id)
      .execute();
  }
};
