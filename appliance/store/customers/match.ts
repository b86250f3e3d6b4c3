import { newId } from '#shared/ids.ts';
import { addressKey, type AddressParts } from '#shop/address.ts';
import { isLastName } from '#shop/proof.ts';
import type { Scope, Tx } from '../scope.ts';
import { keepContact } from './contact.ts';

/** A customer as far as somebody may be known by it. */
interface KnownCustomer {
  readonly id: string;
  /** As stored, and as told with each job. */
  readonly names: readonly string[];
  /** Newest first. */
  readonly places: readonly AddressParts[];
}

/** Everybody whose number this is, newest first: a number may be shared. `phone` is E.164. */
export const customersByPhone = async ({ db, businessId }: Scope, phone: string): Promise<readonly KnownCustomer[]> => {
  const rows = await db
    .selectFrom('contacts')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.business_id', '=', 'contacts.business_id')
        .onRef('customers.id', '=', 'contacts.customer_id'),
    )
    .select(['customers.id', 'customers.name'])
    .where('contacts.business_id', '=', businessId)
    .where('contacts.kind', '=', 'phone')
    .where('contacts.value', '=', phone)
    .orderBy('customers.id', 'desc')
    .execute();
  const known: KnownCustomer[] = [];
  for (const { id, name } of rows) {
    const places = await db
      .selectFrom('locations')
      .selectAll()
      .where('business_id', '=', businessId)
      .where('customer_id', '=', id)
      .orderBy('id', 'desc')
      .execute();
    const jobs = await db
      .selectFrom('jobs')
      .select('contact_name')
      .distinct()
      .where('business_id', '=', businessId)
      .where('customer_id', '=', id)
      .execute();
    known.push({
      id,
      names: [name, ...jobs.map((job) => job.contact_name)],
      places: places.map((place) => ({
        houseNumber: place.house_number,
        street: place.street,
        unit: place.unit,
        city: place.city,
        state: place.state,
        zip: place.zip,
      })),
    });
  }
  return known;
};

/**
 * The customer with this number and this last name or address, or a new one: a number that is shared, or was forged, joins
 * nobody to anybody. A stored name is not changed by what a caller says.
 */
export const customerFor = async (
  tx: Tx,
  contact: {
    readonly name: string;
    readonly nameConfirmed: boolean;
    readonly phone: string;
    readonly phoneConfirmed: boolean;
    readonly extension?: string;
  },
  address: AddressParts,
): Promise<string> => {
  const last = contact.name.split(/\s+/u).slice(1).join(' ') || contact.name;
  const key = addressKey(address);
  const sharing = await customersByPhone(tx, contact.phone);
  const known =
    sharing.find(({ names, places }) => isLastName(last, names) && places.some((place) => addressKey(place) === key)) ??
    sharing.find(({ names }) => isLastName(last, names)) ??
    sharing.find(({ places }) => places.some((place) => addressKey(place) === key));
  if (known !== undefined) return known.id;
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
  await keepContact(tx, id, {
    kind: 'phone',
    value: contact.phone,
    confirmed: contact.phoneConfirmed,
    ...(contact.extension === undefined ? {} : { extension: contact.extension }),
  });
  return id;
};

/** The customer's location at this address, or a new one. @param point where that is, longitude and latitude, if it is known */
export const locationFor = async (
  tx: Tx,
  customerId: string,
  zone: string,
  address: AddressParts & { readonly confirmed: boolean },
  point: readonly [lon: number, lat: number] | null = null,
): Promise<string> => {
  const located = point === null ? {} : { lon: point[0], lat: point[1] };
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
      .set({ zip: known.zip ?? address.zip, confirmed: address.confirmed ? 1 : known.confirmed, ...located })
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
      ...located,
    })
    .execute();
  return id;
};
