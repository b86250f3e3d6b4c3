import type { Kysely } from 'kysely';

/** How a caller was handed to a person: JSON of who was rung and what came of it; null where nobody asked for one. */
export const transfer = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('calls').addColumn('transfer', 'text').execute();
};
