import { newId } from '#shared/ids.ts';
import type { Tx } from '../scope.ts';

/** A way to reach a customer. */
export interface Contact {
  readonly kind: 'phone' | 'email';
  /** E.164 for phones. */
  readonly value: string;
  readonly confirmed: boolean;
  /** Digits dialled after a phone's number. */
  readonly extension?: string;
}

/** Keeps a way to reach a customer, once; one that is there stays as it is, but is confirmed when it was now. */
export const keepContact = async (tx: Tx, customerId: string, contact: Contact): Promise<void> => {
  const { kind, value, confirmed, extension } = contact;
  const known = await tx.db
    .selectFrom('contacts')
    .select(['id', 'confirmed', 'extension'])
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', customerId)
    .where('kind', '=', kind)
    .where('value', '=', value)
    .executeTakeFirst();
  if (known !== undefined) {
    await tx.db
      .updateTable('contacts')
      .set({ confirmed: confirmed ? 1 : known.confirmed, extension: extension ?? known.extension })
      .where('business_id', '=', tx.businessId)
      .where('id', '=', known.id)
      .execute();
    return;
  }
  await tx.db
    .insertInto('contacts')
    .values({
      business_id: tx.businessId,
      id: newId(tx.clock.now()),
      customer_id: customerId,
      kind,
      value,
      confirmed: confirmed ? 1 : 0,
      extension: extension ?? null,
    })
    .execute();
};
