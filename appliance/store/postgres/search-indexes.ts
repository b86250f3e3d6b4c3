import { sql, type Kysely } from 'kysely';
import { PilotError } from '#shared/errors.ts';

const makeTrigrams = async (db: Kysely<unknown>): Promise<void> => {
  try {
    await sql`create extension if not exists pg_trgm`.execute(db);
  } catch (cause) {
    throw new PilotError('store_extension', 'the database lacks pg_trgm, by which misspelt names are found', {
      cause,
      fix: 'As an administrator of the server run: create extension pg_trgm; in this database. Debian has it in the package postgresql, others in postgresql-contrib.',
    });
  }
};

/**
 * GIN over words and over groups of three letters, as migration 27 makes them: never edited. The words come in plain letters, so that no
 * parser of the server has a say in what a word is. No `fastupdate`: what was added lately is not read through at each search.
 */
export const postgresSearchIndexes = async (db: Kysely<unknown>): Promise<void> => {
  await makeTrigrams(db);
  await sql`create index search_documents_text on search_documents
    using gin (array_to_tsvector(string_to_array(words, ' '))) with (fastupdate = off)`.execute(db);
  await sql`create index search_words_letters on search_words using gin (word gin_trgm_ops) with (fastupdate = off)`.execute(
    db,
  );
};
