import { addressKey } from '#shop/address.ts';
import type { CustomerRow } from '#shop/import/customer-row.ts';
import type { Scope } from '../scope.ts';
import { findByKey, hasKeyOf } from './keys.ts';

const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

interface Candidate {
  readonly id: string;
  readonly name: string;
}

const customers = ({ db, businessId }: Scope) =>
  db
    .selectFrom('customers as c')
    .select(['c.id', 'c.name'])
    .where('c.business_id', '=', businessId)
    .where('c.merged_into', 'is', null)
    .where('c.erased_at', 'is', null)
    .orderBy('c.id');

const reachedBy = (scope: Scope, row: CustomerRow): Promise<readonly Candidate[]> =>
  customers(scope)
    .innerJoin('contacts as k', (on) =>
      on.onRef('k.business_id', '=', 'c.business_id').onRef('k.customer_id', '=', 'c.id'),
    )
    .where((eb) =>
      eb.or(row.contacts.map(({ kind, value }) => eb.and([eb('k.kind', '=', kind), eb('k.value', '=', value)]))),
    )
    .execute();

const livingAt = (scope: Scope, place: NonNullable<CustomerRow['place']>): Promise<readonly Candidate[]> =>
  customers(scope)
    .innerJoin('locations as l', (on) =>
      on.onRef('l.business_id', '=', 'c.business_id').onRef('l.customer_id', '=', 'c.id'),
    )
    .where('l.address_key', '=', addressKey(place))
    .execute();

/** Those of whom nothing but the name is known. */
const namedOnly = (scope: Scope, name: string): Promise<readonly Candidate[]> =>
  customers(scope)
    .leftJoin('contacts as k', (on) =>
      on.onRef('k.business_id', '=', 'c.business_id').onRef('k.customer_id', '=', 'c.id'),
    )
    .leftJoin('locations as l', (on) =>
      on.onRef('l.business_id', '=', 'c.business_id').onRef('l.customer_id', '=', 'c.id'),
    )
    .where('c.name', '=', name)
    .where('k.id', 'is', null)
    .where('l.id', 'is', null)
    .execute();

/** A customer who was merged is whoever they were merged into; null who was erased. */
const standing = async (
  scope: Scope,
  id: string,
): Promise<{ readonly id: string; readonly erased: boolean } | null> => {
  for (let at: string | null = id, steps = 0; at !== null && steps < 20; steps++) {
    const row: { merged_into: string | null; erased_at: number | null } | undefined = await scope.db
      .selectFrom('customers')
      .select(['merged_into', 'erased_at'])
      .where('business_id', '=', scope.businessId)
      .where('id', '=', at)
      .executeTakeFirst();
    if (row === undefined) return null;
    if (row.merged_into === null) return { id: at, erased: row.erased_at !== null };
    at = row.merged_into;
  }
  return null;
};

/** Who a row is: somebody who is here, somebody who asked to be forgotten, or nobody yet. */
export type Known = { readonly id: string; readonly erased: boolean } | null;

/**
 * The customer that a row is about: by their id in the other system, else by a number, an e-mail address or a place AND the name; a number alone is
 * a household's. Two ids of one system are two customers.
 */
export const knownCustomer = async (scope: Scope, source: string, row: CustomerRow): Promise<Known> => {
  if (row.sourceId !== null) {
    const by = await findByKey(scope, 'customers', source, row.sourceId);
    const now = by === null ? null : await standing(scope, by);
    if (now !== null) return now;
  }
  const candidates = [
    ...(row.contacts.length > 0 ? await reachedBy(scope, row) : []),
    ...(row.place === null ? [] : await livingAt(scope, row.place)),
    ...(row.contacts.length === 0 && row.place === null ? await namedOnly(scope, row.name) : []),
  ];
  const name = plainName(row.name);
  for (const { id } of candidates.filter((one) => plainName(one.name) === name))
    if (row.sourceId === null || !(await hasKeyOf(scope, 'customers', source, id))) return { id, erased: false };
  return null;
};
