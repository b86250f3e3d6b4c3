import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PilotError } from './errors.ts';
import { isRunning } from './running.ts';

/*
 * How a restored data folder takes the place of what was there. Each arrow is one rename, so that a process that dies anywhere
 * leaves a folder from which the next one goes on:
 *
 *   restore.making -> restore.ready    everything was checked: from here on the restored state counts
 *   restore.ready  -> restore.moving   what was there lies in its `before`
 *   restore.moving -> (gone)           what was restored lies in the data folder
 *
 * Several processes may do this at once: each finds done what another one did.
 */
export const MAKING = 'restore.making';
const READY = 'restore.ready';
const MOVING = 'restore.moving';
/** Who restores now, and whether rows of a database server are part of it. */
const UNDER_WAY = 'restore.under-way';
/** Stays where it is: sockets, and numbers that only rise. */
const STAYS = new Set(['run', READY, MOVING, MAKING, UNDER_WAY]);
const BEFORE = /^before-/u;

/** Within `restore.making`: what is to stand in the data folder, and what stood there. */
export const restoredIn = (dataFolder: string): string => join(dataFolder, MAKING, 'new');

/** What a data folder holds beside what always stays. */
export const heldIn = (dataFolder: string): string[] =>
  existsSync(dataFolder) ? readdirSync(dataFolder).filter((name) => !STAYS.has(name) && !BEFORE.test(name)) : [];

/** @param aside where a folder goes that somebody has made meanwhile under a name that is needed */
const moveAll = (names: readonly string[], from: string, to: string, aside: string): void => {
  for (const name of names) {
    try {
      renameSync(join(from, name), join(to, name));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOTEMPTY' || code === 'EEXIST') {
        renameSync(join(to, name), join(aside, `${name}-${randomUUID()}`));
        renameSync(join(from, name), join(to, name));
      }
      // ENOENT: another process has moved it.
      else if (code !== 'ENOENT') throw error;
    }
  }
};

/** Where what was there goes. */
const beforeIn = (folder: string): string => join(folder, 'before', readdirSync(join(folder, 'before'))[0] ?? 'before');

/** True while a restored state has begun to count and does not stand in its place yet. */
const isUnderWay = (dataFolder: string): boolean =>
  existsSync(join(dataFolder, READY)) || existsSync(join(dataFolder, MOVING));

/**
 * From here on the restored state counts, whatever happens.
 * @param before where what is there now is kept: `before-...`
 * @param pass is told of each place where a process might die
 */
export const commitRestored = (dataFolder: string, before: string, pass: (place: string) => void): void => {
  mkdirSync(join(dataFolder, MAKING, 'before', before), { recursive: true, mode: 0o700 });
  pass('restore.before');
  renameSync(join(dataFolder, MAKING), join(dataFolder, READY));
  pass('restore.ready');
  settleRestored(dataFolder, pass);
};

/**
 * Ends a restore that was cut off after it began to count; does nothing when there is none.
 */
export const settleRestored = (dataFolder: string, pass: (place: string) => void = () => undefined): void => {
  while (isUnderWay(dataFolder)) {
    const [ready, moving] = [join(dataFolder, READY), join(dataFolder, MOVING)];
    try {
      if (existsSync(ready)) {
        const aside = beforeIn(ready);
        moveAll(heldIn(dataFolder), dataFolder, aside, aside);
        pass('restore.aside');
        renameSync(ready, moving);
        pass('restore.moving');
      }
      moveAll(readdirSync(join(moving, 'new')), join(moving, 'new'), dataFolder, beforeIn(moving));
      pass('restore.moved');
      const before = beforeIn(moving);
      if (readdirSync(before).length > 0) renameSync(before, join(dataFolder, basename(before)));
      rmSync(moving, { recursive: true, force: true });
    } catch (error) {
      // Another process is a step further: look again.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
};

interface UnderWay {
  readonly pid: number;
  readonly database: boolean;
}

const underWay = (dataFolder: string): UnderWay | null => {
  const file = join(dataFolder, UNDER_WAY);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as UnderWay) : null;
};

/**
 * Lets nobody but this process into a data folder until `endRestore`.
 * @param database rows of a database server are written now: who dies from here on lets nobody in but the next restore
 * @returns whether an earlier restore was cut off at that
 * @throws PilotError `restore_under_way`
 */
export const beginRestore = (dataFolder: string, database: boolean): boolean => {
  const other = underWay(dataFolder);
  if (other !== null && other.pid !== process.pid && isRunning(other.pid)) throw busy(other.pid);
  const cutOff = other?.database === true;
  const file = join(dataFolder, UNDER_WAY);
  writeFileSync(
    `${file}.${process.pid}`,
    JSON.stringify({ pid: process.pid, database: database || cutOff } satisfies UnderWay),
    {
      mode: 0o600,
    },
  );
  renameSync(`${file}.${process.pid}`, file);
  return cutOff;
};

export const endRestore = (dataFolder: string): void => rmSync(join(dataFolder, UNDER_WAY), { force: true });

const busy = (pid: number): PilotError =>
  new PilotError('restore_under_way', `process ${pid} is restoring a backup into this data folder`, {
    fix: 'Let it finish, or end it.',
    retryable: true,
  });

/**
 * Before a process of the box opens anything in a data folder: a restore that was cut off is either ended or has left what was there.
 * @throws PilotError `restore_under_way`, `restore_cut_off`
 */
export const enterDataFolder = (dataFolder: string): void => {
  const restoring = underWay(dataFolder);
  if (restoring !== null && isRunning(restoring.pid)) throw busy(restoring.pid);
  if (restoring?.database === true)
    throw new PilotError('restore_cut_off', 'a restore of the data folder and its database was cut off', {
      fix: `Run the same pilot restore again. To go on with what was there, name the old database in database.url and delete ${join(dataFolder, UNDER_WAY)}.`,
    });
  if (restoring !== null) endRestore(dataFolder);
  settleRestored(dataFolder);
};
