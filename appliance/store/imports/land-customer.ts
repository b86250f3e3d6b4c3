import { addressKey } from '#shop/address.ts';
import type { CustomerRow } from '#shop/import/customer-row.ts';
import { createCustomer } from '../customers/change.ts';
import { addContact } from '../customers/contact.ts';
import { addLocation } from '../locations/location.ts';
import type { Tx } from '../scope.ts';
import { addKey, findByKey } from './keys.ts';
import { knownCustomer } from './match-customer.ts';
import type { Landing, Made } from './rows.ts';

const ERASED: Landing = {
  outcome: 'rejected',
  faults: [{ column: '', reason: 'this person was erased here at their wish' }],
};

const versionOf = async (
  { db, businessId }: Tx,
  table: 'customers' | 'contacts' | 'locations',
  id: string,
): Promise<number> =>
  (
    await db
      .selectFrom(table)
      .select('version')
      .where('business_id', '=', businessId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).version;

const contactsOf = ({ db, businessId }: Tx, customerId: string) =>
  db
    .selectFrom('contacts')
    .select(['id', 'kind', 'value'])
    .where('business_id', '=', businessId)
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute();

const isThere = async ({ db, businessId }: Tx, customerId: string, key: string): Promise<boolean> =>
  (await db
    .selectFrom('locations')
    .select('id')
    .where('business_id', '=', businessId)
    .where('customer_id', '=', customerId)
    .where('address_key', '=', key)
    .executeTakeFirst()) !== undefined;

/** A new customer of a row, with the ways to reach them. */
const make = async (
  tx: Tx,
  row: CustomerRow,
  actor: string,
): Promise<{ readonly id: string; readonly made: Made[] }> => {
  const id = await createCustomer(
    tx,
    {
      name: row.name,
      contacts: row.contacts.map((contact) => ({ ...contact, confirmed: true })),
      tags: [...row.tags],
      ...(row.company === null ? {} : { company: row.company }),
      ...(row.billTo === null ? {} : { billTo: { name: row.company ?? row.name, address: row.billTo } }),
      ...(row.notes === null ? {} : { notes: row.notes }),
      ...(row.doNotService === null ? {} : { doNotService: row.doNotService }),
    },
    actor,
  );
  const made: Made[] = [{ kind: 'customer', id, version: await versionOf(tx, 'customers', id) }];
  for (const contact of await contactsOf(tx, id))
    made.push({ kind: 'contact', id: contact.id, version: await versionOf(tx, 'contacts', contact.id) });
  return { id, made };
};

/** What a row tells beside what is known of a customer. What stands is never changed. */
const join = async (tx: Tx, id: string, row: CustomerRow, actor: string): Promise<Made[]> => {
  const there = new Set((await contactsOf(tx, id)).map(({ kind, value }) => `${kind} ${value}`));
  const made: Made[] = [];
  for (const contact of row.contacts.filter(({ kind, value }) => !there.has(`${kind} ${value}`))) {
    const contactId = await addContact(tx, id, { ...contact, confirmed: true }, actor);
    made.push({ kind: 'contact', id: contactId, version: await versionOf(tx, 'contacts', contactId) });
  }
  return made;
};

/**
 * Lands one row of a file of customers, in the caller's transaction: a new customer, more of one who is here, or nothing new.
 * @param zone IANA zone of its place
 */
export const landCustomer = async (
  tx: Tx,
  row: CustomerRow,
  from: { readonly source: string; readonly zone: string; readonly actor: string },
): Promise<Landing> => {
  const known = await knownCustomer(tx, from.source, row);
  if (known?.erased === true) return ERASED;
  const { id, made } =
    known === null
      ? await make(tx, row, from.actor)
      : { id: known.id, made: await join(tx, known.id, row, from.actor) };
  if (row.place !== null && !(await isThere(tx, id, addressKey(row.place)))) {
    const placeId = await addLocation(tx, id, { ...row.place, zone: from.zone, confirmed: true }, from.actor);
    made.push({ kind: 'location', id: placeId, version: await versionOf(tx, 'locations', placeId) });
  }
  if (row.sourceId !== null && (await findByKey(tx, 'customers', from.source, row.sourceId)) === null)
    await addKey(tx, 'customers', from.source, row.sourceId, id);
  const outcome = known === null ? 'made' : made.length > 0 ? 'joined' : 'known';
  return { outcome, subjectId: id, made };
};
