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

const newestFirst = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? 1 : -1);

/** Everybody whose number this is, newest first: a number may be shared. `phone` is E.164. */
export const customersByPhone = async ({ db, businessId }: Scope, phone: string): Promise<readonly KnownCustomer[]> => {
  const contacts = await db
    .selectFrom('contacts')
    .select('customer_id')
    .where('business_id', '=', businessId)
    .where('kind', '=', 'phone')
    .where('value', '=', phone)
    .execute();
  if (contacts.length === 0) return [];
  // By themselves, and put in order here: joined or asked for in order of the id, SQLite may read every customer.
  const rows = await db
    .selectFrom('customers')
    .select(['id', 'name'])
    .where('business_id', '=', businessId)
    .where('id', 'in', [...new Set(contacts.map((contact) => contact.customer_id))])
    .execute();
  const known: KnownCustomer[] = [];
  for (const { id, name } of rows.toSorted(newestFirst)) {
    const places = await db
      .selectFrom('locations')
      .selectAll()
      .where('business_id', '=', businessId)
      .where('customer_id', '=', id)
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
      places: places.toSorted(newestFirst).map((place) => ({
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
