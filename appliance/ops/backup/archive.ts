import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Decrypter, Encrypter } from 'age-encryption';
import tar from 'tar-stream';
import { isPilotError, messageOf, PilotError } from '#shared/errors.ts';
import { type BackedUpFile, damaged, type Manifest, readManifest } from './manifest.ts';

/** The last entry of every backup. */
const MANIFEST = 'manifest.json';
const MANIFEST_BYTES = 64e6;

/** A file that is to go into a backup. */
export interface Source {
  /** Its path in the backup. */
  readonly path: string;
  readonly file: string;
}

const passing = (hash: Hash): Transform =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });

/** Reads as much of a file as it had when it was opened: it may grow meanwhile. */
const packOne = async (pack: tar.Pack, { path, file }: Source): Promise<BackedUpFile | null> => {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    // Taken away since the folder was read: it is no part of what is kept.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size, mode, mtime } = await handle.stat();
    const hash = createHash('sha256');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const entry = pack.entry({ name: path, size, mode: mode & 0o777, mtime }, (error) =>
      error ? reject(error) : resolve(),
    );
    const content =
      size === 0 ? Readable.from([]) : handle.createReadStream({ start: 0, end: size - 1, autoClose: false });
    await Promise.all([pipeline(content, passing(hash), entry), promise]);
    return { path, bytes: size, sha256: hash.digest('hex') };
  } finally {
    await handle.close();
  }
};

/** A stream of the web as age takes and gives it. */
type Bytes = ReadableStream<Uint8Array>;
const toWeb = (stream: Readable): Bytes => Readable.toWeb(stream);
const fromWeb = (stream: Bytes): Readable => Readable.fromWeb(stream as never);

/**
 * Writes an archive: a tar, compressed and closed to `recipients` in the format of age (age-encryption.org/v1), so that it can be opened
 * without this program too.
 * @param manifest makes the last entry of what was packed
 */
export const writeArchive = async (
  out: Writable,
  recipients: readonly string[],
  sources: readonly Source[],
  manifest: (files: readonly BackedUpFile[]) => Manifest,
): Promise<Manifest> => {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const pack = tar.pack();
  const zipped = pack.pipe(createGzip({ level: 4 }));
  pack.on('error', (error) => zipped.destroy(error));
  const packing = async (): Promise<Manifest> => {
    const files: BackedUpFile[] = [];
    for (const source of sources) {
      const packed = await packOne(pack, source);
      if (packed !== null) files.push(packed);
    }
    const made = manifest(files);
    pack.entry({ name: MANIFEST, mode: 0o600 }, JSON.stringify(made));
    pack.finalize();
    return made;
  };
  const writing = pipeline(fromWeb(await encrypter.encrypt(toWeb(zipped))), out);
  const packed = packing().catch((error: unknown) => {
    pack.destroy(error instanceof Error ? error : new Error(messageOf(error)));
    throw error;
  });
  const [made] = await Promise.all([packed, writing]).catch(async (error: unknown) => {
    pack.destroy();
    await Promise.allSettled([packed, writing]);
    throw error;
  });
  return made;
};

/** Takes one file of a backup; it must read it to its end. */
export type Sink = (path: string, content: Readable, mode: number) => Promise<void>;

const safe = (path: string): boolean =>
  /^(?:data|config|rows)\//u.test(path) &&
  !path.includes('\\') &&
  !path.includes('\0') &&
  !path.split('/').some((part) => part === '' || part === '.' || part === '..');

/**
 * Reads an archive through and holds every byte against its manifest. What `sink` was given counts only once this returns.
 * @throws PilotError `backup_wrong_key`, `backup_damaged`, `backup_format`, `backup_missing`
 */
export const readArchive = async (file: string, secret: string, sink: Sink): Promise<Manifest> => {
  const decrypter = new Decrypter();
  decrypter.addIdentity(secret);
  try {
    const opened = await decrypter.decrypt(toWeb(createReadStream(file)));
    return await readEntries(fromWeb(opened), sink);
  } catch (error) {
    throw whyNotRead(file, error);
  }
};

const readEntries = async (opened: Readable, sink: Sink): Promise<Manifest> => {
  const extract = tar.extract();
  const reading = pipeline(opened, createGunzip(), extract);
  // Awaited below; what is wrong with an entry ends it first.
  reading.catch(() => undefined);
  const found = new Map<string, BackedUpFile>();
  let manifest: Manifest | null = null;
  for await (const entry of extract) {
    const { name: path, size: bytes, type, mode } = entry.header;
    if (manifest !== null || type !== 'file') throw damaged(`it holds ${path}, which has no place in it`);
    if (path === MANIFEST) {
      manifest = readManifest(await textOf(entry, bytes));
      continue;
    }
    if (!safe(path) || found.has(path)) throw damaged(`it holds the path ${path}`);
    const hash = createHash('sha256');
    const content = passing(hash);
    await Promise.all([pipeline(entry, content), sink(path, content, mode)]);
    found.set(path, { path, bytes, sha256: hash.digest('hex') });
  }
  await reading;
  if (manifest === null) throw damaged('its end is missing');
  const wrong = manifest.files.find(({ path, bytes, sha256 }) => {
    const there = found.get(path);
    return there?.bytes !== bytes || there.sha256 !== sha256;
  });
  if (wrong !== undefined) throw damaged(`${wrong.path} is not what was written`);
  if (manifest.files.length !== found.size) throw damaged('it holds files that its manifest does not name');
  return manifest;
};

const textOf = async (entry: AsyncIterable<unknown>, bytes: number): Promise<string> => {
  if (bytes > MANIFEST_BYTES) throw damaged('its manifest is too long');
  const parts: Buffer[] = [];
  for await (const part of entry) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

const whyNotRead = (file: string, error: unknown): unknown => {
  if (isPilotError(error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && (error as NodeJS.ErrnoException).path === file)
    return new PilotError('backup_missing', `there is no backup ${file}`, { fix: 'Check the name.', cause: error });
  if (code !== undefined && /^(?:ENOSPC|EDQUOT|EFBIG|EACCES|EPERM|EROFS|EIO|EISDIR|SQLITE)/u.test(code)) return error;
  if (/no identity matched/u.test(messageOf(error)))
    return new PilotError('backup_wrong_key', 'this recovery key does not open this backup', {
      fix: 'Take the sheet that was printed before the backup was made: the box tells by the last letters of its public part which one it is closed to.',
      cause: error,
    });
  return damaged(messageOf(error), error);
};
