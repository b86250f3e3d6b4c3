import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { ImportMapping, type ImportPreview, type ImportRecord } from '#shared/api/imports.ts';
import {
  getImport,
  getImportRejects,
  listImports,
  previewImport,
  startImport,
  undoImport,
  uploadImport,
} from '#shared/api/routes/imports.ts';
import { loadConfig } from '#shared/config/load.ts';
import { messageOf, PilotError } from '#shared/errors.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { askCore } from './core-client.ts';
import { importArchive } from './import-archive.ts';
import { describeImport, describePreview } from './import-report.ts';

const HELP = `usage: pilot import customers FILE.csv [--preset NAME] [--map FILE] [--dry-run] [--json]
       pilot import list | undo ID [--json]
       pilot import --archive FILE.tar[.gz] [--json]

customers   who you work for, out of any CSV file: columns are recognised by the program it comes from, by their names, or by what stands in
            them. Every row lands or is listed with its line and reason; those go into FILE.csv.rejects.csv, to be mended and given again.
            The same rows again double nothing. The box goes on answering.
  --dry-run      shows what its columns are taken for and what would become of the rows, and changes nothing
  --preset NAME  housecall-pro, jobber, servicetitan; recognised when left out
  --map FILE     which column is what, as JSON; a file that is not there is written with what was guessed, to be edited
undo ID     takes away what an import made, but for what was changed since
--archive   makes the shop that pilot export wrote, in an empty data folder (or database), checked whole first. Codes of gates and alarms and
            users are not in it. Then start the box on that folder.

  --config FILE, --data FOLDER   which box
`;

const POLL_MS = 300;

/** @throws PilotError `import.mapping` */
const mappingIn = (file: string): ImportMapping => {
  let value: unknown = null;
  let cause = 'it is no mapping';
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    cause = messageOf(error);
  }
  if (Value.Check(ImportMapping, value)) return value;
  throw new PilotError('import.mapping', `${file} cannot be used: ${cause}`, {
    fix: 'Name a file that is not there yet: it is written with what was guessed, to be edited.',
  });
};

/** Waits until nothing of it lands or goes any more. @throws PilotError as it failed */
const finished = async (dataFolder: string, id: string): Promise<ImportRecord> => {
  for (;;) {
    const record = await askCore(dataFolder, getImport, { params: { id } });
    if (record.failure !== null && record.state === 'failed')
      throw new PilotError(record.failure.code, record.failure.message, {
        fix: record.failure.fix ?? 'Start it again.',
      });
    if (record.state !== 'running' && record.state !== 'undoing') return record;
    if (process.stderr.isTTY && record.total !== null)
      process.stderr.write(`\r${record.made + record.joined + record.known + record.rejected} of ${record.total} rows`);
    await wait(POLL_MS);
  }
};

interface Wish {
  readonly file: string;
  readonly preset: string | undefined;
  readonly map: string | undefined;
  readonly dryRun: boolean;
}

const importCustomers = async (
  dataFolder: string,
  { file, preset, map, dryRun }: Wish,
): Promise<{
  readonly preview: ImportPreview;
  readonly record: ImportRecord | null;
  readonly rejects: string | null;
}> => {
  const told = map !== undefined && existsSync(map) ? mappingIn(map) : undefined;
  let body: Uint8Array<ArrayBuffer>;
  try {
    body = new Uint8Array(readFileSync(file));
  } catch (cause) {
    throw new PilotError('import.unreadable', `${file} cannot be read: ${messageOf(cause)}`, {
      cause,
      fix: 'Check its name.',
    });
  }
  const query = { kind: 'customers', name: basename(file).slice(0, 200) } as const;
  const { id } = await askCore(dataFolder, uploadImport, { query, body });
  const params = { id };
  const wish = { ...(told === undefined ? {} : { mapping: told }), ...(preset === undefined ? {} : { preset }) };
  const preview = await askCore(dataFolder, previewImport, { params, body: wish });
  if (map !== undefined && told === undefined) writeFileSync(map, `${JSON.stringify(preview.mapping, null, 2)}\n`);
  if (dryRun) return { preview, record: null, rejects: null };
  await askCore(dataFolder, startImport, { params, body: { mapping: preview.mapping } });
  const record = await finished(dataFolder, id);
  const text = record.rejected === 0 ? null : await rejectsOf(dataFolder, id);
  const rejects = text === null ? null : `${file}.rejects.csv`;
  if (rejects !== null) writeFileSync(rejects, text ?? '', { mode: 0o600 });
  return { preview, record, rejects };
};

const rejectsOf = async (dataFolder: string, id: string): Promise<string | null> => {
  try {
    return String(await askCore(dataFolder, getImportRejects, { params: { id } }));
  } catch (error) {
    if (error instanceof PilotError && error.code === 'import.no_rejects') return null;
    throw error;
  }
};

/** `pilot import`. */
export const importCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'import',
    argv,
    {
      ...BOX_FLAGS,
      archive: { type: 'string' },
      preset: { type: 'string' },
      map: { type: 'string' },
      'dry-run': { type: 'boolean' },
    },
    true,
  );
  if (values.help) return printHelp(HELP);
  const config = loadConfig(values.config, { data: values.data });
  const { dataFolder } = config;
  const json = values.json === true;
  const say = (told: unknown, text: string): number => {
    process.stdout.write(json ? `${JSON.stringify(told)}\n` : text);
    return EXIT.ok;
  };
  const [what, subject, ...more] = positionals;
  if (values.archive !== undefined && what === undefined) {
    process.stdout.write(await importArchive(values.archive, config, json));
    return EXIT.ok;
  }
  if (values.archive === undefined && more.length === 0) {
    if (what === 'list' && subject === undefined) {
      const page = await askCore(dataFolder, listImports, {});
      return say(page, page.items.map(describeImport).join('') || 'nothing was imported yet\n');
    }
    if (what === 'undo' && subject !== undefined) {
      await askCore(dataFolder, undoImport, { params: { id: subject } });
      const record = await finished(dataFolder, subject);
      return say(record, describeImport(record));
    }
    if (what === 'customers' && subject !== undefined) {
      const dryRun = values['dry-run'] === true;
      const told = await importCustomers(dataFolder, { file: subject, preset: values.preset, map: values.map, dryRun });
      const end = told.record === null ? '' : describeImport(told.record);
      const beside = told.rejects === null ? '' : `rows that did not land: ${told.rejects}\n`;
      return say(told, `${describePreview(told.preview)}${end}${beside}`);
    }
  }
  throw usageOf('import')('it takes customers and a file, list, undo and an id, or --archive and a file');
};
