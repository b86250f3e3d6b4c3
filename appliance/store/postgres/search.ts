import { sql } from 'kysely';
import type { Scope } from '../scope.ts';
import type { SearchDocumentRow } from '../schema/search.ts';
import { keptWords } from '../search/kept-words.ts';
import { candidateOf } from '../search/numbers.ts';
import { WORDS_MOST, type SearchSource, type Sought } from '../search/source.ts';

/** As tsquery writes a word: in quotes, with those in it doubled (postgresql.org/docs/current/datatype-textsearch.html). */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

const matchOf = (groups: readonly (readonly Sought[])[]): string =>
  groups
    .map((group) => `(${group.map(({ word, begins }) => `${quoted(word)}${begins ? ':*' : ''}`).join(' | ')})`)
    .join(' & ');

const likeOf = (piece: string): string => `%${piece.replace(/[\\%_]/gu, '\\$&')}%`;

type Row = Pick<SearchDocumentRow, 'kind' | 'subject_id' | 'number' | 'title' | 'subtitle' | 'fields'>;

/** The search over tsvector and pg_trgm. */
export const postgresSource = (scope: Pick<Scope, 'db' | 'businessId'>): SearchSource => {
  const { db, businessId } = scope;
  return {
    ...keptWords(scope),
    async documents(groups, kinds, perKind) {
      const { rows } = await sql<Row>`
        select kind, subject_id, number, title, subtitle, fields from search_documents
        where business_id = ${businessId} and (kind, subject_id) in (
          select kind, subject_id from (
            select kind, subject_id, row_number() over (partition by kind order by number desc) as place
            from search_documents
            where business_id = ${businessId} and kind = any(${kinds})
              and array_to_tsvector(string_to_array(words, ' ')) @@ ${matchOf(groups)}::tsquery
          ) found where place <= ${perKind})`.execute(db);
      return rows.map(candidateOf);
    },
    sharing: async (word) =>
      (
        await sql<{ word: string }>`
          select word from search_words where business_id = ${businessId} and word % ${word} and sound <> ''
          order by similarity(word, ${word}) desc, word limit ${WORDS_MOST}`.execute(db)
      ).rows.map((row) => row.word),
    holding: async (piece) =>
      piece.length < 3
        ? []
        : (
            await sql<{ word: string }>`
              select word from search_words where business_id = ${businessId} and word like ${likeOf(piece)}
              order by number desc limit ${WORDS_MOST}`.execute(db)
          ).rows.map((row) => row.word),
  };
};
