import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { resolve } from 'node:path';
import { makeBackup, type MadeBackup } from '#ops/backup/backup.ts';
import { newRecoveryKey, shortRecipient, type RecoveryKey } from '#ops/backup/recovery-key.ts';
import { loadConfig } from '#shared/config/load.ts';
import { PilotError } from '#shared/errors.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';

const HELP = `usage: pilot backup FILE [--config FILE] [--data FOLDER] [--json]
       pilot backup --new-recovery-key [--config FILE] [--data FOLDER] [--json]

Puts records, recordings, playbooks, keys and configuration into one file, while the box runs. It is closed to the recovery key, read
back and checked, and only then takes its name: a backup that was there before stays until then.

  --new-recovery-key   makes the key that opens backups from now on and prints its sheet. Print it, or write it down, and keep it
                       outside the shop: the box keeps none of it. Earlier backups still need the sheet of then.

The file is a compressed tar in the format of age (age-encryption.org): age -d -i KEYFILE FILE | tar xz opens it without this program.
`;

/** So that a backup never comes before a call. */
const LAST = 15;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e6 ? 2 : 1)} MB`;

/** The sheet that is to be kept outside the shop. */
export const describeRecoveryKey = ({ secret, recipient }: RecoveryKey, now: number): string =>
  [
    `# Pilotlight recovery key ${shortRecipient(recipient)}, made ${new Date(now).toISOString().slice(0, 10)}`,
    '# Print this sheet and keep it outside the shop. Whoever has it and a backup can read everything;',
    '# without it no backup made from now on can be opened. The box keeps none of it.',
    secret,
    '',
  ].join('\n');

export const describeBackup = ({ file, bytes, recipient, manifest }: MadeBackup): string => {
  const { engine, files, leftOut, schema } = manifest;
  const lines = [
    `${file}: ${megabytes(bytes)}, read back and checked`,
    `  ${engine === 'sqlite' ? 'the database file' : 'the rows of the PostgreSQL database'} at schema ${schema}, ${files.length} file(s) in all`,
    `  opens with the recovery key ${shortRecipient(recipient)}`,
    ...(leftOut.length > 0 ? [`  ${leftOut.length} recording(s) not in it: they were being written`] : []),
  ];
  return `${lines.join('\n')}\n`;
};

/** `pilot backup`. */
export const backupCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'backup',
    argv,
    { ...BOX_FLAGS, 'new-recovery-key': { type: 'boolean' } },
    true,
  );
  if (values.help) return printHelp(HELP);
  const [file, ...more] = positionals;
  const config = loadConfig(values.config, { data: values.data });
  if (values['new-recovery-key'] === true) {
    if (file !== undefined) throw usageOf('backup')('--new-recovery-key takes no file');
    if (!existsSync(config.dataFolder))
      throw new PilotError('no_data', `there is no data folder ${config.dataFolder}`, {
        fix: 'Name the data folder of the box with --data, or its configuration with --config.',
      });
    const key = await newRecoveryKey(config.dataFolder);
    process.stdout.write(values.json ? `${JSON.stringify(key)}\n` : describeRecoveryKey(key, Date.now()));
    return EXIT.ok;
  }
  if (file === undefined || more.length > 0) throw usageOf('backup')('it takes one file');
  setPriority(LAST);
  const configFile = resolve(values.config ?? 'pilot.yaml');
  const made = await makeBackup({
    config,
    configFile: existsSync(configFile) ? configFile : null,
    file,
    now: Date.now(),
  });
  process.stdout.write(values.json ? `${JSON.stringify(made)}\n` : describeBackup(made));
  return EXIT.ok;
};
