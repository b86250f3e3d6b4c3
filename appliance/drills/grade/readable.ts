/** A row as the database holds it. */
type Cell = string | number | null | undefined;
export type RawRow = Readonly<Record<string, Cell>>;
/** A row without keys and instants; what it points at is named. */
export type Row = Readonly<Record<string, unknown>>;

type Tables = ReadonlyMap<string, readonly RawRow[]>;

/** Columns that differ from run to run and mean nothing to a shop. */
const DROPPED = new Set([
  'id',
  'business_id',
  'address_key',
  'idempotency_key',
  'fence',
  'attempts',
  'slot',
  'settings',
]);

const text = (value: Cell): string => (value === null || value === undefined ? '' : String(value));

const money = (row: RawRow): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([column]) => column.endsWith('_cents') || column === 'after_hours'));

/** How a row is named where another points at it; a quote is shown whole. */
const NAMES: Readonly<Record<string, (row: RawRow) => unknown>> = {
  service_types: (row) => row['code'],
  technicians: (row) => row['name'],
  customers: (row) => row['name'],
  locations: (row) =>
    `${text(row['house_number'])} ${text(row['street'])}, ${text(row['city'])}, ${text(row['state'])}`,
  jobs: (row) => `J-${text(row['number'])}`,
  visits: (row) => `${text(row['date'])} ${text(row['window_start'])}-${text(row['window_end'])}`,
  quotes: money,
  tasks: (row) => `${text(row['kind'])} ${text(row['reason'])}`,
};

/** The table a reference points into: `service_type_id` -> `service_types`. */
const targetOf = (column: string): string | null =>
  column.endsWith('_id') ? column.slice(0, -3).replace(/y$/, 'ie').concat('s') : null;

const plainValue = (value: unknown): unknown => {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
};

/** @param codes gate codes in clear, by visit */
export const readable = (tables: Tables, codes: ReadonlyMap<string, string>): Map<string, Map<string, Row>> => {
  const byId = new Map(
    [...tables].map(([table, rows]) => [table, new Map(rows.map((row) => [text(row['id']), row]))] as const),
  );
  const name = (table: string, id: Cell): unknown => {
    const row = byId.get(table)?.get(text(id));
    return row === undefined ? null : (NAMES[table]?.(row) ?? '(a row)');
  };
  const plain = (row: RawRow): Row => {
    const shown: Record<string, unknown> = {};
    for (const [column, value] of Object.entries(row)) {
      const target = targetOf(column);
      if (DROPPED.has(column)) continue;
      if (column === 'subject_id') shown['subject'] = name(`${text(row['subject_kind'])}s`, value);
      else if (target !== null && byId.has(target)) shown[column.slice(0, -3)] = name(target, value);
      else if (target !== null) continue;
      else if (column === 'expires_at') shown['expires'] = value !== null;
      else if (column === 'due_at' || column === 'deadline_at')
        shown[`${column.slice(0, -3)}_s`] =
          value === null ? null : Math.round((Number(value) - Number(row['created_at'])) / 1000);
      else if (column.endsWith('_at')) continue;
      else if (column === 'gate_code') shown[column] = codes.get(text(row['id'])) ?? null;
      else shown[column] = plainValue(value);
    }
    return shown;
  };
  return new Map(
    [...tables].map(([table, rows]) => [
      table,
      new Map(rows.map((row, index) => [text(row['id']) || `${index}`, plain(row)])),
    ]),
  );
};
