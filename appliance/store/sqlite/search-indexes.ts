import { sql, type Kysely } from 'kysely';

/**
 * FTS5 over words (with the beginnings of words) and over groups of three letters, as migration 27 makes them: never edited. Both
 * keep no text of their own (sqlite.org/fts5.html#external_content_tables), and triggers keep them to their tables, so that no writer can
 * forget to. What is deleted leaves no bytes (`secure-delete`). Neither is asked for phrases: `detail=none` leaves positions out.
 */
export const sqliteSearchIndexes = async (db: Kysely<unknown>): Promise<void> => {
  const statements = [
    `create virtual table search_text using fts5(words, content='search_documents', content_rowid='number',
      tokenize='unicode61 remove_diacritics 2', prefix='2 3', detail='none')`,
    `insert into search_text (search_text, rank) values ('secure-delete', 1)`,
    `create trigger search_documents_added after insert on search_documents begin
      insert into search_text (rowid, words) values (new.number, new.words); end`,
    `create trigger search_documents_removed after delete on search_documents begin
      insert into search_text (search_text, rowid, words) values ('delete', old.number, old.words); end`,
    `create trigger search_documents_changed after update of words, number on search_documents
      when old.words <> new.words or old.number <> new.number begin
      insert into search_text (search_text, rowid, words) values ('delete', old.number, old.words);
      insert into search_text (rowid, words) values (new.number, new.words); end`,
    `create virtual table search_letters using fts5(word, content='search_words', content_rowid='number', tokenize='trigram')`,
    `insert into search_letters (search_letters, rank) values ('secure-delete', 1)`,
    `create trigger search_words_added after insert on search_words begin
      insert into search_letters (rowid, word) values (new.number, new.word); end`,
    `create trigger search_words_removed after delete on search_words begin
      insert into search_letters (search_letters, rowid, word) values ('delete', old.number, old.word); end`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
};
