import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { messageOf, PilotError, isPilotError } from '#shared/errors.ts';

export interface Progress {
  readonly bytes: number;
  /** Undefined when the server does not tell. */
  readonly total: number | undefined;
}

export interface DownloadOptions {
  readonly url: string;
  /** Where the finished file goes; until then it is `<path>.part`. */
  readonly path: string;
  /** Exact size, when known. */
  readonly bytes: number | null;
  /** Hexadecimal; null accepts whatever comes. */
  readonly sha256: string | null;
  readonly onProgress?: (progress: Progress) => void;
  /** Attempts without a single new byte before it gives up. */
  readonly tries?: number;
  /** Wait before the next attempt, ms; doubles. */
  readonly retryMs?: number;
  readonly openFile?: (path: string, from: number) => WriteStream;
  readonly freeBytes?: (folder: string) => Promise<number>;
}

const freeBytesOf = async (folder: string): Promise<number> => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** @throws PilotError `model_disk_full` when `folder` has less than `bytes` free */
export const needSpace = async (folder: string, bytes: number, free = freeBytesOf): Promise<void> => {
  const left = await free(folder);
  if (left >= bytes) return;
  const mb = (value: number) => `${Math.ceil(value / 1e6)} MB`;
  throw new PilotError('model_disk_full', `${folder} has ${mb(left)} free where ${mb(bytes)} are needed`, {
    fix: 'Free some space, or put the data folder on a larger disk.',
  });
};

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;

const digestOf = async (path: string): Promise<Hash> => {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash;
};

const writeError = (error: NodeJS.ErrnoException, path: string): PilotError =>
  error.code === 'ENOSPC'
    ? new PilotError('model_disk_full', `the disk is full: ${path} cannot be written further`, {
        fix: 'Free some space and run the command again; it goes on where it stopped.',
        cause: error,
      })
    : new PilotError('model_write_failed', `${path} cannot be written: ${error.message}`, {
        fix: 'Check that the folder exists and belongs to the user that runs this.',
        cause: error,
      });

/** Writes pieces one after the other, each at the disk's pace. */
const save = async (body: AsyncIterable<Uint8Array>, file: WriteStream, path: string, told: (n: number) => void) => {
  let failure: NodeJS.ErrnoException | undefined;
  file.on('error', (error) => {
    failure = error;
  });
  const check = () => {
    if (failure) throw writeError(failure, path);
  };
  try {
    for await (const piece of body) {
      check();
      if (!file.write(piece)) await Promise.race([once(file, 'drain'), once(file, 'error').catch(() => undefined)]);
      check();
      told(piece.byteLength);
    }
  } finally {
    if (!file.destroyed) file.end();
    await finished(file).catch((error: NodeJS.ErrnoException) => {
      failure ??= error;
    });
    check(); // a failed write counts for more than what broke off the body
  }
};

/** One request. Returns the total size if the server told it. */
const attempt = async (options: DownloadOptions, part: string): Promise<number | undefined> => {
  const have = await sizeOf(part);
  if (options.bytes !== null && have === options.bytes) return have;
  const response = await fetch(options.url, have > 0 ? { headers: { range: `bytes=${have}-` } } : {});
  if (response.status === 416) {
    await response.body?.cancel();
    return have; // nothing beyond what we have; the digest decides
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new PilotError('model_download_failed', `${options.url} answered ${response.status} ${response.statusText}`, {
      retryable: response.status >= 500 || response.status === 429,
      fix: 'Check the address and the connection, then run the command again.',
    });
  }
  const from = response.status === 206 ? have : 0; // 200: the server sends all of it again
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const total = Number.isNaN(length) ? (options.bytes ?? undefined) : from + length;
  const folder = dirname(part);
  if (total !== undefined) await needSpace(folder, total - from, options.freeBytes);
  let bytes = from;
  const open = options.openFile ?? ((path, start) => createWriteStream(path, { flags: start > 0 ? 'a' : 'w' }));
  await save(response.body, open(part, from), part, (more) => {
    bytes += more;
    options.onProgress?.({ bytes, total });
  });
  return total;
};

const verify = async (options: DownloadOptions, part: string): Promise<boolean> =>
  options.sha256 === null || (await digestOf(part)).digest('hex') === options.sha256;

const permanent = (error: unknown): boolean => isPilotError(error) && !error.retryable;

/** Fetches until the whole file is there, going on where a broken connection stopped. */
const fetchAll = async (options: DownloadOptions, part: string): Promise<void> => {
  const { tries = 5, retryMs = 1000 } = options;
  for (let idle = 0; ; ) {
    const before = await sizeOf(part);
    let cause: unknown;
    try {
      const total = await attempt(options, part);
      const have = await sizeOf(part);
      if (total === undefined || have >= total) return;
    } catch (error) {
      if (permanent(error)) throw error;
      cause = error;
    }
    idle = (await sizeOf(part)) > before ? 0 : idle + 1;
    if (idle >= tries) {
      throw new PilotError('model_download_failed', `${options.url} could not be fetched: ${messageOf(cause)}`, {
        retryable: true,
        fix: 'Check the connection and run the command again; it goes on where it stopped.',
        cause,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs * 2 ** idle));
  }
};

/**
 * Downloads a file: resumes by Range, checks free space first and the digest before the final rename.
 * @throws PilotError `model_download_failed`, `model_digest_wrong`, `model_disk_full` or `model_write_failed`
 */
export const download = async (options: DownloadOptions): Promise<void> => {
  const part = `${options.path}.part`;
  await mkdir(dirname(part), { recursive: true });
  const resumed = (await sizeOf(part)) > 0;
  await fetchAll(options, part);
  let good = await verify(options, part);
  if (!good && resumed) {
    // What an earlier run left may be of another version of the file: once more from the start.
    await rm(part, { force: true });
    await fetchAll(options, part);
    good = await verify(options, part);
  }
  if (!good) {
    await rm(part, { force: true });
    throw new PilotError('model_digest_wrong', `${options.url} is not the file the catalog names (SHA-256 differs)`, {
      fix: 'The publisher may have replaced it: update Pilotlight for a newer catalog. Do not use the file.',
    });
  }
  await rename(part, options.path);
};
