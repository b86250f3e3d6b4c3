import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { webcrypto } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { Log } from '#observe/log.ts';
import type { ImportMapping, ImportPreview, ImportRecord } from '#shared/api/imports.ts';
import type { Clock } from '#shared/clock.ts';
import { messageOf, PilotError } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import {
  addImport,
  failImport,
  startImport,
  startUndo,
  waitingImport,
  type UploadedFile,
} from '#store/imports/batch.ts';
import type { Page, PageRequest } from '#store/page.ts';
import type { BusinessStore, StoreOptions } from '#store/store.ts';
import type { ImportAnswer, ImportOrder, PreviewWish } from './messages.ts';
import { rejectsOf, uploadOf } from './read-file.ts';

export interface ImporterOptions {
  /** For point reads and single rows; files are read and rows land on a thread with connections of its own. */
  readonly shop: BusinessStore;
  readonly store: Pick<StoreOptions, 'file' | 'postgres'>;
  /** Where files lie while they are imported, for this user alone. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Importer {
  /** Newest first. */
  list(request: PageRequest): Promise<Page<ImportRecord>>;
  /** @throws PilotError `import.unknown` */
  one(id: string): Promise<ImportRecord>;
  /** Where the file of its rejected rows lies; null when there is none. @throws PilotError `import.unknown` */
  rejectsPath(id: string): Promise<string | null>;
  /** Keeps a file to be imported, on the disk before it is told; the same bytes again are the same import until it is started. */
  upload(file: Pick<UploadedFile, 'kind' | 'fileName'>, bytes: Buffer, actor: string): Promise<ImportRecord>;
  /** What would become of it. @throws PilotError `import.*` */
  preview(id: string, wish: Omit<PreviewWish, 'kind'>): Promise<ImportPreview>;
  /** Its rows begin to land. @throws PilotError `import.*` */
  start(id: string, mapping: ImportMapping): Promise<ImportRecord>;
  /** What it made begins to go. @throws PilotError `import.*` */
  undo(id: string, actor: string): Promise<ImportRecord>;
  /** Goes on with what an earlier process left in the middle. */
  resume(): Promise<void>;
  /** Waits until nothing lands or goes any more. */
  idle(): Promise<void>;
  /** Waits for the transaction under way; the rest is left to the next start. */
  stop(): Promise<void>;
}

/** Files of imports are kept no longer than this. */
const KEPT_MS = 30 * 24 * 3_600_000;

type Act = Pick<Extract<ImportOrder, { act: 'land' | 'undo' }>, 'act'> | ({ readonly act: 'preview' } & PreviewWish);

/** Files of the office on their way into the records: one after the other lands, and calls go on beside it. */
export const createImporter = ({ shop, store, folder, clock, log }: ImporterOptions): Importer => {
  const stop = new SharedArrayBuffer(4);
  let last: Promise<void> = Promise.resolve();

  const inThread = async (importId: string, act: Act): Promise<ImportPreview | null> => {
    const order: ImportOrder = {
      store,
      businessId: shop.businessId,
      clockOffsetMs: clock.now() - Date.now(),
      folder,
      importId,
      stop,
      ...act,
    };
    const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { workerData: order });
    try {
      const [answer] = (await once(worker, 'message')) as [ImportAnswer];
      if (answer.ok) return answer.preview;
      const { code, message, fix } = answer.failure;
      throw new PilotError(code, message, { retryable: answer.retryable, ...(fix === null ? {} : { fix }) });
    } finally {
      await worker.terminate();
    }
  };

  const failed = async (id: string, error: unknown): Promise<void> => {
    const known = error instanceof PilotError;
    const failure = {
      code: known ? error.code : 'import.failed',
      message: messageOf(error),
      fix: (known ? error.fix : undefined) ?? 'Start it again: what landed is not doubled.',
    };
    log.error({ import: id, code: failure.code }, 'an import stopped');
    await shop
      .transaction((tx) => failImport(tx, id, failure))
      .catch((cause: unknown) =>
        log.error({ err: cause, import: id }, 'that an import stopped cannot be written down'),
      );
  };

  const queue = (id: string, act: 'land' | 'undo'): void => {
    last = last.then(async () => {
      if (Atomics.load(new Int32Array(stop), 0) === 1) return;
      await inThread(id, { act }).catch((error: unknown) => failed(id, error));
      log.info({ import: id, act }, 'an import has ended');
    });
  };

  /** Files hold what people are called and where they live: they go with their import, at the latest after a month. */
  const tidy = async (): Promise<void> => {
    const names = await readdir(folder).catch(() => []);
    for (const name of names) {
      const { mtimeMs } = await stat(join(folder, name));
      const old = Date.now() - mtimeMs > KEPT_MS;
      if (old || name.endsWith('.new')) await rm(join(folder, name), { force: true });
    }
  };

  return {
    list: (request) => shop.imports.list(request),
    one: (id) => shop.imports.one(id),
    async rejectsPath(id) {
      await shop.imports.one(id);
      const path = rejectsOf(folder, id);
      return existsSync(path) ? path : null;
    },
    async upload(file, bytes, actor) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const digest = Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
      const draft = `${uploadOf(folder, newId(clock.now()))}.new`;
      const handle = await open(draft, 'w', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      const id = await shop.transaction(async (tx) => {
        const made =
          (await waitingImport(tx, { kind: file.kind, digest })) ??
          (await addImport(tx, { ...file, digest, bytes: bytes.length }, actor));
        await rename(draft, uploadOf(folder, made));
        return made;
      });
      return shop.imports.one(id);
    },
    async preview(id, wish) {
      const { kind } = await shop.imports.one(id);
      const preview = await inThread(id, { act: 'preview', kind, ...wish });
      if (preview === null) throw new PilotError('import.failed', 'There is no preview.', { fix: 'Try again.' });
      return preview;
    },
    async start(id, mapping) {
      await shop.transaction((tx) => startImport(tx, id, mapping));
      queue(id, 'land');
      return shop.imports.one(id);
    },
    async undo(id, actor) {
      await shop.transaction((tx) => startUndo(tx, id, actor));
      queue(id, 'undo');
      return shop.imports.one(id);
    },
    async resume() {
      await tidy();
      for (const { id, state } of await shop.imports.underWay()) queue(id, state === 'running' ? 'land' : 'undo');
    },
    idle: () => last,
    async stop() {
      Atomics.store(new Int32Array(stop), 0, 1);
      await last;
    },
  };
};
