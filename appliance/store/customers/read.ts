import type { Selectable } from 'kysely';
import type { BillTo, ContactRecord, CustomerRecord, CustomerSummary, HistoryEntry } from '#shared/api/customers.ts';
import { formatAddress } from '#shop/address.ts';
import { readHistory, type Subject } from '../history/read.ts';
import { addressOf } from '../locations/location.ts';
import { readLocations } from '../locations/read.ts';
import { readNotes } from '../notes/note.ts';
import { pageOf, placeOf, type Page, type PageRequest } from '../page.ts';
import type { ContactRow, CustomerRow } from '../schema/customers.ts';
import type { Scope } from '../scope.ts';
import { readConsents } from './consent.ts';

const contactOf = (row: Selectable<ContactRow>): ContactRecord => ({
  id: row.id,
  version: row.version,
  kind: row.kind === 'phone' ? 'phone' : 'email',
  value: row.value,
  extension: row.extension,
  label: row.label,
  person: row.person,
  confirmed: row.confirmed === 1,
});

const contactsOf = ({ db, businessId }: Scope, customerIds: readonly string[]) =>
  db
    .selectFrom('contacts')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('customer_id', 'in', [...customerIds])
    .orderBy('id')
    .execute();

/** A customer with all that belongs to them, merged and erased ones too; null when there is none. @param now epoch ms: what is old by then */
export const readCustomer = async (scope: Scope, id: string, now: number): Promise<CustomerRecord | null> => {
  const { db, businessId } = scope;
  const row = await db
    .selectFrom('customers')
    .selectAll()
    .where('business_id', '=', businessId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const preferred = await db
    .selectFrom('preferred_technicians as p')
    .innerJoin('technicians as t', (on) =>
      on.onRef('t.business_id', '=', 'p.business_id').onRef('t.id', '=', 'p.technician_id'),
    )
    .select(['t.id', 't.name'])
    .where('p.business_id', '=', businessId)
    .where('p.customer_id', '=', id)
    .orderBy('t.name')
    .execute();
  return {
    id,
    version: row.version,
    name: row.name,
    nameConfirmed: row.name_confirmed === 1,
    company: row.company,
    billTo: row.bill_to === null ? null : (JSON.parse(row.bill_to) as BillTo),
    doNotService: row.do_not_service,
    tags: JSON.parse(row.tags) as string[],
    contacts: (await contactsOf(scope, [id])).map(contactOf),
    locations: await readLocations(scope, { customerId: id }, now),
    preferredTechnicians: preferred,
    notes: await readNotes(scope, { kind: 'customer', id }),
    consents: await readConsents(scope, id, 'now'),
    mergedInto: row.merged_into,
    erasedAt: row.erased_at,
    createdAt: row.created_at,
  };
};

const summariesOf = async (
  scope: Scope,
  rows: readonly Selectable<CustomerRow>[],
): Promise<ReadonlyMap<string, CustomerSummary>> => {
  if (rows.length === 0) return new Map();
  const ids = rows.map(({ id }) => id);
  const contacts = await contactsOf(scope, ids);
  const places = await scope.db
    .selectFrom('locations')
    .selectAll()
    .where('business_id', '=', scope.businessId)
    .where('customer_id', 'in', ids)
    .orderBy('id', 'desc')
    .execute();
  return new Map(
    rows.map((row) => {
      const ways = (kind: string): string[] =>
        contacts.flatMap((one) => (one.customer_id === row.id && one.kind === kind ? [one.value] : []));
      const place = places.find((one) => one.customer_id === row.id);
      return [
        row.id,
        {
          id: row.id,
          version: row.version,
          name: row.name,
          company: row.company,
          phones: ways('phone'),
          emails: ways('email'),
          place: place === undefined ? null : formatAddress(addressOf({ ...place })),
          doNotService: row.do_not_service,
          tags: JSON.parse(row.tags) as string[],
          createdAt: row.created_at,
        },
      ];
    }),
  );
};

/** These customers as lists show them, by id. */
export const summarise = async (scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, CustomerSummary>> =>
  ids.length === 0
    ? new Map()
    : summariesOf(
        scope,
        await scope.db
          .selectFrom('customers')
          .selectAll()
          .where('business_id', '=', scope.businessId)
          .where('id', 'in', [...ids])
          .execute(),
      );

/** Customers, newest first; merged and erased ones are left out. */
export const listCustomers = async (scope: Scope, request: PageRequest): Promise<Page<CustomerSummary>> => {
  let query = scope.db
    .selectFrom('customers')
    .selectAll()
    .where('business_id', '=', scope.businessId)
    .where('merged_into', 'is', null)
    .where('erased_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(request.limit + 1);
  const from = placeOf(request);
  if (from !== null)
    query = query.where((eb) =>
      eb.or([eb('created_at', '<', from.at), eb.and([eb('created_at', '=', from.at), eb('id', '<', from.id)])]),
    );
  const rows = await query.execute();
  const summaries = await summariesOf(scope, rows);
  const page = pageOf(
    rows,
    request.limit,
    (row) => ({ at: row.created_at, id: row.id }),
    ({ id }) => id,
  );
  return { items: page.items.flatMap((id) => summaries.get(id) ?? []), next: page.next };
};

/** Who was merged into these, and into those in turn. */
const mergedInto = async (scope: Scope, ids: readonly string[]): Promise<readonly { id: string }[]> => {
  if (ids.length === 0) return [];
  const rows = await scope.db
    .selectFrom('customers')
    .select('id')
    .where('business_id', '=', scope.businessId)
    .where('merged_into', 'in', [...ids])
    .execute();
  const further = await mergedInto(
    scope,
    rows.map(({ id }) => id),
  );
  return [...rows, ...further];
};

/** All that happened to a customer, whoever was merged into them, their places and what is installed there; newest first. */
export const customerHistory = async (scope: Scope, id: string, request: PageRequest): Promise<Page<HistoryEntry>> => {
  const { db, businessId } = scope;
  const merged = await mergedInto(scope, [id]);
  const places = await db
    .selectFrom('locations')
    .select('id')
    .where('business_id', '=', businessId)
    .where('customer_id', '=', id)
    .execute();
  const equipment =
    places.length === 0
      ? []
      : await db
          .selectFrom('equipment')
          .select('id')
          .where('business_id', '=', businessId)
          .where(
            'location_id',
            'in',
            places.map((one) => one.id),
          )
          .execute();
  const subjects = (kind: string, rows: readonly { id: string }[]): Subject[] =>
    rows.map((row) => ({ kind, id: row.id }));
  return readHistory(
    scope,
    [
      ...subjects('customer', [{ id }, ...merged]),
      ...subjects('location', places),
      ...subjects('equipment', equipment),
    ],
    request,
  );
};
