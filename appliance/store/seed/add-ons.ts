import { newId } from '#shared/ids.ts';
import type { StarterAddOn } from '#shop/starter/add-ons.ts';
import type { Tx } from '../scope.ts';

/** Writes what the shop sells beside its visits. */
export const addAddOns = async (tx: Tx, addOns: readonly StarterAddOn[]): Promise<void> => {
  for (const { code, name, price, per, membership } of addOns)
    await tx.db
      .insertInto('add_ons')
      .values({
        business_id: tx.businessId,
        id: newId(tx.clock.now()),
        code,
        name,
        price_cents: price * 100,
        is_from: 0,
        per,
        membership: membership ? 1 : 0,
        currency: 'USD',
      })
      .execute();
};
