/** What is known of a list, newest first, and where its next older page begins. */
export interface KnownList<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/**
 * A first page read again, joined with what was known. When the two do not touch, more came in between than one page
 * holds: what was known is let go, so that the list never has a hole.
 */
export const joinPages = <Item extends { readonly id: string }>(
  first: KnownList<Item>,
  known: KnownList<Item> | null,
): KnownList<Item> => {
  const ids = new Set(first.items.map((item) => item.id));
  if (known === null || !known.items.some((item) => ids.has(item.id))) return first;
  return { items: [...first.items, ...known.items.filter((item) => !ids.has(item.id))], next: known.next };
};
