import type { Row } from '../grade/readable.ts';
import type { Snapshot } from '../grade/rows.ts';

/** Columns that hold a name, and the one that tells whether the caller has confirmed it. */
const NAMED = [
  { name: 'name', confirmed: 'name_confirmed' },
  { name: 'contact_name', confirmed: 'contact_name_confirmed' },
] as const;

/**
 * Rows as if a name that was stored unconfirmed had been heard right: by ear nobody can tell every name, and a person asks
 * again for one that is marked so. A wrong name that counts as confirmed stays wrong.
 */
export const withUnconfirmedNames = (rows: Snapshot, name: string): Snapshot => {
  const heard = new Set<unknown>();
  const mended = new Map<string, Map<string, Row>>();
  for (const [table, list] of rows)
    mended.set(
      table,
      new Map(
        [...list].map(([key, row]) => {
          const column = NAMED.find(({ confirmed }) => row[confirmed] === 0);
          if (!column) return [key, row];
          heard.add(row[column.name]);
          return [key, { ...row, [column.name]: name, [column.confirmed]: 1 }];
        }),
      ),
    );
  for (const list of mended.values())
    for (const [key, row] of list) if (heard.has(row['customer'])) list.set(key, { ...row, customer: name });
  return mended;
};
