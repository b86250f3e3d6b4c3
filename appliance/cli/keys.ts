import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { silentLog } from '#observe/log.ts';
import type { RotationStep } from '#shared/api/keys.ts';
import { rotateKeys } from '#shared/api/routes/keys.ts';
import { systemClock } from '#shared/clock.ts';
import { databaseAddress } from '#shared/config/database.ts';
import { loadConfig } from '#shared/config/load.ts';
import type { Config } from '#shared/config/schema.ts';
import { databaseFile } from '#shared/data-folder.ts';
import { isPilotError } from '#shared/errors.ts';
import { createRotation } from '#store/keys/rotation.ts';
import { openStore } from '#store/store.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { askCore } from './core-client.ts';

const HELP = `usage: pilot keys rotate [--config FILE] [--data FOLDER] [--json]

Makes a new key for codes, call states and what else is sealed, seals all of it anew while the box goes on, and drops the old key once
nothing needs it. Cut off, it goes on when called again. Backups made before hold the key of then.

Boxes that share a database: stop all but one, rotate there, and copy its field.key to the others before they start.
`;

const STATES: Readonly<Record<RotationStep['state'], string>> = {
  under_way: 'not done yet: call it again',
  done: 'the old key is dropped',
  waiting:
    'the old key stays until messages taken by the phone side alone are handed in: call it again when the box has run',
};

export const describeRotation = ({ state, keyId, resealed, broken }: RotationStep): string =>
  [
    `key ${keyId}: ${resealed} value(s) sealed anew; ${STATES[state]}`,
    ...(broken > 0
      ? [`  ${broken} value(s) were sealed with a key that this box no longer has, and stay unreadable`]
      : []),
    '',
  ].join('\n');

const toTheEnd = async (step: () => Promise<RotationStep>): Promise<RotationStep> => {
  for (;;) {
    const told = await step();
    if (told.state !== 'under_way') return told;
  }
};

/** Without core nobody else writes: the database is opened here. */
const alone = async ({ dataFolder, database }: Config): Promise<RotationStep> => {
  const file = databaseFile(dataFolder);
  await using store = await openStore({
    file,
    postgres: databaseAddress(database),
    clock: systemClock(),
    log: silentLog(),
  });
  const rotation = createRotation(store, join(dirname(file), 'field.key'));
  return await toTheEnd(() => rotation.step());
};

/** `pilot keys`. */
export const keysCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments('keys', argv, { ...BOX_FLAGS }, true);
  if (values.help) return printHelp(HELP);
  if (positionals.length !== 1 || positionals[0] !== 'rotate') throw usageOf('keys')('it takes rotate');
  const config = loadConfig(values.config, { data: values.data });
  const step = () => askCore(config.dataFolder, rotateKeys, {});
  const told = await toTheEnd(step).catch((error: unknown) => {
    const away = isPilotError(error) && error.code === 'core_away';
    if (away && existsSync(join(config.dataFolder, 'field.key'))) return alone(config);
    throw error;
  });
  process.stdout.write(values.json ? `${JSON.stringify(told)}\n` : describeRotation(told));
  return EXIT.ok;
};
