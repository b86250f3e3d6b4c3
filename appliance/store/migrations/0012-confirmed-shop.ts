import { sql, type Kysely } from 'kysely';

/** When the owner confirmed the shop's rows; null until then. A shop that has been in use is taken as confirmed. */
export const confirmedShop = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('businesses').addColumn('confirmed_at', 'bigint').execute();
  await sql`update businesses set confirmed_at = created_at`.execute(db);
};
