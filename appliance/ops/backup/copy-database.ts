import { createWriteStream, existsSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { databaseFile } from '#shared/data-folder.ts';
import type { AuditBlock } from '#shared/access/audit-chain.ts';
import { databaseAddress } from '#shared/config/database.ts';
import type { Config } from '#shared/config/schema.ts';
import { PilotError } from '#shared/errors.ts';
import { copySqlite } from '#store/sqlite/copy.ts';
import type { RowSink } from '#store/postgres/rows-out.ts';
import type { Source } from './archive.ts';
import { DATABASE, rowsPath, type Manifest } from './manifest.ts';

export interface DatabaseCopy extends Pick<Manifest, 'engine' | 'schema'> {
  readonly auditHeads: readonly AuditBlock[];
  readonly sources: readonly Source[];
}

/**
 * A copy of the records as of one instant, made while the box runs: the file itself, or of a PostgreSQL database the rows of each table.
 * @throws PilotError `no_data`, `store_*`
 */
export const copyDatabase = async (config: Config, folder: string): Promise<DatabaseCopy> => {
  const address = databaseAddress(config.database);
  if (address !== null) return copyRows(address, folder);
  const file = databaseFile(config.dataFolder);
  if (!existsSync(file))
    throw new PilotError('no_data', `there is no database in ${config.dataFolder}`, {
      fix: 'Name the data folder of the box with --data, or its configuration with --config.',
    });
  const copy = join(folder, 'pilot.db');
  return { engine: 'sqlite', ...(await copySqlite(file, copy)), sources: [{ path: DATABASE, file: copy }] };
};

const copyRows = async (
  address: { readonly url: string; readonly password: string | null },
  folder: string,
): Promise<DatabaseCopy> => {
  const { readAllRows } = await import('#store/postgres/rows-out.ts');
  const sources: Source[] = [];
  const read = await readAllRows(address, (table) => {
    const file = join(folder, `${table}.jsonl`);
    sources.push({ path: rowsPath(table), file });
    return linesInto(file);
  });
  return { engine: 'postgres', ...read, sources };
};

const linesInto = (file: string): RowSink => {
  const out = createWriteStream(file, { mode: 0o600 });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  out.on('error', failed.reject);
  return {
    async write(lines) {
      if (!out.write(lines)) await Promise.race([once(out, 'drain'), failed.promise]);
    },
    async end() {
      out.end();
      await finished(out);
    },
  };
};
