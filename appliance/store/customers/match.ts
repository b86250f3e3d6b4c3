import { addressKey, type AddressParts } from '#shop/address.ts';
import { isLastName } from '#shop/proof.ts';
import type { Scope, Tx } from '../scope.ts';
import { createCustomer } from './change.ts';
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
  actor = 'caller',
): Promise<string> => {
  const last = contact.name.split(/\s+/u).slice(1).join(' ') || contact.name;
  const key = addressKey(address);
  const sharing = await customersByPhone(tx, contact.phone);
  const known =
    sharing.find(({ names, places }) => isLastName(last, names) && places.some((place) => addressKey(place) === key)) ??
    sharing.find(({ names }) => isLastName(last, names)) ??
    sharing.find(({ places }) => places.some((place) => addressKey(place) === key));
  if (known !== undefined) return known.id;
  const { name, nameConfirmed, phone, phoneConfirmed, extension } = contact;
  const id = await createCustomer(tx, { name, nameConfirmed, contacts: [] }, actor);
  // As it was told: a number that is none is what the office has to ask about.
  const number = { kind: 'phone', value: phone, confirmed: phoneConfirmed } as const;
  await keepContact(tx, id, extension === undefined ? number : { ...number, extension }, actor);
  return id;
};
