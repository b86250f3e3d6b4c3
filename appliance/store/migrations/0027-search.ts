import { PostgresAdapter, type Kysely } from 'kysely';
import { postgresSearchIndexes } from '../postgres/search-indexes.ts';
import { sqliteSearchIndexes } from '../sqlite/search-indexes.ts';
import { addColumns } from './owned-table.ts';

/** What the search goes by. What was there before is made findable by a walk over it, at the next start. */
export const search = async (db: Kysely<unknown>): Promise<void> => {
  await addColumns(db.schema.createTable('search_documents'), {
    business_id: 'text',
    kind: 'text',
    subject_id: 'text',
    number: 'bigint',
    title: 'text',
    subtitle: 'text',
    fields: 'text',
    words: 'text',
    spellings: 'text',
  })
    .addPrimaryKeyConstraint('search_documents_key', ['business_id', 'kind', 'subject_id'])
    .addForeignKeyConstraint('search_documents_business', ['business_id'], 'businesses', ['id'])
    .execute();
  await addColumns(db.schema.createTable('search_words'), {
    business_id: 'text',
    word: 'text',
    number: 'bigint',
    sound: 'text',
    uses: 'integer',
  })
    .addPrimaryKeyConstraint('search_words_key', ['business_id', 'word'])
    .addForeignKeyConstraint('search_words_business', ['business_id'], 'businesses', ['id'])
    .execute();
  await addColumns(db.schema.createTable('search_walks'), {
    business_id: 'text',
    kind: 'text',
    version: 'integer',
    after_id: 'text',
    finished: 'integer',
  })
    .addPrimaryKeyConstraint('search_walks_key', ['business_id', 'kind'])
    .addForeignKeyConstraint('search_walks_business', ['business_id'], 'businesses', ['id'])
    .execute();
  const index = (name: string, table: string, columns: string[]): Promise<void> =>
    db.schema.createIndex(name).on(table).columns(columns).execute();
  await index('search_documents_by_number', 'search_documents', ['number']);
  await index('search_words_by_number', 'search_words', ['number']);
  await index('search_words_by_sound', 'search_words', ['business_id', 'sound']);
  const onServer = db.getExecutor().adapter instanceof PostgresAdapter;
  await (onServer ? postgresSearchIndexes(db) : sqliteSearchIndexes(db));
};
