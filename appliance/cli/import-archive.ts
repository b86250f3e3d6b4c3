import { resolve } from 'node:path';
import { databaseFile } from '#shared/data-folder.ts';
import { openLog } from '#observe/log.ts';
import { readArchive } from '#ops/archive/read.ts';
import { systemClock } from '#shared/clock.ts';
import { databaseAddress } from '#shared/config/database.ts';
import type { Config } from '#shared/config/schema.ts';

/** Makes the shop of an archive in an empty data folder. @returns what people or programs are told */
export const importArchive = async (
  archive: string,
  { database, dataFolder }: Pick<Config, 'database' | 'dataFolder'>,
  json: boolean,
): Promise<string> => {
  const { manifest, rows, files } = await readArchive({
    file: resolve(archive),
    dataFolder,
    database: { file: databaseFile(dataFolder), postgres: databaseAddress(database) },
    clock: systemClock(),
    log: openLog('import', process.env['PILOT_LOG'] ?? 'warn'),
  });
  return json
    ? `${JSON.stringify({ business: manifest.business, rows, files })}\n`
    : `${manifest.business.name}: ${rows} rows and ${files} files in ${dataFolder}\n`;
};
