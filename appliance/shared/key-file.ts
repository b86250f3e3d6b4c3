import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { PilotError } from './errors.ts';
import { createSeal, keyId, type RootKeys, type Seal } from './seal.ts';

/*
 * The file of root keys, `field.key` of the data folder: base64, a line each, the newest first. It has more than one line only while
 * values are sealed anew.
 */

const writeSynced = (path: string, keys: readonly Buffer[]): void => {
  const handle = openSync(path, 'w', 0o600);
  try {
    writeSync(handle, keys.map((key) => key.toString('base64')).join('\n'));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const syncFolder = (file: string): void => {
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
};

const keysIn = (file: string): RootKeys => {
  const [first, ...others] = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Buffer.from(line, 'base64'));
  if (first === undefined || [first, ...others].some((key) => key.length !== 32))
    throw new PilotError('seal_key', `the key file ${file} is damaged`, { fix: 'Restore it from a backup.' });
  return [first, ...others];
};

/**
 * The keys of a box, made on first use and readable by this user only. They are synced before anything is sealed with them.
 * @throws PilotError `seal_key` when the file is damaged
 */
export const loadSealKeys = (file: string): RootKeys => {
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeSynced(draft, [randomBytes(32)]);
    try {
      linkSync(draft, file);
    } catch (error) {
      // Another process made it in between: its key is the one.
      if (!existsSync(file)) throw error;
    } finally {
      unlinkSync(draft);
    }
  }
  return keysIn(file);
};

/**
 * The keys of a box that has some; null before they were made. They are never made here.
 * @throws PilotError `seal_key`
 */
export const readSealKeys = (file: string): RootKeys | null => (existsSync(file) ? keysIn(file) : null);

const replaceKeys = (file: string, keys: readonly Buffer[]): void => {
  const draft = `${file}.${process.pid}`;
  writeSynced(draft, keys);
  renameSync(draft, file);
  syncFolder(file);
};

/** From now on values are sealed with a new key; the others still open theirs. */
export const addSealKey = (file: string): void => replaceKeys(file, [randomBytes(32), ...keysIn(file)]);

/** Forgets every key but the newest: nothing may be sealed with them any more. */
export const dropOldSealKeys = (file: string): void => replaceKeys(file, [keysIn(file)[0]]);

/** A seal that goes by the file: what another process of this box adds or drops there holds here from the next value on. */
export interface FileSeal extends Seal {
  /** Ids of the keys, the newest first. */
  ids(): readonly string[];
  /** The newest. */
  root(): Buffer;
}

/** @throws PilotError `seal_key` */
export const openFileSeal = (file: string): FileSeal => {
  let keys = loadSealKeys(file);
  let seal = createSeal(...keys);
  const stamp = (): string => {
    const { ino, mtimeMs, size } = statSync(file);
    return `${ino}/${mtimeMs}/${size}`;
  };
  let seen = stamp();
  const current = (): Seal => {
    let now = seen;
    try {
      now = stamp();
    } catch {
      // The file was taken away under us: what is known goes on.
    }
    if (now !== seen) {
      keys = keysIn(file);
      seal = createSeal(...keys);
      seen = now;
    }
    return seal;
  };
  return {
    seal: (text, place) => current().seal(text, place),
    open: (sealed, place) => current().open(sealed, place),
    isCurrent: (sealed) => current().isCurrent(sealed),
    ids() {
      current();
      return keys.map(keyId);
    },
    root() {
      current();
      return keys[0];
    },
  };
};
