import { resolve } from 'node:path';
import { databaseFile } from '#shared/data-folder.ts';
import { openLog } from '#observe/log.ts';
import { readArchive } from '#ops/archive/read.ts';
import { systemClock } from '#shared/clock.ts';
import { databaseAddress } from '#shared/config/database.ts';
import { loadConfig } from '#shared/config/load.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';

const HELP = `usage: pilot import --archive FILE.tar[.gz] [--json]

Makes the shop that pilot export wrote, in an empty data folder (or database): the same rows, recordings and playbooks. The archive is
checked whole first. Codes of gates and alarms and users are not in it. Then start the box on that folder.

  --config FILE, --data FOLDER   which box; it must not have been started yet
`;

/** `pilot import`. */
export const importCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments('import', argv, { ...BOX_FLAGS, archive: { type: 'string' } }, true);
  if (values.help) return printHelp(HELP);
  if (values.archive === undefined || positionals.length > 0)
    throw usageOf('import')('it takes --archive and one file');
  const { database, dataFolder } = loadConfig(values.config, { data: values.data });
  const { manifest, rows, files } = await readArchive({
    file: resolve(values.archive),
    dataFolder,
    database: { file: databaseFile(dataFolder), postgres: databaseAddress(database) },
    clock: systemClock(),
    log: openLog('import', process.env['PILOT_LOG'] ?? 'warn'),
  });
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ business: manifest.business, rows, files })}\n`
      : `${manifest.business.name}: ${rows} rows and ${files} files in ${dataFolder}\n`,
  );
  return EXIT.ok;
};
