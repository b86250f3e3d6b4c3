import { formatAddress, type AddressParts } from '#shop/address.ts';
import type { SearchDocument } from '#shop/search/document.ts';
import type { LocationRow } from '../schema/customers.ts';
import type { Scope } from '../scope.ts';

/** The columns an address is made of. */
export const ADDRESS = ['house_number', 'street', 'unit', 'city', 'state', 'zip'] as const;

export const addressOf = (row: Pick<LocationRow, (typeof ADDRESS)[number]>): AddressParts => ({
  houseNumber: row.house_number,
  street: row.street,
  unit: row.unit,
  city: row.city,
  state: row.state,
  zip: row.zip,
});

/** A place and whose it is. */
const placeOf = async ({ db, businessId }: Scope, id: string) => {
  const row = await db
    .selectFrom('locations')
    .select(['customer_id', 'name', ...ADDRESS])
    .where('business_id', '=', businessId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const customer = await db
    .selectFrom('customers')
    .select('name')
    .where('business_id', '=', businessId)
    .where('id', '=', row.customer_id)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  return customer === undefined ? null : { ...row, customer: customer.name, address: formatAddress(addressOf(row)) };
};

/** A place: its address, its name, and whose it is. */
export const locationDocument = async (scope: Scope, id: string): Promise<SearchDocument | null> => {
  const place = await placeOf(scope, id);
  if (place === null) return null;
  const { address, customer, name } = place;
  const names = name === null ? [] : [name];
  return { title: address, subtitle: [...names, customer].join(' · '), fields: { name: names, address: [address] } };
};

/** What is installed at a place. */
export const equipmentDocument = async (scope: Scope, id: string): Promise<SearchDocument | null> => {
  const { db, businessId } = scope;
  const row = await db
    .selectFrom('equipment')
    .select(['location_id', 'type', 'brand', 'model', 'serial'])
    .where('business_id', '=', businessId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const place = await placeOf(scope, row.location_id);
  if (place === null) return null;
  const type = row.type.replaceAll('_', ' ');
  const title = [row.brand, row.model].filter((part) => part !== null).join(' ') || type;
  return {
    title,
    subtitle: [row.serial ?? type, place.customer, place.address].join(' · '),
    fields: {
      serial: row.serial === null ? [] : [row.serial],
      model: [...(row.model === null ? [] : [row.model]), ...(row.brand === null ? [] : [row.brand])],
      problem: [type],
    },
  };
};
