import { SEARCH_KINDS, type SearchKind } from '#shared/api/search.ts';
import type { FoundBy } from '#shop/search/document.ts';
import type { Candidate } from '#shop/search/rank.ts';
import type { SearchDocumentRow } from '../schema/search.ts';

/** Each kind has so many numbers of its own, so that the newest of a kind are found without looking at the others. */
const RANGE = 2 ** 44;

/** The numbers of a kind: from the first, below the last. */
export const numbersOf = (kind: SearchKind): readonly [first: number, end: number] => {
  const first = (SEARCH_KINDS.indexOf(kind) + 1) * RANGE;
  return [first, first + RANGE];
};

/** The columns a candidate is made of. */
export const CANDIDATE = ['kind', 'subject_id', 'number', 'title', 'subtitle', 'fields'] as const;

export const candidateOf = (row: Pick<SearchDocumentRow, (typeof CANDIDATE)[number]>): Candidate => ({
  kind: row.kind as SearchKind,
  id: row.subject_id,
  number: row.number,
  title: row.title,
  subtitle: row.subtitle,
  fields: JSON.parse(row.fields) as FoundBy,
});
