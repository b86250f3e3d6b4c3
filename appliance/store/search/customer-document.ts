import { formatAddress } from '#shop/address.ts';
import { formatPhone } from '#shop/phone.ts';
import type { SearchDocument } from '#shop/search/document.ts';
import type { Scope } from '../scope.ts';
import { ADDRESS, addressOf } from './location-document.ts';

/** A customer with more places than this is found by the newest of them; each place is found by itself as well. */
const PLACES = 20;

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

/** A customer: names, ways to reach them, places, tags. None for who was merged into another, or erased. */
export const customerDocument = async (scope: Scope, id: string): Promise<SearchDocument | null> => {
  const { db, businessId } = scope;
  const customer = await db
    .selectFrom('customers')
    .select(['name', 'company', 'tags', 'merged_into', 'erased_at'])
    .where('business_id', '=', businessId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (customer === undefined || customer.merged_into !== null || customer.erased_at !== null) return null;
  // Put in order here: asked for in order of the id, SQLite may read every row of the business, in that order.
  const contacts = (
    await db
      .selectFrom('contacts')
      .select(['id', 'kind', 'value', 'person'])
      .where('business_id', '=', businessId)
      .where('customer_id', '=', id)
      .execute()
  ).toSorted(byId);
  const places = (
    await db
      .selectFrom('locations')
      .select(['id', ...ADDRESS])
      .where('business_id', '=', businessId)
      .where('customer_id', '=', id)
      .execute()
  )
    .toSorted(byId)
    .toReversed()
    .slice(0, PLACES);
  const of = (wanted: string) => contacts.filter(({ kind }) => kind === wanted).map(({ value }) => value);
  const [phone, email] = [of('phone'), of('email')];
  const address = places.map((place) => formatAddress(addressOf(place)));
  const people = contacts.flatMap(({ person }) => (person === null ? [] : [person]));
  const shown = [
    customer.company ?? undefined,
    phone[0] === undefined ? undefined : formatPhone(phone[0]),
    address[0] ?? email[0],
  ];
  return {
    title: customer.name,
    subtitle: shown.filter((part) => part !== undefined).join(' · '),
    fields: {
      name: [...new Set([customer.name, ...people])],
      company: customer.company === null ? [] : [customer.company],
      phone,
      email,
      address,
      tag: JSON.parse(customer.tags) as string[],
    },
  };
};
