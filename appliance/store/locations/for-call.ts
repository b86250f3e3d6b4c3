import { addressKey, type AddressParts } from '#shop/address.ts';
import { changeRow } from '../history/change.ts';
import type { Tx } from '../scope.ts';
import { LOCATION } from './fields.ts';
import { insertLocation } from './location.ts';

/** The customer's location at this address, or a new one. @param point where that is, longitude and latitude, if it is known */
export const locationFor = async (
  tx: Tx,
  customerId: string,
  zone: string,
  address: AddressParts & { readonly confirmed: boolean },
  point: readonly [lon: number, lat: number] | null = null,
  actor = 'caller',
): Promise<string> => {
  const located = point === null ? {} : { lon: point[0], lat: point[1] };
  const known = await tx.db
    .selectFrom('locations')
    .select(['id', 'zip', 'confirmed'])
    .where('business_id', '=', tx.businessId)
    .where('customer_id', '=', customerId)
    .where('address_key', '=', addressKey(address))
    .executeTakeFirst();
  if (known === undefined) return insertLocation(tx, customerId, { ...address, ...located, zone }, actor);
  // What was missing is filled in; what is stored stays.
  await changeRow(tx, LOCATION, {
    id: known.id,
    expected: null,
    patch: { zip: known.zip ?? address.zip, confirmed: address.confirmed || known.confirmed === 1, ...located },
    actor,
  });
  return known.id;
};
