import type { Tx } from '../scope.ts';
import { withdraw } from '../outbox/withdraw.ts';
import { recordEvent } from '../jobs/event.ts';
import { promisesOf } from './round.ts';

/**
 * Somebody takes the alert: nobody further is told. The first who does stands; who comes later changes nothing.
 * @param via how they said so: `console`, `terminal`
 * @returns false when there is no such alert
 */
export const acknowledgeAlert = async (
  tx: Tx,
  alertId: string,
  by: { readonly who: string; readonly via: string },
): Promise<boolean> => {
  const row = await tx.db
    .selectFrom('escalations')
    .select('status')
    .where('business_id', '=', tx.businessId)
    .where('id', '=', alertId)
    .executeTakeFirst();
  if (row === undefined) return false;
  if (row.status !== 'open') return true;
  await tx.db
    .updateTable('escalations')
    .set({
      status: 'acknowledged',
      acknowledged_at: tx.clock.now(),
      acknowledged_by: by.who,
      acknowledged_via: by.via,
    })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', alertId)
    .execute();
  await withdraw(tx, await promisesOf(tx, alertId));
  await recordEvent(tx, {
    subject: { kind: 'escalation', id: alertId },
    kind: 'escalation.acknowledged',
    actor: 'person',
    reason: by.who,
    body: { via: by.via },
  });
  return true;
};
