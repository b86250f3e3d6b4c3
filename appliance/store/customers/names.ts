import type { Scope } from '../scope.ts';

/** Full names of the shop's customers, for matching what was heard; the newest 5,000. */
export const listCustomerNames = async ({ db, businessId }: Scope): Promise<readonly string[]> =>
  (
    await db
      .selectFrom('customers')
      .select('name')
      .where('business_id', '=', businessId)
      .orderBy('id', 'desc')
      .limit(5000)
      .execute()
  ).map((row) => row.name);
