import { sql } from 'kysely';
import type { Scope } from '../scope.ts';
import type { SearchDocumentRow } from '../schema/search.ts';
import { keptWords } from '../search/kept-words.ts';
import { candidateOf, numbersOf } from '../search/numbers.ts';
import { WORDS_MOST, type SearchSource, type Sought } from '../search/source.ts';

/** In FTS5's language nothing that a person typed stands outside of quotes (sqlite.org/fts5.html#fts5_strings). */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const matchOf = (groups: readonly (readonly Sought[])[]): string =>
  groups
    .map((group) => `(${group.map(({ word, begins }) => `${quoted(word)}${begins ? ' *' : ''}`).join(' OR ')})`)
    .join(' AND ');

/** Groups of three letters, as the trigram index has them. */
const threes = (word: string): string[] => [
  ...new Set(Array.from({ length: Math.max(0, word.length - 2) }, (_, at) => word.slice(at, at + 3))),
];

type Row = Pick<SearchDocumentRow, 'kind' | 'subject_id' | 'number' | 'title' | 'subtitle' | 'fields'>;

/** The search over FTS5. */
export const sqliteSource = (scope: Pick<Scope, 'db' | 'businessId'>): SearchSource => {
  const { db, businessId } = scope;
  const letters = async (match: string, piece: string, order: 'rank' | 'word'): Promise<string[]> =>
    (
      await sql<{ word: string }>`
        select w.word as word from search_letters join search_words w on w.number = search_letters.rowid
        where search_letters match ${match} and w.business_id = ${businessId} and instr(w.word, ${piece}) > 0
          and (${piece} <> '' or w.sound <> '')
        order by ${sql.raw(order === 'rank' ? 'search_letters.rank' : 'search_letters.rowid desc')} limit ${WORDS_MOST}`.execute(
        db,
      )
    ).rows.map(({ word }) => word);
  /** By number, as the index itself lies: it stops when it has enough. A bound number would come as a float, which FTS5 takes for no limit. */
  const newest = async (match: string, first: number, end: number, most: number): Promise<Row[]> =>
    (
      await sql<Row>`
        select d.kind, d.subject_id, d.number, d.title, d.subtitle, d.fields
        from search_text join search_documents d on d.number = search_text.rowid
        where search_text match ${match} and search_text.rowid between cast(${first} as integer) and cast(${end - 1} as integer)
          and d.business_id = ${businessId}
        order by search_text.rowid desc limit ${most}`.execute(db)
    ).rows;
  return {
    ...keptWords(scope),
    async documents(groups, kinds, perKind) {
      const match = matchOf(groups);
      const all = await newest(match, 0, Number.MAX_SAFE_INTEGER, perKind);
      // Most often these are all there are. Else each kind by itself: its numbers lie together.
      if (all.length < perKind) return all.map(candidateOf).filter(({ kind }) => kinds.includes(kind));
      const found: Row[] = [];
      for (const kind of kinds) found.push(...(await newest(match, ...numbersOf(kind), perKind)));
      return found.map(candidateOf);
    },
    sharing: (word) => letters(threes(word).map(quoted).join(' OR '), '', 'rank'),
    holding: async (piece) => (piece.length < 3 ? [] : letters(quoted(piece), piece, 'word')),
  };
};
