/** Tables whose rows people change; each row has a version that every change raises. */
export type Versioned = 'customers' | 'contacts' | 'locations' | 'equipment' | 'notes';

/** How a field of a record stands in its row. */
interface Field {
  readonly column: string;
  /** `json`: as text; `flag`: 0 or 1. */
  readonly as?: 'json' | 'flag';
}

/** A kind of record that people change: its table, its name among the subjects of events, its fields. */
export interface Changeable<Patch> {
  readonly table: Versioned;
  /** `customer`: events are `customer.changed`. */
  readonly kind: string;
  readonly fields: { readonly [K in keyof Required<Patch>]: Field };
}

export type Row = Readonly<Record<string, unknown>>;

const stored = (value: unknown, { as }: Field): unknown => {
  if (value === null || value === undefined) return null;
  if (as === 'flag') return value === true ? 1 : 0;
  return as === 'json' ? JSON.stringify(value) : value;
};

/** A field of a row as the record shows it. */
export const read = (row: Row, { column, as }: Field): unknown => {
  const value = row[column] ?? null;
  if (value === null) return null;
  if (as === 'flag') return value === 1;
  return as === 'json' && typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
};

/** Each field by its name. */
export const fieldsOf = <Patch>({ fields }: Changeable<Patch>): readonly (readonly [string, Field])[] =>
  Object.entries<Field>(fields);

/** A row's fields as the record shows them. */
export const fieldsIn = <Patch>(type: Changeable<Patch>, row: Row): Row =>
  Object.fromEntries(fieldsOf(type).map(([name, field]) => [name, read(row, field)]));

/** A record's fields as a row holds them. */
export const columnsOf = <Patch extends object>(type: Changeable<Patch>, patch: Patch): Record<string, unknown> =>
  Object.fromEntries(
    fieldsOf(type).flatMap(([name, field]) => {
      const value = (patch as Row)[name];
      return value === undefined ? [] : [[field.column, stored(value, field)]];
    }),
  );
