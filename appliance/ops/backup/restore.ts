import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { databaseFile } from '#shared/data-folder.ts';
import { faultPoint } from '#observe/fault.ts';
import { databaseAddress } from '#shared/config/database.ts';
import type { Config } from '#shared/config/schema.ts';
import { isPilotError, messageOf, PilotError } from '#shared/errors.ts';
import { coreSocketPath, linkSocketPath } from '#shared/link/socket.ts';
import {
  beginRestore,
  commitRestored,
  endRestore,
  heldIn,
  MAKING,
  restoredIn,
  settleRestored,
} from '#shared/restored-folder.ts';
import { eraseJournalFile } from '#store/erase/journal.ts';
import { migrations } from '#store/migrations/list.ts';
import { checkSqliteFile } from '#store/sqlite/copy.ts';
import { readArchive } from './archive.ts';
import { fillServer, isFilled } from './fill-server.ts';
import { joinEraseJournals } from './erased-since.ts';
import { damaged, type Manifest } from './manifest.ts';
import { bringUpToDate, type UpToDate } from './up-to-date.ts';
import { unpackInto } from './unpack.ts';

export interface RestoreOptions {
  readonly config: Config;
  readonly file: string;
  /** The recovery key, as `readRecoveryKey` gives it. */
  readonly secret: string;
  /** Put it in the place of what is there, which is kept aside. */
  readonly replace: boolean;
  /** Wall time, epoch ms. */
  readonly now: number;
}

export interface Restored extends UpToDate {
  readonly manifest: Manifest;
  /** The folder in the data folder that holds what was there; null: nothing was. */
  readonly before: string | null;
}

/**
 * Puts a backup in the place of a box's data folder (and fills the empty database of database.url). Everything is unpacked and checked
 * beside it first; then what was there is moved aside. Cut off anywhere, there is what was, or what was restored.
 * @throws PilotError `restore_*`, `backup_*`, `store_*`, `core_running`
 */
export const restoreBackup = async ({ config, file, secret, replace, now }: RestoreOptions): Promise<Restored> => {
  const { dataFolder } = config;
  const address = databaseAddress(config.database);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  await refuseWhileRunning(dataFolder);
  const cutOff = beginRestore(dataFolder, false);
  // Whether who enters next may take the folder as it is, should this fail.
  let open = !cutOff;
  const making = join(dataFolder, MAKING);
  try {
    settleRestored(dataFolder);
    refuseUnlessEmpty(dataFolder, replace || cutOff);
    rmSync(making, { recursive: true, force: true });
    mkdirSync(restoredIn(dataFolder), { recursive: true, mode: 0o700 });
    const rows = join(making, 'rows');
    const manifest = await readArchive(file, secret, unpackInto({ data: restoredIn(dataFolder), rows }));
    faultPoint('restore.unpacked');
    refuseForeign(manifest, address !== null);
    const database = databaseFile(restoredIn(dataFolder));
    if (address === null) lookOver(database, manifest);
    joinEraseJournals(dataFolder, restoredIn(dataFolder));
    if (address !== null) {
      const filled = await isFilled(address, manifest);
      beginRestore(dataFolder, true);
      open = !filled;
      if (!filled) await fillServer(address, manifest, rows);
      open = false;
    }
    faultPoint('restore.filled');
    const upToDate = await bringUpToDate({ file: database, address, manifest, dataFolder: resolve(dataFolder), now });
    await refuseWhileRunning(dataFolder);
    const held = heldIn(dataFolder).length > 0;
    const before = `before-${new Date(now).toISOString().replaceAll(/[:.]/gu, '-')}`;
    commitRestored(dataFolder, before, faultPoint);
    endRestore(dataFolder);
    return { ...upToDate, manifest, before: held ? join(dataFolder, before) : null };
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    const unknown = isPilotError(error) && error.code === 'store_away';
    if (open && !unknown) endRestore(dataFolder);
    throw whyNotRestored(dataFolder, error);
  }
};

const listens = (path: string): Promise<boolean> =>
  new Promise((done) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      done(true);
    });
    probe.once('error', () => done(false));
  });

const refuseWhileRunning = async (dataFolder: string): Promise<void> => {
  for (const path of [coreSocketPath(dataFolder), linkSocketPath(dataFolder)])
    if (existsSync(path) && (await listens(path)))
      throw new PilotError('core_running', `the box runs on ${dataFolder}`, {
        fix: 'Stop it (Ctrl-C where pilot run was typed, or its service), then restore.',
      });
};

const refuseUnlessEmpty = (dataFolder: string, replace: boolean): void => {
  const held = heldIn(dataFolder).filter((name) => join(dataFolder, name) !== eraseJournalFile(dataFolder));
  if (held.length > 0 && !replace)
    throw new PilotError('restore_not_empty', `${dataFolder} holds data already`, {
      fix: 'Name an empty folder with --data, or say --replace: what is there is kept aside in a folder before-... beside it.',
    });
  const { dev } = statSync(dataFolder);
  const mounted = held.find((name) => statSync(join(dataFolder, name)).dev !== dev);
  if (mounted !== undefined)
    throw new PilotError(
      'restore_mounted',
      `${mounted} in ${dataFolder} is a disk of its own and cannot be moved aside`,
      {
        fix: 'Restore into an empty folder with --data, then move the files to where they belong.',
      },
    );
};

const refuseForeign = ({ engine, schema, release }: Manifest, server: boolean): void => {
  if ((engine === 'postgres') !== server)
    throw new PilotError(
      'restore_engine',
      `the backup was made of ${engine === 'postgres' ? 'a PostgreSQL database' : 'an SQLite file'}, and this box keeps its records elsewhere`,
      {
        fix:
          engine === 'postgres'
            ? 'Name an empty PostgreSQL database in database.url.'
            : 'Take database.url out of the configuration for the restore.',
      },
    );
  const known = migrations.at(-1)?.number ?? 0;
  if (schema > known)
    throw new PilotError(
      'restore_too_new',
      `release ${release} made the backup at schema ${schema}, this program knows ${known}`,
      {
        fix: 'Update this box first, then restore.',
      },
    );
};

const lookOver = (database: string, manifest: Manifest): void => {
  if (!existsSync(database)) throw damaged('it holds no database');
  const { schema } = checkSqliteFile(database);
  if (schema !== manifest.schema) throw damaged(`its database is at schema ${schema}, not at ${manifest.schema}`);
};

const whyNotRestored = (dataFolder: string, error: unknown): unknown => {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (!['ENOSPC', 'EDQUOT', 'EFBIG', 'store_full'].includes(code)) return error;
  return new PilotError('restore_full', `there is no room in ${dataFolder}: ${messageOf(error)}`, {
    fix: 'Make room on that disk. What was there is as it was.',
    cause: error,
  });
};
