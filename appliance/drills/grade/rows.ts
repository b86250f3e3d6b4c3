import { sql } from 'kysely';
import type { BusinessStore } from '#store/store.ts';
import type { Tx } from '#store/scope.ts';
import { readable, type RawRow, type Row } from './readable.ts';

/** Records of calls themselves, counters, and what is made of other rows to find them: what the shop knows is in the other tables. */
const NOT_THE_SHOPS = new Set([
  'calls',
  'call_events',
  'call_checkpoints',
  'tool_journal',
  'resumed_calls',
  'turn_timings',
  'utterances',
  'model_calls',
  'cost_lines',
  'cost_totals',
  'sequences',
  'schedule_days',
  'secrets',
  'search_documents',
  'search_words',
  'search_walks',
]);

/** Every row of the shop, by table and key, as people read it. */
export type Snapshot = ReadonlyMap<string, ReadonlyMap<string, Row>>;

const tablesOf = async (tx: Tx): Promise<string[]> => {
  const tables = await tx.db.introspection.getTables();
  return tables
    .filter(({ name, columns }) => !NOT_THE_SHOPS.has(name) && columns.some((column) => column.name === 'business_id'))
    .map(({ name }) => name);
};

/** Reads all that the shop knows, gate codes included. */
export const readRows = async (store: BusinessStore): Promise<Snapshot> => {
  const raw = await store.transaction(async (tx) => {
    const read = new Map<string, readonly RawRow[]>();
    for (const table of await tablesOf(tx)) {
      const { rows } =
        await sql<RawRow>`select * from ${sql.table(table)} where business_id = ${tx.businessId}`.execute(tx.db);
      read.set(table, rows);
    }
    return read;
  });
  const codes = new Map<string, string>();
  for (const visit of raw.get('visits') ?? []) {
    const code = await store.jobs.revealGateCode(String(visit['id']));
    if (code !== null) codes.set(String(visit['id']), code);
  }
  return readable(raw, codes);
};

/** A row that is not as it was. */
export interface Change {
  readonly table: string;
  readonly before: Row | null;
  readonly after: Row | null;
}

const same = (a: Row, b: Row): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What was written between two snapshots. */
export const changesBetween = (before: Snapshot, after: Snapshot): Change[] => {
  const changes: Change[] = [];
  for (const table of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(table) ?? new Map<string, Row>(), after.get(table) ?? new Map<string, Row>()];
    for (const [key, row] of is) {
      const old = was.get(key) ?? null;
      if (old === null || !same(old, row)) changes.push({ table, before: old, after: row });
    }
    for (const [key, row] of was) if (!is.has(key)) changes.push({ table, before: row, after: null });
  }
  return changes;
};
