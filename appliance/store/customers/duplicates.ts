import { addressKey } from '#shop/address.ts';
import { LIKELY, matchCustomers, type Comparable, type Match } from '#shop/duplicates/match.ts';
import { newId } from '#shared/ids.ts';
import type { DuplicatePair } from '#shared/api/duplicates.ts';
import { addressOf } from '../locations/location.ts';
import type { Scope, Tx } from '../scope.ts';
import { summarise } from './read.ts';

/** So many of one number, address or house are looked at: a landlord's office may be in hundreds of records. */
const MOST = 60;

/** What customers are compared by, by id; merged and erased ones are left out. */
const comparables = async (
  { db, businessId }: Scope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Comparable>> => {
  if (ids.length === 0) return new Map();
  const customers = await db
    .selectFrom('customers')
    .select(['id', 'name', 'company'])
    .where('business_id', '=', businessId)
    .where('id', 'in', [...ids])
    .where('merged_into', 'is', null)
    .where('erased_at', 'is', null)
    .execute();
  const contacts = await db
    .selectFrom('contacts')
    .select(['customer_id', 'kind', 'value'])
    .where('business_id', '=', businessId)
    .where('customer_id', 'in', [...ids])
    .execute();
  const places = await db
    .selectFrom('locations')
    .select(['customer_id', 'house_number', 'street', 'unit', 'city', 'state', 'zip'])
    .where('business_id', '=', businessId)
    .where('customer_id', 'in', [...ids])
    .execute();
  return new Map(
    customers.map(({ id, name, company }) => {
      const ways = (kind: string): string[] =>
        contacts.flatMap((one) => (one.customer_id === id && one.kind === kind ? [one.value] : []));
      const own = places.filter((one) => one.customer_id === id);
      return [
        id,
        {
          names: company === null ? [name] : [name, company],
          phones: ways('phone'),
          emails: ways('email'),
          places: own.map((one) => addressOf({ ...one })),
        },
      ];
    }),
  );
};

/** Who shares a number, an e-mail address or a house with this one; each by an index of its own. */
const candidates = async (
  { db, businessId }: Scope,
  { phones, emails, places }: Comparable,
): Promise<readonly string[]> => {
  const ids = new Set<string>();
  for (const [kind, values] of [
    ['phone', phones],
    ['email', emails],
  ] as const)
    for (const value of values) {
      const rows = await db
        .selectFrom('contacts')
        .select('customer_id')
        .where('business_id', '=', businessId)
        .where('kind', '=', kind)
        .where('value', '=', value)
        .limit(MOST)
        .execute();
      for (const row of rows) ids.add(row.customer_id);
    }
  for (const { houseNumber, zip } of new Map(places.map((place) => [addressKey(place), place])).values()) {
    if (houseNumber === '') continue;
    let query = db
      .selectFrom('locations')
      .select('customer_id')
      .where('business_id', '=', businessId)
      .where('house_number', '=', houseNumber);
    if (zip !== null)
      query = query.where((eb) => eb.or([eb('zip', '=', zip), eb('zip', '=', zip.slice(0, 5)), eb('zip', 'is', null)]));
    for (const row of await query.limit(MOST).execute()) ids.add(row.customer_id);
  }
  return [...ids];
};

/** Another customer who may be this one. */
export interface LikelyDuplicate {
  readonly id: string;
  readonly match: Match;
}

/** Those who are likely this customer, likeliest first; none for one who is merged or erased. */
export const likelyDuplicates = async (scope: Scope, customerId: string): Promise<readonly LikelyDuplicate[]> => {
  const own = (await comparables(scope, [customerId])).get(customerId);
  if (own === undefined) return [];
  const others = (await candidates(scope, own)).filter((id) => id !== customerId);
  const found: LikelyDuplicate[] = [];
  for (const [id, other] of await comparables(scope, others)) {
    const match = matchCustomers(own, other);
    if (match.score >= LIKELY) found.push({ id, match });
  }
  return found.toSorted((a, b) => b.match.score - a.match.score || (a.id < b.id ? -1 : 1));
};

/**
 * Looks for a customer's doubles and keeps the pairs for a person to decide; what one decided stays decided.
 * @returns the doubles
 */
export const findDuplicates = async (tx: Tx, customerId: string): Promise<readonly LikelyDuplicate[]> => {
  const found = await likelyDuplicates(tx, customerId);
  for (const { id, match } of found) {
    const [older, newer] = [id, customerId].toSorted() as [string, string];
    const values = { score: match.score, reasons: JSON.stringify(match.reasons) };
    const now = tx.clock.now();
    await tx.db
      .insertInto('duplicate_pairs')
      .values({
        business_id: tx.businessId,
        id: newId(now),
        older_id: older,
        newer_id: newer,
        ...values,
        status: 'open',
        found_at: now,
        decided_at: null,
        decided_by: null,
      })
      .onConflict((conflict) => conflict.columns(['business_id', 'older_id', 'newer_id']).doUpdateSet(values))
      .execute();
  }
  return found;
};

const SHOWN = 200;

/** Pairs that wait for a person, likeliest first; at most 200. */
export const openDuplicates = async (scope: Scope): Promise<DuplicatePair[]> => {
  const rows = await scope.db
    .selectFrom('duplicate_pairs as p')
    .innerJoin('customers as a', (on) =>
      on.onRef('a.business_id', '=', 'p.business_id').onRef('a.id', '=', 'p.older_id'),
    )
    .innerJoin('customers as b', (on) =>
      on.onRef('b.business_id', '=', 'p.business_id').onRef('b.id', '=', 'p.newer_id'),
    )
    .selectAll('p')
    .where('p.business_id', '=', scope.businessId)
    .where('p.status', '=', 'open')
    .where('a.merged_into', 'is', null)
    .where('b.merged_into', 'is', null)
    .where('a.erased_at', 'is', null)
    .where('b.erased_at', 'is', null)
    .orderBy('p.score', 'desc')
    .orderBy('p.id')
    .limit(SHOWN)
    .execute();
  const summaries = await summarise(
    scope,
    rows.flatMap(({ older_id, newer_id }) => [older_id, newer_id]),
  );
  return rows.flatMap((row) => {
    const [older, newer] = [summaries.get(row.older_id), summaries.get(row.newer_id)];
    if (older === undefined || newer === undefined) return [];
    const reasons = JSON.parse(row.reasons) as DuplicatePair['reasons'];
    return [{ id: row.id, older, newer, score: row.score, reasons, foundAt: row.found_at }];
  });
};

/** These two are two. @returns false when no such pair waits */
export const dismissDuplicate = async (tx: Tx, pairId: string, actor: string): Promise<boolean> => {
  const result = await tx.db
    .updateTable('duplicate_pairs')
    .set({ status: 'dismissed', decided_at: tx.clock.now(), decided_by: actor })
    .where('business_id', '=', tx.businessId)
    .where('id', '=', pairId)
    .where('status', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
};
