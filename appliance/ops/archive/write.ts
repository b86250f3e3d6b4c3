import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { createGzip } from 'node:zlib';
import tar from 'tar-stream';
import { PilotError, isPilotError, messageOf } from '#shared/errors.ts';
import { EMPTIED, LEFT_OUT } from '#store/archive/left-out.ts';
import type { ArchivedRow } from '#store/archive/rows.ts';
import type { BusinessStore } from '#store/store.ts';
import { ARCHIVE_VERSION, type Manifest } from './manifest.ts';

/** Folders of the data folder that go along. */
export const FOLDERS = ['recordings', 'playbooks'] as const;
/** Bytes of rows in one entry, about. */
const PART = 4 * 1024 * 1024;

export interface ArchiveWish {
  readonly store: BusinessStore;
  readonly dataFolder: string;
  /** The archive; `.gz` or `.tgz` at its end: packed. It takes its name once it is whole. */
  readonly file: string;
  readonly release: string;
  /** Epoch ms. */
  readonly now: number;
  readonly onProgress?: (table: string, rows: number) => void;
}

export interface WrittenArchive {
  readonly file: string;
  readonly bytes: number;
  readonly rows: number;
  readonly files: number;
}

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
};

/** Paths of recordings are told from the data folder on, so that they hold in another. */
const portable = (row: ArchivedRow, dataFolder: string): ArchivedRow => {
  const path = row['recording_path'];
  if (typeof path !== 'string' || !isAbsolute(path)) return row;
  const inside = relative(dataFolder, path);
  return inside.startsWith('..') ? row : { ...row, recording_path: inside };
};

const leftOut = (): Record<string, string> => ({
  ...LEFT_OUT,
  ...Object.fromEntries(
    Object.entries(EMPTIED).flatMap(([table, columns]) =>
      columns.map((column) => [`${table}.${column}`, 'sealed with the key of this box']),
    ),
  ),
});

/**
 * Writes everything of one business as a tar: rows as JSON Lines, recordings and playbooks as files, a manifest with digests at the end.
 * @throws PilotError `archive.exists`, `archive.failed`, `store_*`
 */
export const writeArchive = async (wish: ArchiveWish): Promise<WrittenArchive> => {
  const { store, dataFolder, file, release, now } = wish;
  if (existsSync(file))
    throw new PilotError('archive.exists', `${file} is there already`, {
      fix: 'Name another file, or remove that one.',
    });
  const draft = `${file}.new`;
  const pack = tar.pack();
  const out = pipeline(
    pack,
    /(?:\.gz|\.tgz)$/u.test(file) ? createGzip() : new PassThrough(),
    createWriteStream(draft, { mode: 0o600, flush: true }),
  );
  out.catch(() => undefined); // awaited below
  const entries: Manifest['entries'][number][] = [];
  const mtime = new Date(now);
  const put = async (path: string, bytes: Buffer): Promise<void> => {
    entries.push({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    await new Promise<void>((resolve, reject) => {
      pack.entry({ name: path, size: bytes.length, mode: 0o600, mtime }, bytes, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  };
  const putFile = async (path: string, from: string): Promise<void> => {
    const { size } = await stat(from);
    const digest = createHash('sha256');
    const entry = pack.entry({ name: path, size, mode: 0o600, mtime });
    // A recording under way grows: what there was of it at this moment goes along.
    const bytes = size === 0 ? [] : createReadStream(from, { end: size - 1 });
    await pipeline(
      bytes,
      async function* hashed(parts: AsyncIterable<Buffer> | Iterable<Buffer>) {
        for await (const part of parts) {
          digest.update(part);
          yield part;
        }
      },
      entry,
    );
    entries.push({ path, bytes: size, sha256: digest.digest('hex') });
  };
  try {
    const counted = await store.snapshot(async ({ schema, business, tables }) => {
      await put('business.json', Buffer.from(JSON.stringify(business)));
      const rows: Manifest['tables'][number][] = [];
      for (const table of tables) {
        let [count, part, text] = [0, 0, ''];
        const flush = async (): Promise<void> => {
          if (text === '') return;
          await put(`tables/${table.name}/${String(++part).padStart(4, '0')}.jsonl`, Buffer.from(text));
          text = '';
        };
        for await (const some of table.rows()) {
          for (const row of some) text += `${JSON.stringify(portable(row, dataFolder))}\n`;
          count += some.length;
          if (text.length > PART) await flush();
        }
        await flush();
        wish.onProgress?.(table.name, count);
        rows.push({ name: table.name, rows: count });
      }
      return { schema, business, rows };
    });
    let files = 0;
    for (const folder of FOLDERS)
      for (const path of await filesBelow(join(dataFolder, folder))) {
        await putFile(`files/${relative(dataFolder, path)}`, path);
        files++;
      }
    const manifest: Manifest = {
      format: 'pilotlight-archive',
      version: ARCHIVE_VERSION,
      release,
      schema: counted.schema,
      madeAt: now,
      business: { id: String(counted.business['id']), name: String(counted.business['name']) },
      tables: counted.rows,
      leftOut: leftOut(),
      entries: [...entries],
    };
    await put('manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
    pack.finalize();
    await out;
    await rename(draft, file);
    await syncFolder(file);
    return { file, bytes: (await stat(file)).size, rows: counted.rows.reduce((sum, { rows }) => sum + rows, 0), files };
  } catch (cause) {
    pack.destroy();
    await rm(draft, { force: true });
    if (isPilotError(cause)) throw cause;
    throw new PilotError('archive.failed', `the archive could not be written: ${messageOf(cause)}`, {
      cause,
      fix: 'Check that there is room for it and that this user may write there.',
    });
  }
};

/** A name that was given survives a power cut. */
const syncFolder = async (file: string): Promise<void> => {
  const folder = await open(join(file, '..'), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};
