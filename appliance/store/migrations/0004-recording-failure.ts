import type { Kysely } from 'kysely';

/** Why a call could not be recorded, or broke off. */
export const recordingFailure = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('calls').addColumn('recording_failure', 'text').execute();
};
