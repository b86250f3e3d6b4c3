import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { faultPoint } from '#observe/fault.ts';
import { isPilotError, PilotError } from '#shared/errors.ts';
import { describeFaults, ownColumns, REJECT_COLUMNS } from '#shop/import/rejects.ts';
import { csvLine } from '#shop/import/write-csv.ts';
import { finishImport, finishUndo, setTotal } from '#store/imports/batch.ts';
import { keepMapping } from '#store/imports/keys.ts';
import { landCustomer } from '#store/imports/land-customer.ts';
import { recordLanding, type Landing } from '#store/imports/rows.ts';
import { undoRows } from '#store/imports/undo.ts';
import type { BusinessStore } from '#store/store.ts';
import type { Tx } from '#store/scope.ts';
import { contextOf, readTable, rejectsOf, rowsOf, uploadOf, type ImportedTable, type ReadRow } from './read-file.ts';

/** Rows of one transaction: whoever else writes waits no longer than these take. */
const ROWS = 10;
/** The pause after each transaction is at least so long, ms, and at least as long as the transaction took. */
const PAUSE_MS = 4;

/** Leaves the writers of calls their turn. */
const inTurns = async (work: () => Promise<boolean>, stopped: () => boolean): Promise<boolean> => {
  for (;;) {
    if (stopped()) return false;
    const began = performance.now();
    if (!(await work())) return true;
    await wait(Math.max(PAUSE_MS, performance.now() - began));
  }
};

/** A row that the records refuse is listed with their reason; a fault of the database ends the run. */
const landRow = async (
  store: BusinessStore,
  { result }: ReadRow,
  from: Parameters<typeof landCustomer>[2],
): Promise<Landing> => {
  if (!result.ok) return { outcome: 'rejected', faults: result.faults };
  try {
    return await store.transaction((step: Tx) => landCustomer(step, result.row, from));
  } catch (error) {
    if (!isPilotError(error) || error.code.startsWith('store_')) throw error;
    return { outcome: 'rejected', faults: [{ column: '', reason: error.message }] };
  }
};

/** Writes the rows that did not land beside the reason, as they stood in the file. */
const writeRejects = async (
  store: BusinessStore,
  folder: string,
  importId: string,
  { header, rows, broken }: ImportedTable,
): Promise<void> => {
  const rejected = await store.imports.rejects(importId);
  const file = rejectsOf(folder, importId);
  if (rejected.length === 0) return;
  const cells = new Map(rows.map((row) => [row.line, row.cells]));
  const texts = new Map(broken.map(({ line, text }) => [line, text]));
  const out = createWriteStream(`${file}.new`, { mode: 0o600, flush: true });
  const columns = ownColumns(header);
  const places = columns.map((column) => header.indexOf(column));
  out.write(csvLine([...columns, ...REJECT_COLUMNS]));
  for (const { line, faults } of rejected) {
    const row = cells.get(line) ?? [texts.get(line) ?? ''];
    const own = places.map((at) => row[at] ?? '');
    if (!out.write(csvLine([...own, String(line), describeFaults(faults)]))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  renameSync(`${file}.new`, file);
};

/**
 * Lands the rows of a file that have not landed yet, a few in a transaction with what became of each, so that a run that was cut off goes on where
 * it stood. Then the file itself is no longer kept.
 * @param stopped says at the end of each transaction whether to leave the rest to a later run
 * @throws PilotError `import.*`, `store_*`
 */
export const landImport = async (
  store: BusinessStore,
  folder: string,
  importId: string,
  stopped: () => boolean,
): Promise<void> => {
  const { mapping, actor } = await store.imports.one(importId);
  if (mapping === null)
    throw new PilotError('import.state', 'This import has no mapping yet.', {
      fix: 'Look at its preview and start it.',
    });
  const table = readTable(folder, importId);
  const context = await contextOf(store);
  const rows = rowsOf(table, mapping, context);
  const done = await store.imports.doneLines(importId);
  const left = rows.filter(({ line }) => !done.has(line));
  await store.transaction(async (tx) => {
    await setTotal(tx, importId, rows.length);
    await keepMapping(tx, table.header, mapping);
  });
  const from = { source: mapping.source, zone: context.zone, actor };
  let at = 0;
  const whole = await inTurns(async () => {
    const some = left.slice(at, at + ROWS);
    if (some.length === 0) return false;
    await store.transaction(async (tx) => {
      for (const row of some) {
        await recordLanding(tx, importId, row.line, await landRow(store, row, from));
        faultPoint('import.row');
      }
    });
    faultPoint('import.rows');
    at += ROWS;
    return true;
  }, stopped);
  if (!whole) return;
  await writeRejects(store, folder, importId, table);
  await store.transaction((tx) => finishImport(tx, importId));
  rmSync(uploadOf(folder, importId), { force: true });
};

/** Takes away what an import made, as far as nothing of it was changed since. */
export const undoImport = async (
  store: BusinessStore,
  folder: string,
  importId: string,
  stopped: () => boolean,
): Promise<void> => {
  const actor = (await store.imports.one(importId)).undoneBy ?? 'system';
  const whole = await inTurns(
    async () => (await store.transaction((tx) => undoRows(tx, importId, actor, ROWS))) > 0,
    stopped,
  );
  if (!whole) return;
  await store.transaction((tx) => finishUndo(tx, importId));
  for (const file of [uploadOf(folder, importId), rejectsOf(folder, importId)]) rmSync(file, { force: true });
};
