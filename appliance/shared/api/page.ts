import { Type, type Static } from 'typebox';

/** The query of every list. */
export const PageRequest = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  /** The `next` of the page before; left out for the first page. */
  before: Type.Optional(Type.String({ maxLength: 200 })),
});
export type PageRequest = Static<typeof PageRequest>;

/** One page of a list. `next` is null on the last one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
