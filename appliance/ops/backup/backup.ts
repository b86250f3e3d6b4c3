import { closeSync, createWriteStream, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { faultPoint } from '#observe/fault.ts';
import type { Config } from '#shared/config/schema.ts';
import { messageOf, PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import { isRunning } from '#shared/running.ts';
import { readArchive, writeArchive, type Sink } from './archive.ts';
import { copyDatabase } from './copy-database.ts';
import { gatherFiles } from './gather.ts';
import { rememberBackup } from './last.ts';
import { damaged, type Manifest } from './manifest.ts';
import { recoveryRecipient } from './recovery-key.ts';
import { release } from './release.ts';
import { openWorkFolder } from './work-folder.ts';

export interface BackupOptions {
  readonly config: Config;
  /** The configuration file; null: none. */
  readonly configFile: string | null;
  /** The backup; one that is there is replaced once the new one was checked. */
  readonly file: string;
  /** Wall time, epoch ms. */
  readonly now: number;
}

export interface MadeBackup {
  readonly file: string;
  readonly bytes: number;
  readonly recipient: string;
  readonly manifest: Manifest;
}

/** Reads what it is given, and keeps nothing. */
export const readThrough: Sink = async (_path, content) =>
  pipeline(content, new Writable({ write: (_chunk, _encoding, done) => done() }));

/**
 * Makes a backup of a box, running or not: records, files, playbooks, keys and configuration in one file that only the recovery key opens.
 * It is read back and held against its manifest before it takes its name.
 * @throws PilotError `backup_*`, `no_data`, `store_*`
 */
export const makeBackup = async ({ config, configFile, file: named, now }: BackupOptions): Promise<MadeBackup> => {
  const file = resolve(named);
  const { dataFolder } = config;
  if (`${file}${sep}`.startsWith(`${resolve(dataFolder)}${sep}`))
    throw new PilotError('backup_place', 'a backup in the data folder is lost with it', {
      fix: 'Name a file on another disk, a stick or a mounted share.',
    });
  const recipient = recoveryRecipient(dataFolder);
  const part = `${file}.${process.pid}.part`;
  try {
    using work = openWorkFolder(dataFolder);
    sweepParts(file);
    const database = await copyDatabase(config, work.folder);
    faultPoint('backup.copied');
    const { sources, leftOut } = gatherFiles(dataFolder, { config: configFile, playbook: config.playbook }, now);
    // Known to this process alone, and to it no longer than it takes to read the backup back.
    const once = await generateX25519Identity();
    const out = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true });
    const manifest = await writeArchive(
      out,
      [recipient, await identityToRecipient(once)],
      [...database.sources, ...sources],
      (files) => ({
        format: 1,
        id: newId(now),
        release: release(),
        madeAt: now,
        engine: database.engine,
        schema: database.schema,
        dataFolder: resolve(dataFolder),
        auditHeads: database.auditHeads.map((head) => ({ ...head })),
        files: [...files],
        leftOut: [...leftOut],
      }),
    );
    faultPoint('backup.written');
    const read = await readArchive(part, once, readThrough);
    if (read.id !== manifest.id) throw damaged('another one was read back');
    faultPoint('backup.checked');
    renameSync(part, file);
    syncFolder(dirname(file));
    const { size: bytes } = statSync(file);
    rememberBackup(dataFolder, { at: now, file, bytes, recipient });
    return { file, bytes, recipient, manifest };
  } catch (error) {
    rmSync(part, { force: true });
    throw whyNotMade(file, error);
  }
};

/** Parts that a backup to this file has left which was killed. */
const sweepParts = (file: string): void => {
  for (const name of readdirSync(dirname(file))) {
    const pid = name.startsWith(`${basename(file)}.`) ? /\.(\d+)\.part$/u.exec(name)?.[1] : undefined;
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(dirname(file), name), { force: true });
  }
};

const syncFolder = (folder: string): void => {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const whyNotMade = (file: string, error: unknown): unknown => {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (['ENOSPC', 'EDQUOT', 'EFBIG', 'store_full'].includes(code))
    return new PilotError('backup_full', `there is no room for the backup ${file}`, {
      fix: 'Make room there and on the disk of the data folder, which holds a copy of the database meanwhile. The backup that was there before is whole.',
      cause: error,
    });
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR'].includes(code))
    return new PilotError('backup_place', `the backup ${file} cannot be written: ${messageOf(error)}`, {
      fix: 'Name a file in a folder that is there and that this user may write.',
      cause: error,
    });
  return error;
};
