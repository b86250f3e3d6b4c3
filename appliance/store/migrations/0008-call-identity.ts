import type { Kysely } from 'kysely';

/** What the signalling said of the caller beside the number: sealed JSON, for its passports name numbers; null when nothing. */
export const callIdentity = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('calls').addColumn('identity', 'text').execute();
};
