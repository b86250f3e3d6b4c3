import type { Kysely } from 'kysely';

/** What is dialled after a number: with the customer's contact, and as it was told for a job. */
export const contactDetails = async (db: Kysely<unknown>): Promise<void> => {
  await db.schema.alterTable('contacts').addColumn('extension', 'text').execute();
  await db.schema.alterTable('jobs').addColumn('contact_extension', 'text').execute();
};
