import { Type, type Static } from 'typebox';

/** What can be found, in the order in which hits of one worth are shown. */
export const SEARCH_KINDS = ['customer', 'location', 'job', 'equipment', 'technician', 'call'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** By what something is found. */
export const SEARCH_FIELDS = [
  'name',
  'company',
  'phone',
  'email',
  'address',
  'number',
  'serial',
  'model',
  'problem',
  'tag',
] as const;
export type SearchField = (typeof SEARCH_FIELDS)[number];

const oneOf = <const T extends readonly string[]>(values: T, description: string) =>
  Type.Unsafe<T[number]>(Type.String({ enum: [...values], description }));

/** Something that was found, and why. */
export const SearchHit = Type.Object({
  kind: oneOf(SEARCH_KINDS, 'what it is'),
  id: Type.String(),
  title: Type.String(),
  subtitle: Type.String(),
  matched: Type.Array(
    Type.Object({
      field: oneOf(SEARCH_FIELDS, 'by what'),
      how: oneOf(
        ['whole', 'begins', 'part', 'like'],
        'a word as typed, a word that begins so, a piece of one, one that may be meant',
      ),
      text: Type.String({ description: 'the text it was met in' }),
    }),
  ),
});

export const SearchQuery = Type.Object({
  q: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'names, numbers in any form, addresses, J-1042, serials, e-mail; misspelt or in part',
  }),
  kinds: Type.Optional(
    Type.String({
      maxLength: 80,
      pattern: `^(?:${SEARCH_KINDS.join('|')})(?:,(?:${SEARCH_KINDS.join('|')}))*$`,
      description: 'only these, apart by commas; everything that may be read when left out',
    }),
  ),
  limit: Type.Integer({ minimum: 1, maximum: 50, default: 10 }),
});

/** The best first. */
export const SearchHits = Type.Object({ hits: Type.Array(SearchHit) });
export type SearchHits = Static<typeof SearchHits>;
