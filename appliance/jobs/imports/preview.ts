import type { ImportPreview } from '#shared/api/imports.ts';
import { PilotError } from '#shared/errors.ts';
import { guessMapping } from '#shop/import/guess.ts';
import { PRESETS, type Preset } from '#shop/import/presets.ts';
import type { BusinessStore } from '#store/store.ts';
import type { PreviewWish } from './messages.ts';
import { contextOf, readTable, rowsOf, stateOf, type ImportedTable } from './read-file.ts';

/** Rejected rows that a preview names, and values it shows of each column. */
const SHOWN = { rejects: 100, samples: 3 };

const presetNamed = (name: string | null): Preset | null => {
  if (name === null) return null;
  const preset = PRESETS.find((one) => one.name === name);
  if (preset !== undefined) return preset;
  throw new PilotError('import.preset', `There is no preset "${name}".`, {
    fix: `Take one of: ${PRESETS.map((one) => one.name).join(', ')}; or none, and the columns are guessed.`,
  });
};

type Columns = Pick<ImportPreview, 'mapping' | 'preset' | 'columns'>;

const columnsOf = async (store: BusinessStore, table: ImportedTable, wish: PreviewWish): Promise<Columns> => {
  const preset = presetNamed(wish.preset);
  const kept = preset === null ? await store.imports.keptMapping(wish.kind, table.header) : null;
  const told = wish.mapping ?? kept;
  const guess = guessMapping(wish.kind, table.header, table.rows, {
    preset,
    isState: (text) => stateOf(text) !== null,
  });
  const mapping = told ?? guess.mapping;
  const because = wish.mapping === null ? 'kept' : 'told';
  const samples = (at: number): string[] =>
    table.rows
      .map(({ cells }) => cells[at] ?? '')
      .filter((text) => text !== '')
      .slice(0, SHOWN.samples)
      .map((text) => text.slice(0, 80));
  return {
    preset: guess.preset,
    mapping,
    columns: table.header.map((column, at) => {
      const field = mapping.columns.find((one) => one.column === column)?.field ?? null;
      const guessed = guess.columns[at]?.because ?? 'nothing';
      return {
        column,
        field,
        because: told === null ? guessed : field === null ? 'nothing' : because,
        samples: samples(at),
      };
    }),
  };
};

/** What would become of a file; nothing is written. @throws PilotError `import.*` */
export const previewImport = async (
  store: BusinessStore,
  folder: string,
  importId: string,
  wish: PreviewWish,
): Promise<ImportPreview> => {
  const table = readTable(folder, importId);
  const columns = await columnsOf(store, table, wish);
  const rows = rowsOf(table, columns.mapping, await contextOf(store));
  const rejects = rows.flatMap(({ line, result }) => (result.ok ? [] : [{ line, faults: [...result.faults] }]));
  let here = 0;
  for (const { result } of rows)
    if (result.ok && (await store.imports.knownCustomer(columns.mapping.source, result.row)) !== null) here++;
  return {
    encoding: table.encoding.encoding,
    encodingGuessed: table.encoding.guessed,
    delimiter: table.delimiter,
    ...columns,
    total: rows.length,
    fine: rows.length - rejects.length,
    here,
    rejected: rejects.length,
    rejects: rejects.slice(0, SHOWN.rejects),
  };
};
