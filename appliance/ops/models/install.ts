import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PilotError } from '#shared/errors.ts';
import { modelPaths, type CatalogModel } from '#voice/speech/catalog.ts';
import { onnxMetadata } from '#voice/speech/stt/onnx-file.ts';
import { download, needSpace, type DownloadOptions, type Progress } from './download.ts';
import { unpack } from './unpack.ts';

/** `ready`: every file is there; `absent`: none was fetched; `incomplete`: some files are missing or damaged. */
type ModelState = 'ready' | 'absent' | 'incomplete';

export interface ModelReport {
  readonly name: string;
  readonly state: ModelState;
  readonly problems: readonly string[];
}

/** Which files are missing; with `deep` also whether the networks are whole. */
export const inspectModel = async (model: CatalogModel, folder: string, deep = false): Promise<ModelReport> => {
  if (!existsSync(join(folder, model.name))) return { name: model.name, state: 'absent', problems: [] };
  const problems: string[] = [];
  for (const path of modelPaths(model, folder)) {
    if (!existsSync(path)) problems.push(`${path} is missing`);
    else if (deep && /\.(?:onnx|ort)$/.test(path)) {
      await onnxMetadata(path).catch((error: Error) => problems.push(error.message));
    }
  }
  return { name: model.name, state: problems.length === 0 ? 'ready' : 'incomplete', problems };
};

export interface InstallOptions extends Pick<DownloadOptions, 'tries' | 'retryMs' | 'freeBytes'> {
  readonly model: CatalogModel;
  /** Where models live: each gets a folder of its name. */
  readonly folder: string;
  /** Fetch a model whose digest nobody has pinned. */
  readonly acceptUnpinned?: boolean;
  readonly onProgress?: (progress: Progress) => void;
  readonly onStep?: (step: 'download' | 'unpack') => void;
}

/**
 * Fetches, verifies and unpacks one model. The model's folder appears all at once, or not at all.
 * @throws PilotError `model_unpinned`, `model_disk_full`, `model_archive_incomplete`, and those of download and unpack
 */
export const installModel = async (options: InstallOptions): Promise<'installed' | 'present'> => {
  const { model, folder } = options;
  if ((await inspectModel(model, folder)).state === 'ready') return 'present';
  if (model.sha256 === null && options.acceptUnpinned !== true) {
    throw new PilotError(
      'model_unpinned',
      `the catalog has no digest for ${model.name}: what is fetched cannot be verified`,
      {
        fix: `Run \`pilot models get ${model.name} --accept-unpinned\` if you trust ${new URL(model.url).host} and the connection to it.`,
      },
    );
  }
  await mkdir(folder, { recursive: true });
  const packed = model.url.endsWith('.tar.bz2');
  const archive = join(folder, packed ? `.${model.name}.tar.bz2` : `.${model.name}.fetched`);
  const unpacked = join(folder, `.${model.name}.unpacking`);
  const home = join(folder, model.name);
  if (!existsSync(archive)) {
    await needSpace(
      folder,
      (model.disk_megabytes + (existsSync(`${archive}.part`) ? 0 : model.megabytes)) * 1e6,
      options.freeBytes,
    );
    options.onStep?.('download');
    const { tries, retryMs, freeBytes, onProgress } = options;
    await download({
      url: model.url,
      path: archive,
      bytes: model.bytes,
      sha256: model.sha256,
      ...(onProgress && { onProgress }),
      ...(tries !== undefined && { tries }),
      ...(retryMs !== undefined && { retryMs }),
      ...(freeBytes && { freeBytes }),
    });
  }
  options.onStep?.('unpack');
  await rm(unpacked, { recursive: true, force: true });
  try {
    if (packed) await unpack(archive, unpacked);
    else {
      await mkdir(unpacked, { recursive: true });
      await rename(archive, join(unpacked, model.files['model'] ?? 'model.onnx'));
    }
    await writeFile(
      join(unpacked, 'pilot-model.json'),
      `${JSON.stringify({ name: model.name, url: model.url, sha256: model.sha256 })}\n`,
    );
    await rm(home, { recursive: true, force: true });
    await rename(unpacked, home);
  } finally {
    await rm(unpacked, { recursive: true, force: true });
    await rm(archive, { force: true });
  }
  const { problems } = await inspectModel(model, folder, true);
  if (problems.length > 0) {
    throw new PilotError(
      'model_archive_incomplete',
      `the archive of ${model.name} lacks what it should hold: ${problems.join('; ')}`,
      {
        fix: 'The publisher may have changed it: update Pilotlight for a newer catalog.',
      },
    );
  }
  return 'installed';
};
