import type { Tx } from '../scope.ts';

/** Takes back promises that nobody needs any more, as far as they were not begun. Epoch ms go by the business clock. */
export const withdraw = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await tx.db
    .updateTable('outbox')
    .set({ status: 'not_needed', lease_until: null, settled_at: tx.clock.now() })
    .where('business_id', '=', tx.businessId)
    .where('id', 'in', [...ids])
    .where('status', 'in', ['pending', 'waiting_for_configuration', 'claimed'])
    .execute();
};
