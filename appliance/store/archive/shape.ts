import { PilotError } from '#shared/errors.ts';

/** A table as the database itself tells it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns of its primary key, in order. */
  readonly key: readonly string[];
  /** Tables its rows refer to. */
  readonly refersTo: readonly string[];
}

/** Tables so that each comes after those it refers to. @throws PilotError `archive.circle` */
export const inOrder = (tables: readonly TableShape[]): readonly TableShape[] => {
  const placed = new Set<string>();
  const ordered: TableShape[] = [];
  let left = tables.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const names = new Set(left.map(({ name }) => name));
  while (left.length > 0) {
    const ready = left.filter(({ name, refersTo }) =>
      refersTo.every((other) => other === name || placed.has(other) || !names.has(other)),
    );
    if (ready.length === 0)
      throw new PilotError(
        'archive.circle',
        `tables refer to each other in a circle: ${left.map(({ name }) => name).join(', ')}`,
        {
          fix: 'This is a fault of the program: report it.',
        },
      );
    for (const table of ready) placed.add(table.name);
    ordered.push(...ready);
    left = left.filter(({ name }) => !placed.has(name));
  }
  return ordered;
};
