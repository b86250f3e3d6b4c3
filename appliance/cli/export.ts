import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { databaseFile } from '#shared/data-folder.ts';
import { openLog } from '#observe/log.ts';
import { writeArchive } from '#ops/archive/write.ts';
import { systemClock } from '#shared/clock.ts';
import { databaseAddress } from '#shared/config/database.ts';
import { loadConfig } from '#shared/config/load.ts';
import { PilotError } from '#shared/errors.ts';
import { openStore, type BusinessStore } from '#store/store.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { release } from './release.ts';

const HELP = `usage: pilot export FILE.tar[.gz] [--json]

Everything of the shop in one archive: each table as JSON Lines, recordings, playbooks, and a manifest with digests
(docs/archive.md). Codes of gates and alarms, users and their passwords are not in it. pilot import --archive makes the same shop
of it in an empty data folder. It is not encrypted: keep it as you keep the box.

  --business NAME   where the box serves several shops
  --config FILE, --data FOLDER   which box; it may be running
`;

/** The shop that is meant. @throws PilotError `usage`, `no_shop` */
const businessOf = async (
  store: Awaited<ReturnType<typeof openStore>>,
  name: string | undefined,
): Promise<BusinessStore> => {
  const all = await store.businesses();
  const meant = name === undefined ? all : all.filter((one) => one.name === name || one.id === name);
  const [one, more] = meant;
  if (one === undefined)
    throw new PilotError(
      'no_shop',
      name === undefined ? 'there is no shop in this database' : `there is no shop ${name}`,
      {
        fix:
          all.length === 0
            ? 'Name the data folder with --data.'
            : `Take one of: ${all.map((shop) => shop.name).join(', ')}.`,
      },
    );
  if (more !== undefined)
    throw usageOf('export')(
      'the box serves several shops',
      `Name one with --business: ${all.map((shop) => shop.name).join(', ')}.`,
    );
  return store.for(one.id);
};

/** `pilot export`. It reads the records itself: core has callers to serve. */
export const exportCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments('export', argv, { ...BOX_FLAGS, business: { type: 'string' } }, true);
  if (values.help) return printHelp(HELP);
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw usageOf('export')('it takes one file');
  const file = resolve(name);
  const { database, dataFolder } = loadConfig(values.config, { data: values.data });
  if (database === null && !existsSync(databaseFile(dataFolder)))
    throw new PilotError('no_data', `there is no database in ${dataFolder}`, {
      fix: 'Name the data folder with --data.',
    });
  const clock = systemClock();
  await using db = await openStore({
    file: databaseFile(dataFolder),
    postgres: databaseAddress(database),
    clock,
    log: openLog('export', process.env['PILOT_LOG'] ?? 'warn'),
  });
  const store = await businessOf(db, values.business);
  const written = await writeArchive({
    store,
    dataFolder,
    file,
    release: release(),
    now: clock.now(),
    onProgress: (table, rows) => void (rows > 10_000 && process.stderr.write(`${table}: ${rows} rows\n`)),
  });
  process.stdout.write(
    values.json
      ? `${JSON.stringify(written)}\n`
      : `${file}: ${written.rows} rows, ${written.files} files, ${(written.bytes / 1e6).toFixed(1)} MB\n`,
  );
  return EXIT.ok;
};
