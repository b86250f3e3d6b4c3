import type { Scope } from '../scope.ts';

const DAY_MS = 86_400_000;

/** A customer, and the number they are reached at: one who was not recognised is still not asked twice. */
export interface Asked {
  readonly customerId: string;
  readonly phone: string;
}

/** Was this customer offered something in the last so many days? @param now epoch ms */
export const wasOffered = async (
  { db, businessId }: Scope,
  { customerId, phone }: Asked,
  restDays: number,
  now: number,
): Promise<boolean> =>
  (await db
    .selectFrom('add_on_offers')
    .select('id')
    .where('business_id', '=', businessId)
    .where('asked_at', '>', now - restDays * DAY_MS)
    .where((eb) => eb.or([eb('customer_id', '=', customerId), eb('phone', '=', phone)]))
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Is it wanted already, or does the customer hold a plan? Those are asked for none of it again, however long ago. */
export const wantsAlready = async (
  { db, businessId }: Scope,
  { customerId, phone }: Asked,
  { code, membership }: { readonly code: string; readonly membership: boolean },
): Promise<boolean> =>
  membership &&
  (await db
    .selectFrom('add_on_offers')
    .select('id')
    .where('business_id', '=', businessId)
    .where('answer', '=', 'yes')
    .where((eb) => eb.or([eb('membership', '=', 1), eb('code', '=', code)]))
    .where((eb) => eb.or([eb('customer_id', '=', customerId), eb('phone', '=', phone)]))
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Has whoever has this number complained, and nobody has seen to it yet, or not long ago? @param since epoch ms */
export const hasComplained = async ({ db, businessId }: Scope, { phone }: Asked, since: number): Promise<boolean> =>
  (await db
    .selectFrom('tasks')
    .select('id')
    .where('business_id', '=', businessId)
    .where('phone', '=', phone)
    .where('reason', 'in', ['complaint', 'survey_low'])
    .where((eb) => eb.or([eb('status', '=', 'open'), eb('created_at', '>', since)]))
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** So many days before an instant, epoch ms. */
export const daysBefore = (now: number, days: number): number => now - days * DAY_MS;
