import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { readArchive } from '#ops/backup/archive.ts';
import { readThrough } from '#ops/backup/backup.ts';
import type { Manifest } from '#ops/backup/manifest.ts';
import { readRecoveryKey } from '#ops/backup/recovery-key.ts';
import { restoreBackup, type Restored } from '#ops/backup/restore.ts';
import { loadConfig } from '#shared/config/load.ts';
import { messageOf, PilotError } from '#shared/errors.ts';
import { BOX_FLAGS, EXIT, printHelp, readArguments, usageOf } from './arguments.ts';

const HELP = `usage: pilot restore FILE [--key KEYFILE] [--replace] [--config FILE] [--data FOLDER] [--json]
       pilot restore FILE --check [--key KEYFILE] [--json]

Puts a backup into an empty data folder (and an empty database, where database.url names a PostgreSQL server). The box must not run.
Everything is unpacked and checked first; cut off at any moment, there is what was there before, or what was restored.

  --key KEYFILE   a file with the recovery key; without it you are asked for it (or it is read from standard input)
  --replace       the data folder may hold something: it is kept aside, in a folder before-... in it
  --check         opens the backup, checks every byte of it, and changes nothing

Who was erased since the backup was made is erased again, as far as erase-journal.jsonl tells: the one of the folder that is replaced,
the one in the backup, and one that you put into the empty folder.
`;

const askKey = async (): Promise<string> => {
  if (process.stdin.isTTY !== true) {
    const parts: Buffer[] = [];
    for await (const part of process.stdin) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  }
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await asking.question('Recovery key (AGE-SECRET-KEY-1...): ');
  } finally {
    asking.close();
  }
};

const keyText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PilotError('restore_key_file', `the recovery key cannot be read: ${messageOf(cause)}`, {
      fix: 'Check the name after --key.',
      cause,
    });
  }
};

const about = ({ engine, files, madeAt, release, schema }: Manifest): string =>
  `made ${new Date(madeAt).toISOString().slice(0, 16)}Z by release ${release}, ${engine === 'sqlite' ? 'SQLite' : 'PostgreSQL'} at schema ${schema}, ${files.length} file(s)`;

export const describeRestored = ({ manifest, before, erased }: Restored, dataFolder: string): string =>
  [
    `${dataFolder} is as the backup has it: ${about(manifest)}`,
    ...(erased > 0 ? [`  ${erased} person(s) erased since then were erased again`] : []),
    ...(before === null ? [] : [`  what was there before lies in ${before}; delete it when you miss nothing`]),
    ...(manifest.files.some(({ path }) => path.startsWith('config/'))
      ? ['  configuration and playbook of the box of then lie in restored-config']
      : []),
    '',
  ].join('\n');

/** `pilot restore`. */
export const restoreCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'restore',
    argv,
    { ...BOX_FLAGS, key: { type: 'string' }, replace: { type: 'boolean' }, check: { type: 'boolean' } },
    true,
  );
  if (values.help) return printHelp(HELP);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw usageOf('restore')('it takes one file');
  const secret = await readRecoveryKey(values.key === undefined ? await askKey() : keyText(values.key));
  if (values.check === true) {
    const manifest = await readArchive(file, secret, readThrough);
    process.stdout.write(values.json ? `${JSON.stringify({ manifest })}\n` : `${file} is whole: ${about(manifest)}\n`);
    return EXIT.ok;
  }
  const config = loadConfig(values.config, { data: values.data });
  const restored = await restoreBackup({ config, file, secret, replace: values.replace === true, now: Date.now() });
  process.stdout.write(values.json ? `${JSON.stringify(restored)}\n` : describeRestored(restored, config.dataFolder));
  return EXIT.ok;
};
