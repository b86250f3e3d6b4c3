import { Type, type Static, type TSchema } from 'typebox';

/** Names of the fields to answer with, at the top of a record; all of them when left out. */
export const Fields = Type.Optional(
  Type.String({
    maxLength: 500,
    pattern: '^[A-Za-z]+(,[A-Za-z]+)*$',
    description: 'only these fields of each record, with commas between: `id,number`',
  }),
);

/** The query of every list; a list with filters adds them. */
export const PageRequest = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
    after: Type.Optional(
      Type.String({ maxLength: 300, description: 'the `next` of the page before; left out for the first page' }),
    ),
    fields: Fields,
  },
  { additionalProperties: false },
);
export type PageRequest = Static<typeof PageRequest>;

/** The query of a single record. */
export const RecordRequest = Type.Object({ fields: Fields }, { additionalProperties: false });

/** One page of a list. `next` is null on the last one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** The schema of a page. */
export const pageOf = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    next: Type.Union([Type.String(), Type.Null()], { description: 'give it as `after` to read on; null at the end' }),
  });
