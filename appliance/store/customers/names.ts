import type { Scope } from '../scope.ts';

/** Full names of the shop's customers, for matching what was heard; the newest 5,000. */
export const listCustomerNames = async ({ db, businessId }: Scope): Promise<readonly string[]> =>
  (
    await db
      .selectFrom('customers')
      .select('name')
      .where('business_id', '=', businessId)
      .where('erased_at', 'is', null)
      .orderBy('id', 'desc')
      .limit(5000)
      .execute()
  ).map((row) => row.name);

/** Changes whenever a customer or a place joined: the newest id of each, '' where there is none. */
export const newestCustomer = async ({ db, businessId }: Scope): Promise<string> => {
  const newest = async (table: 'customers' | 'locations'): Promise<string> =>
    (
      await db
        .selectFrom(table)
        .select('id')
        .where('business_id', '=', businessId)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()
    )?.id ?? '';
  return `${await newest('customers')} ${await newest('locations')}`;
};

/** Streets where the shop's customers are, as they confirmed them; of the newest 5,000 places. */
export const listCustomerStreets = async ({
  db,
  businessId,
}: Scope): Promise<readonly { readonly street: string; readonly city: string }[]> =>
  db
    .selectFrom('locations')
    .select(['street', 'city'])
    .where('business_id', '=', businessId)
    .where('confirmed', '=', 1)
    .orderBy('id', 'desc')
    .limit(5000)
    .execute();
