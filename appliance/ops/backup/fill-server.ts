import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PostgresAddress } from '#store/postgres/dialect.ts';
import { rowsPath, type Manifest } from './manifest.ts';

/** Characters of rows that go to the server at once. */
const BATCH = 1_000_000;

/** Rows of a file, some lines at a time. */
async function* linesOf(file: string): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  let size = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    batch.push(line);
    size += line.length;
    if (size < BATCH) continue;
    yield batch;
    [batch, size] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

const tablesIn = ({ files }: Manifest): string[] =>
  files.flatMap(({ path }) => {
    const [table] = path.startsWith('rows/') ? path.slice('rows/'.length).split('.') : [];
    return table === undefined ? [] : [table];
  });

/**
 * @returns whether the database holds the rows of this backup already; otherwise it is empty
 * @throws PilotError `restore_database_in_use`, `store_*`
 */
export const isFilled = async (address: PostgresAddress, { id }: Manifest): Promise<boolean> => {
  const { lookBeforeRows } = await import('#store/postgres/rows-in.ts');
  return (await lookBeforeRows(address, id)) === 'there';
};

/**
 * Brings the rows of a backup into an empty database, all or nothing.
 * @param folder where the files of rows lie
 * @throws PilotError `restore_schema`, `store_*`; after `store_away` nobody knows whether they are in
 */
export const fillServer = async (address: PostgresAddress, manifest: Manifest, folder: string): Promise<void> => {
  const { writeAllRows } = await import('#store/postgres/rows-in.ts');
  await writeAllRows(address, {
    id: manifest.id,
    schema: manifest.schema,
    tables: tablesIn(manifest),
    rows: (table) => linesOf(join(folder, rowsPath(table).slice('rows/'.length))),
  });
};
