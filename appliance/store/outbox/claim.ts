import type { OutboxRow } from '../schema/work.ts';
import type { Tx } from '../scope.ts';
import { addTask } from '../jobs/task.ts';

/**
 * A promise's life. `claimed` and `sending` hold a lease; a fence number, raised by every claim, keeps a runner that
 * lost its lease from writing.
 *
 *   pending --claim--> claimed --begin--> sending --settle--> sent
 *      ^  \               |                 |  \--settle----> dead (refused, or tried too often)
 *      |   \--no channel--|--> waiting_for_configuration      \-> unknown (nobody can know)
 *      |                  | lease over      | lease over
 *      +------------------+                 +--> unknown, or pending again where telling twice beats never
 *
 * What nobody needs any more before it was begun is `not_needed`.
 */
export interface ClaimedPromise {
  readonly id: string;
  readonly kind: string;
  readonly channel: string;
  readonly recipient: string;
  readonly template: string;
  readonly facts: unknown;
  readonly attempts: number;
  readonly fence: number;
  readonly deadlineAt: number | null;
}

/** Kinds that are sent again when nobody can know whether they arrived. */
const TWICE_BEATS_NEVER: readonly string[] = ['oncall.alert'];

const rowsOf = (tx: Tx) => tx.db.updateTable('outbox').where('business_id', '=', tx.businessId);

/** Shows a person a promise that was not kept. */
const askPerson = async (tx: Tx, row: Pick<OutboxRow, 'id' | 'kind'>, reason: string, why: string): Promise<void> => {
  await addTask(tx, {
    kind: 'review',
    callId: null,
    reason,
    text: `${row.kind}: ${why}`,
    name: null,
    phone: null,
    urgency: TWICE_BEATS_NEVER.includes(row.kind) ? 'emergency' : 'routine',
    facts: { outbox: row.id },
  });
};

/** Gives back what a runner that died held: unbegun promises are due again, begun ones are unknown. */
export const releaseExpired = async (tx: Tx): Promise<void> => {
  const now = tx.clock.now();
  await rowsOf(tx)
    .set({ status: 'pending', lease_until: null })
    .where('status', '=', 'claimed')
    .where('lease_until', '<=', now)
    .execute();
  const begun = await tx.db
    .selectFrom('outbox')
    .select(['id', 'kind', 'fence'])
    .where('business_id', '=', tx.businessId)
    .where('status', '=', 'sending')
    .where('lease_until', '<=', now)
    .execute();
  for (const row of begun) {
    if (TWICE_BEATS_NEVER.includes(row.kind)) {
      await rowsOf(tx).set({ status: 'pending', lease_until: null }).where('id', '=', row.id).execute();
    } else {
      await settle(tx, row, { kind: 'unknown', reason: 'the program ended while it was being sent' });
    }
  }
};

/** Parks what no configured channel can carry, and takes it up again once one can. */
export const followConfiguration = async (tx: Tx, channels: readonly string[]): Promise<void> => {
  let parked = rowsOf(tx).set({ status: 'waiting_for_configuration' }).where('status', '=', 'pending');
  if (channels.length > 0) {
    parked = parked.where('channel', 'not in', channels);
    await rowsOf(tx)
      .set({ status: 'pending' })
      .where('status', '=', 'waiting_for_configuration')
      .where('channel', 'in', channels)
      .execute();
  }
  await parked.execute();
};

/** Takes up to `limit` due promises under a lease, those with a deadline first. */
export const claimDue = async (tx: Tx, limit: number, leaseMs: number): Promise<readonly ClaimedPromise[]> => {
  const now = tx.clock.now();
  const due = await tx.db
    .selectFrom('outbox')
    .selectAll()
    .where('business_id', '=', tx.businessId)
    .where('status', '=', 'pending')
    .where('due_at', '<=', now)
    .orderBy((eb) => eb.case().when('deadline_at', 'is', null).then(1).else(0).end())
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  for (const row of due) {
    await rowsOf(tx)
      .set({ status: 'claimed', fence: row.fence + 1, lease_until: now + leaseMs, attempts: row.attempts + 1 })
      .where('id', '=', row.id)
      .execute();
  }
  return due.map((row) => ({
    id: row.id,
    kind: row.kind,
    channel: row.channel,
    recipient: row.recipient,
    template: row.template,
    facts: JSON.parse(row.facts) as unknown,
    attempts: row.attempts + 1,
    fence: row.fence + 1,
    deadlineAt: row.deadline_at,
  }));
};

/** Marks that the effect is about to happen. @returns false when the lease was lost: then it must not happen */
export const begin = async (
  tx: Tx,
  claimed: Pick<ClaimedPromise, 'id' | 'fence'>,
  leaseMs: number,
): Promise<boolean> => {
  const result = await rowsOf(tx)
    .set({ status: 'sending', lease_until: tx.clock.now() + leaseMs })
    .where('id', '=', claimed.id)
    .where('fence', '=', claimed.fence)
    .where('status', '=', 'claimed')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
};

export type Settlement =
  | { readonly kind: 'sent' }
  | { readonly kind: 'unknown' | 'dead'; readonly reason: string }
  | { readonly kind: 'later'; readonly reason: string; readonly dueAt: number };

/** Writes what became of it, unless another runner has taken it over. Unknown and dead ones become a person's task. */
export const settle = async (
  tx: Tx,
  claimed: Pick<ClaimedPromise, 'id' | 'kind' | 'fence'>,
  end: Settlement,
): Promise<void> => {
  const now = tx.clock.now();
  const result = await rowsOf(tx)
    .set({
      status: end.kind === 'later' ? 'pending' : end.kind,
      lease_until: null,
      last_error: end.kind === 'sent' ? null : end.reason.slice(0, 500),
      settled_at: end.kind === 'later' ? null : now,
      ...(end.kind === 'later' ? { due_at: end.dueAt } : {}),
    })
    .where('id', '=', claimed.id)
    .where('fence', '=', claimed.fence)
    .where('status', 'in', ['claimed', 'sending'])
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return;
  if (end.kind === 'unknown' || end.kind === 'dead') await askPerson(tx, claimed, `outbox_${end.kind}`, end.reason);
};
