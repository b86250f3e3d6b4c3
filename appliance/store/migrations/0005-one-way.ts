import type { Kysely } from 'kysely';

/** That the sound of a call went one way only: JSON of cause and times; null for nearly every call. */
export const oneWay = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('calls').addColumn('one_way', 'text').execute();
};
