import { newId } from '#shared/ids.ts';
import { addressKey, type AddressParts } from '#shop/address.ts';
import type { CustomerRow } from '../schema/work.ts';
import type { Scope, Tx } from '../scope.ts';

/** The customer whose number this is; the one served last when a number is shared. `phone` is E.164. */
export const customerByPhone = async ({ db, businessId }: Scope, phone: string): Promise<CustomerRow | null> =>
  (await db
    .selectFrom('contacts')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.business_id', '=', 'contacts.business_id')
        .onRef('customers.id', '=', 'contacts.customer_id'),
    )
    .selectAll('customers')
    .where('contacts.business_id', '=', businessId)
    .where('contacts.kind', '=', 'phone')
    .where('contacts.value', '=', phone)
    .orderBy('customers.id', 'desc')
    .executeTakeFirst()) ?? null;

/** The customer with this number, or a new one. A stored name is not changed by what a caller says. */
export const customerFor = async (
  tx: Tx,
  contact: {
    readonly name: string;
    readonly nameConfirmed: boolean;
    readonly phone: string;
    readonly phoneConfirmed: boolean;
  },
): Promise<string> => {
  const known = await customerByPhone(tx, contact.phone);
  if (known !== null) return known.id;
  const now = tx.clock.now();
  const id = newId(now);
  await tx.db
    .insertInto('customers')
    .values({
      business_id: tx.businessId,
      id,
      name: contact.name,
      name_confirmed: contact.nameConfirmed ? 1 : 0,
      created_at: now,
    })
    .execute();
  await tx.db
    .insertInto('contacts')
    .values({
      business_id: tx.businessId,
      id: newId(now),
      customer_id: id,
      kind: 'phone',
      value: contact.phone,
      confirmed: contact.phoneConfirmed ? 1 : 0,
    })
    .execute();
  return id;
};

/** The customer's location at this address, or a new one. */
export const locationFor = async (
  tx: Tx,
  customerId: string,
  zone: string,
  address: AddressParts & { readonly confirmed: boolean },
): Promise<string> => {
  const key = addressKey(address);
  const known = await tx.db
    .selectFrom('locations')
    .select(['id', 'zip', 'confirmed'])
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', customerId)
    .where('address_key', '=', key)
    .executeTakeFirst();
  if (known !== undefined) {
    // What was missing is filled in; what is stored stays.
    await tx.db
      .updateTable('locations')
      .set({ zip: known.zip ?? address.zip, confirmed: address.confirmed ? 1 : known.confirmed })
      .where('business_id', '=', tx.businessId)
      .where('id', '=', known.id)
      .execute();
    return known.id;
  }
  const id = newId(tx.clock.now());
  await tx.db
    .insertInto('locations')
    .values({
      business_id: tx.businessId,
      id,
      customer_id: customerId,
      house_number: address.houseNumber,
      street: address.street,
      unit: address.unit,
      city: address.city,
      state: address.state,
      zip: address.zip,
      zone,
      address_key: key,
      confirmed: address.confirmed ? 1 : 0,
    })
    .execute();
  return id;
};
