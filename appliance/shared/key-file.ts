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
import { createSeal, keyFor, keyId, type RootKeys, type Seal } from './seal.ts';

/*
 * The file of root keys, `field.key` of the data folder: base64, a line each, the newest first. There is more than one only while
 * values are sealed anew. A line `box:...` holds the secret from which all is derived that must outlive a change of keys (the signature
 * of the audit log, for one); before the first change it follows from the key there is.
 */
const BOX = 'box:';

interface KeyFile {
  readonly keys: RootKeys;
  readonly box: Buffer;
}

const writeSynced = (path: string, keys: readonly Buffer[], box: Buffer | null): void => {
  const handle = openSync(path, 'w', 0o600);
  try {
    const lines = keys.map((key) => key.toString('base64'));
    writeSync(handle, [...lines, ...(box === null ? [] : [`${BOX}${box.toString('base64')}`])].join('\n'));
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

const readKeyFile = (file: string): KeyFile => {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const keyOf = (line: string): Buffer => Buffer.from(line, 'base64');
  const [first, ...others] = lines.filter((line) => !line.startsWith(BOX)).map(keyOf);
  const told = lines.find((line) => line.startsWith(BOX));
  const box = told === undefined ? null : keyOf(told.slice(BOX.length));
  if (first === undefined || [first, ...others, ...(box === null ? [] : [box])].some((key) => key.length !== 32))
    throw new PilotError('seal_key', `the key file ${file} is damaged`, { fix: 'Restore it from a backup.' });
  return { keys: [first, ...others], box: box ?? keyFor('box', first) };
};

/**
 * The keys of a box, made on first use and readable by this user only. They are synced before anything is sealed with them.
 * @throws PilotError `seal_key` when the file is damaged
 */
export const loadSealKeys = (file: string): RootKeys => {
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`;
    writeSynced(draft, [randomBytes(32)], null);
    try {
      linkSync(draft, file);
    } catch (error) {
      // Another process made it in between: its key is the one.
      if (!existsSync(file)) throw error;
    } finally {
      unlinkSync(draft);
    }
  }
  return readKeyFile(file).keys;
};

/**
 * The keys of a box that has some; null before they were made. They are never made here.
 * @throws PilotError `seal_key`
 */
export const readSealKeys = (file: string): RootKeys | null => (existsSync(file) ? readKeyFile(file).keys : null);

const replaceKeys = (file: string, change: (keys: RootKeys) => RootKeys): void => {
  const { keys, box } = readKeyFile(file);
  const draft = `${file}.${process.pid}`;
  writeSynced(draft, change(keys), box);
  renameSync(draft, file);
  syncFolder(file);
};

/** From now on values are sealed with a new key; the others still open theirs. */
export const addSealKey = (file: string): void => replaceKeys(file, (keys) => [randomBytes(32), ...keys]);

/** Forgets every key but the newest: nothing may be sealed with them any more. */
export const dropOldSealKeys = (file: string): void => replaceKeys(file, ([newest]) => [newest]);

/** A seal that goes by the file: what another process of this box adds or drops there holds here from the next value on. */
export interface FileSeal extends Seal {
  /** Ids of the keys, the newest first. */
  ids(): readonly string[];
  /** What else is derived from: the same whatever keys come and go. */
  box(): Buffer;
}

/** @throws PilotError `seal_key` */
export const openFileSeal = (file: string): FileSeal => {
  loadSealKeys(file);
  let known = readKeyFile(file);
  let seal = createSeal(...known.keys);
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
      known = readKeyFile(file);
      seal = createSeal(...known.keys);
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
      return known.keys.map(keyId);
    },
    box: () => known.box,
  };
};
