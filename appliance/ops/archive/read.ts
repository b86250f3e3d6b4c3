import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import type { Log } from '#observe/log.ts';
import type { Clock } from '#shared/clock.ts';
import { isPilotError, messageOf, PilotError } from '#shared/errors.ts';
import type { ArchivedRow } from '#store/archive/rows.ts';
import { restoreStore, type StoreOptions } from '#store/store.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { FOLDERS } from './write.ts';

export interface ReadWish {
  readonly file: string;
  readonly dataFolder: string;
  readonly database: Pick<StoreOptions, 'file' | 'postgres'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What an archive may hold: nothing else is unpacked, and no path leads out of the folder. */
const KNOWN = new RegExp(
  `^(?:manifest\\.json|business\\.json|tables/[a-z_]+/\\d{4,}\\.jsonl|files/(?:${FOLDERS.join('|')})(?:/[\\w@+-][\\w.@+-]*)+)$`,
  'u',
);

const broken = (cause: string): PilotError =>
  new PilotError('archive.broken', `the archive cannot be taken in: ${cause}`, {
    fix: 'Copy it again from where it was made, or export it again.',
  });

/** A tar is made of these, bytes: each entry one for its header and as many as it fills. */
const BLOCK = 512;

/** Unpacks an archive beside the data, and checks every entry against its manifest. */
const unpack = async (file: string, folder: string): Promise<Manifest> => {
  const extract = tar.extract();
  const source = /(?:\.gz|\.tgz)$/u.test(file) ? createGunzip() : new PassThrough();
  // tar-stream waits for ever for the rest of an entry that is cut off: so what has come is held against what was announced.
  let [came, announced, over] = [0, 0, false];
  let current: { destroy(error: Error): void } | null = null;
  source.on('data', (part: Buffer) => (came += part.length));
  source.on('end', () => {
    over = true;
    if (came < announced) current?.destroy(new Error('it ends early'));
  });
  const reading = pipeline(createReadStream(file), source, extract);
  reading.catch(() => undefined); // awaited below
  const digests = new Map<string, string>();
  for await (const entry of extract) {
    const { name, type } = entry.header;
    if (type !== 'file' || !KNOWN.test(name) || digests.has(name)) throw broken(`it holds ${name}`);
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const digest = createHash('sha256');
    current = entry;
    announced += BLOCK + Math.ceil((entry.header.size ?? 0) / BLOCK) * BLOCK;
    if (over && came < announced) throw broken('it ends early');
    entry.on('data', (part) => void digest.update(part as Buffer));
    await pipeline(entry, createWriteStream(path, { mode: 0o600, flush: true }));
    digests.set(name, digest.digest('hex'));
  }
  await reading;
  const manifest = readManifest(await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => ''));
  for (const { path, sha256 } of manifest.entries)
    if (digests.get(path) !== sha256) throw broken(`${path} is ${digests.has(path) ? 'damaged' : 'missing'}`);
  if (digests.size !== manifest.entries.length + 1) throw broken('it holds more than its manifest tells');
  return manifest;
};

async function* tablesIn(folder: string, manifest: Manifest, dataFolder: string) {
  for (const { name, rows: expected } of manifest.tables) {
    const parts = await readdir(join(folder, 'tables', name)).catch(() => []);
    let count = 0;
    for (const part of parts.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))) {
      const lines = (await readFile(join(folder, 'tables', name, part), 'utf8'))
        .split('\n')
        .filter((line) => line !== '');
      count += lines.length;
      yield { table: name, rows: lines.map((line) => settled(JSON.parse(line) as ArchivedRow, dataFolder)) };
    }
    if (count !== expected) throw broken(`${name} has ${count} rows instead of ${expected}`);
  }
}

const settled = (row: ArchivedRow, dataFolder: string): ArchivedRow => {
  const path = row['recording_path'];
  return typeof path === 'string' && !isAbsolute(path) ? { ...row, recording_path: join(dataFolder, path) } : row;
};

const moveFiles = async (from: string, to: string): Promise<number> => {
  const entries = await readdir(from, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) {
    const path = join(to, file.slice(from.length + 1));
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(file, path);
  }
  return files.length;
};

/**
 * Makes the shop of an archive out of an empty data folder (or database): checked whole before anything is touched, files first, then all rows in one
 * transaction.
 * @throws PilotError `archive.*`, `store_*`
 */
export const readArchive = async (
  wish: ReadWish,
): Promise<{ readonly manifest: Manifest; readonly rows: number; readonly files: number }> => {
  const { file, dataFolder, database, clock, log } = wish;
  await stat(file).catch((cause: unknown) => {
    throw new PilotError('archive.unreadable', `${file} cannot be read: ${messageOf(cause)}`, {
      fix: 'Check its name.',
      cause,
    });
  });
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(dataFolder, 'archive-'));
  try {
    const manifest = await unpack(file, folder);
    const business = JSON.parse(await readFile(join(folder, 'business.json'), 'utf8')) as ArchivedRow;
    const { schema } = manifest;
    let files = 0;
    // Asked for once the database is known to be empty: nobody's files are replaced.
    async function* tables() {
      files = await moveFiles(join(folder, 'files'), dataFolder);
      yield* tablesIn(folder, manifest, dataFolder);
    }
    await restoreStore({ ...database, clock, log }, { schema, business, tables });
    return { manifest, files, rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0) };
  } catch (cause) {
    if (isPilotError(cause)) throw cause;
    throw broken(messageOf(cause));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
