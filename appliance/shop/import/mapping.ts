import type { ImportMapping } from '#shared/api/imports.ts';
import { PilotError } from '#shared/errors.ts';
import { fieldsOf } from './fields.ts';
import { said } from './values.ts';

/** The cells of one row by field. */
export interface RowReader {
  /** What the first column of this field says, '' where there is none. */
  one(field: string): string;
  /** What each column of this field says, with the column's name; empty ones are left out. */
  all(field: string): readonly { readonly column: string; readonly text: string }[];
  /** The column of a field, for a reason. */
  columnOf(field: string): string;
}

/**
 * Binds a mapping to the header of a file.
 * @returns what reads a row by its cells
 * @throws PilotError `import.mapping` naming the column or field that is not there
 */
export const bindMapping = (
  mapping: ImportMapping,
  header: readonly string[],
): ((cells: readonly string[]) => RowReader) => {
  const fields = fieldsOf(mapping.kind);
  const places = new Map<string, { readonly column: string; readonly at: number }[]>();
  for (const { column, field } of mapping.columns) {
    const known = fields.find(({ name }) => name === field);
    if (known === undefined)
      throw new PilotError(
        'import.mapping',
        `The mapping names a field "${field}", which ${mapping.kind} do not have.`,
        {
          fix: `Take one of: ${fields.map(({ name }) => name).join(', ')}.`,
        },
      );
    const at = header.indexOf(column);
    if (at === -1)
      throw new PilotError('import.mapping', `The mapping names a column "${column}", which the file does not have.`, {
        fix: `Its columns are: ${header.join(', ').slice(0, 500)}.`,
      });
    const columns = places.get(field) ?? [];
    if (columns.length > 0 && known.many !== true)
      throw new PilotError(
        'import.mapping',
        `Two columns are mapped to "${field}": ${columns[0]?.column}, ${column}.`,
        {
          fix: 'Leave one of them out.',
        },
      );
    places.set(field, [...columns, { column, at }]);
  }
  return (cells) => {
    const all = (field: string) =>
      (places.get(field) ?? [])
        .map(({ column, at }) => ({ column, text: said(cells[at] ?? '') }))
        .filter(({ text }) => text !== '');
    return {
      all,
      one: (field) => all(field)[0]?.text ?? '',
      columnOf: (field) => places.get(field)?.[0]?.column ?? field.replaceAll('_', ' '),
    };
  };
};
