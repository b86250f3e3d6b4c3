import type { Scenario } from '../scenario/schema.ts';
import { expectedRows } from './expected.ts';
import type { Fault } from './fault.ts';
import { fits, misfits } from './match.ts';
import type { Row } from './readable.ts';
import type { Change, Snapshot } from './rows.ts';

const show = (row: unknown): string => JSON.stringify(row);

/** Rows that only note what happened to another row, or that are judged by what they hold and not by their number. */
const NOTES = new Set(['events', 'quotes']);

/** Which expected row each written one is; nearest first, so that a row that fits is never given to another. */
const pair = (table: string, expected: readonly Row[], rows: readonly Row[], faults: Fault[]): readonly Row[] => {
  const free = [...rows];
  const open: Row[] = [];
  for (const wanted of expected) {
    const at = free.findIndex((row) => fits(wanted, row));
    if (at < 0) open.push(wanted);
    else free.splice(at, 1);
  }
  for (const wanted of open) {
    const near = free
      .map((row, at) => ({ at, wrong: misfits(wanted, row) }))
      .toSorted((a, b) => a.wrong.length - b.wrong.length)[0];
    if (near === undefined) {
      faults.push({ kind: 'row_missing', what: `${table}: wanted ${show(wanted)}, nothing was written` });
      continue;
    }
    const [row] = free.splice(near.at, 1);
    const columns = near.wrong.map((column) => `${column} ${show(wanted[column])}, is ${show(row?.[column] ?? null)}`);
    const harm = table === 'jobs' || table === 'visits' || table === 'locations';
    faults.push({ kind: harm ? 'false_booking' : 'row_missing', what: `${table}: wanted ${columns.join('; ')}` });
  }
  return free;
};

/** The rows written against those wanted: nothing more, nothing less. @param shop as it was before the call */
export const faultsOfRows = (scenario: Scenario, shop: Snapshot, changes: readonly Change[]): Fault[] => {
  const faults: Fault[] = [];
  const expected = expectedRows(scenario, shop);
  const tables = new Set([...changes.map(({ table }) => table), ...Object.keys(expected)]);
  for (const table of tables) {
    const wanted = expected[table] ?? [];
    const added = changes.flatMap((one) =>
      one.table === table && one.before === null && one.after ? [one.after] : [],
    );
    const more = pair(table, wanted, added, faults);
    if (NOTES.has(table)) continue;
    for (const row of more)
      faults.push(
        table === 'jobs'
          ? {
              kind: wanted.length > 0 ? 'duplicate_booking' : 'false_booking',
              what: `a job that nobody wanted: ${show(row)}`,
            }
          : { kind: 'row_unexpected', what: `${table}: ${show(row)}` },
      );
  }
  return [...faults, ...faultsOfChanges(scenario, changes)];
};

const differing = (before: Row, after: Row): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (column) => show(before[column]) !== show(after[column]),
  );

const faultsOfChanges = ({ expect }: Scenario, changes: readonly Change[]): Fault[] => {
  const faults: Fault[] = [];
  const open = changes.filter(({ before }) => before !== null);
  const take = (test: (change: Change) => boolean): boolean => {
    const at = open.findIndex(test);
    if (at >= 0) open.splice(at, 1);
    return at >= 0;
  };
  for (const [table, list] of Object.entries(expect.changed))
    for (const { from, to } of list)
      if (!take((one) => one.table === table && one.after !== null && fits(from, one.before) && fits(to, one.after)))
        faults.push({ kind: 'row_missing', what: `${table}: wanted ${show(from)} to become ${show(to)}` });
  for (const [table, list] of Object.entries(expect.removed))
    for (const row of list)
      if (!take((one) => one.table === table && one.after === null && fits(row, one.before)))
        faults.push({ kind: 'row_missing', what: `${table}: wanted ${show(row)} to be gone` });
  for (const { table, before, after } of open)
    faults.push(
      after === null
        ? { kind: 'row_changed', what: `${table}: gone is ${show(before)}` }
        : {
            kind: 'row_changed',
            what: `${table}: ${differing(before ?? {}, after)
              .map((column) => `${column} ${show(before?.[column])} became ${show(after[column])}`)
              .join('; ')} in ${show(before)}`,
          },
    );
  return faults;
};
