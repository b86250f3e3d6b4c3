import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATES } from '#conversation/language/en-US/states.ts';
import type { ImportMapping } from '#shared/api/imports.ts';
import { PilotError } from '#shared/errors.ts';
import { readCustomerRow, type CustomerRow, type RowContext, type RowResult } from '#shop/import/customer-row.ts';
import { decode, type Decoded } from '#shop/import/decode.ts';
import { bindMapping } from '#shop/import/mapping.ts';
import { readCsv, type CsvTable } from '#shop/import/read-csv.ts';
import type { BusinessStore } from '#store/store.ts';

/** Where the bytes of an import lie, and the rows of it that were rejected. */
export const uploadOf = (folder: string, importId: string): string => join(folder, `${importId}.csv`);
export const rejectsOf = (folder: string, importId: string): string => join(folder, `${importId}.rejects.csv`);

export interface ImportedTable extends CsvTable {
  readonly encoding: Decoded;
}

/** @throws PilotError `import.file_gone`; as decode and readCsv do */
export const readTable = (folder: string, importId: string): ImportedTable => {
  let bytes: Buffer;
  try {
    bytes = readFileSync(uploadOf(folder, importId));
  } catch (cause) {
    throw new PilotError('import.file_gone', 'The file of this import is no longer here.', {
      cause,
      fix: 'Give the file again; rows that landed are not doubled.',
    });
  }
  const encoding = decode(bytes);
  return { ...readCsv(encoding.text), encoding };
};

const CODES = new Set(Object.values(STATES));

/** Two letters of a state's name or code. */
export const stateOf = (text: string): string | null => {
  const code = text.replaceAll('.', '').toUpperCase();
  return CODES.has(code) ? code : (STATES[text.toLowerCase()] ?? null);
};

export const contextOf = async (store: BusinessStore): Promise<RowContext & { readonly zone: string }> => {
  const { settings, zone } = await store.shop();
  return { stateOf, homeState: settings.home.state === '' ? null : settings.home.state, zone };
};

/** One row of the file, with its line: what it says, or why it says nothing that can be kept. */
export interface ReadRow {
  readonly line: number;
  readonly result: RowResult<CustomerRow>;
}

/** Every row and every broken line of a file, in its order. @throws PilotError `import.mapping` */
export const rowsOf = (table: CsvTable, mapping: ImportMapping, context: RowContext): readonly ReadRow[] => {
  const bind = bindMapping(mapping, table.header);
  const broken = table.broken.map(({ line, reason }) => ({
    line,
    result: { ok: false as const, faults: [{ column: '', reason }] },
  }));
  return [
    ...broken,
    ...table.rows.map(({ line, cells }) => ({ line, result: readCustomerRow(bind(cells), context) })),
  ].toSorted((a, b) => a.line - b.line);
};
