/** `after` is the `next` of the page before; absent for the first. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string | undefined;
}

export interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}

interface Position {
  readonly at: number;
  readonly id: string;
}

/** The place a cursor stands for; null for none or a broken one, which starts from the newest. */
export const placeOf = ({ after }: PageRequest): Position | null => {
  const [at, id] = (after ?? '').split('_');
  return id === undefined || id === '' || !/^\d+$/u.test(at ?? '') ? null : { at: Number(at), id };
};

/** Cuts a page out of `limit + 1` rows. */
export const pageOf = <Row, T>(
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => Position,
  map: (row: Row) => T,
): Page<T> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  const at = more ? position(last) : null;
  return { items: shown.map(map), next: at === null ? null : `${at.at}_${at.id}` };
};
