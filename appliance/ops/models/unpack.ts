import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';
import bunzip from 'unbzip2-stream';
import { isPilotError, messageOf, PilotError } from '#shared/errors.ts';

/** No model of the catalog comes near; an archive that does is a bomb. */
const MAX_BYTES = 8e9;

const refused = (archive: string, cause: string): PilotError =>
  new PilotError('model_archive_refused', `${archive} was not unpacked: ${cause}`, {
    fix: 'Do not use this archive; fetch the model again with `pilot models get`.',
  });

/** The path below the archive's top folder, or undefined for the top folder itself. */
const inner = (name: string, archive: string): string | undefined => {
  if (name.includes('\\') || name.includes('\0') || name.startsWith('/'))
    throw refused(archive, `it holds the path ${name}`);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refused(archive, `it holds the path ${name}`);
  const below = parts.slice(1).join('/');
  return below === '' ? undefined : below;
};

/**
 * Unpacks a .tar.bz2 into `folder`, without the archive's top folder. Plain files and folders only: a link, a device, or
 * a path that leads out of the folder refuses the archive.
 * @returns the number of files
 * @throws PilotError `model_archive_refused`, `model_archive_broken`
 */
export const unpack = async (archive: string, folder: string): Promise<number> => {
  const extract = tar.extract();
  let files = 0;
  let bytes = 0;
  await mkdir(folder, { recursive: true });
  const reading = pipeline(createReadStream(archive), bunzip(), extract);
  reading.catch(() => undefined); // awaited below; a refused entry ends it first
  try {
    for await (const entry of extract) {
      const { header } = entry;
      const below = inner(header.name, archive);
      if (header.type === 'directory' || (header.type === 'file' && below === undefined)) {
        entry.resume();
        continue;
      }
      if (header.type !== 'file' && header.type !== 'contiguous-file') {
        throw refused(archive, `it holds a ${header.type} (${header.name})`);
      }
      bytes += header.size ?? 0;
      if (bytes > MAX_BYTES) throw refused(archive, `it holds more than ${MAX_BYTES / 1e9} GB`);
      const path = resolve(folder, below ?? '');
      if (!path.startsWith(resolve(folder) + sep)) throw refused(archive, `it holds the path ${header.name}`);
      await mkdir(dirname(path), { recursive: true });
      await pipeline(entry, createWriteStream(path, { mode: 0o644 }));
      files++;
    }
    await reading;
  } catch (error) {
    if (isPilotError(error)) throw error;
    const full = (error as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new PilotError(
      full ? 'model_disk_full' : 'model_archive_broken',
      `${archive} cannot be unpacked: ${messageOf(error)}`,
      {
        fix: full ? 'Free some space and run the command again.' : 'Delete it and fetch the model again.',
        cause: error,
      },
    );
  }
  return files;
};
