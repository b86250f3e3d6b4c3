import type { Kysely } from 'kysely';

/** How good the line of a call was: JSON of its codec, losses, jitter and opinion score; null where nothing was measured. */
export const lineQuality = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('calls').addColumn('line_quality', 'text').execute();
};
