import { parentPort, workerData } from 'node:worker_threads';
import { openLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { isPilotError, messageOf } from '#shared/errors.ts';
import type { ImportPreview } from '#shared/api/imports.ts';
import { openStore } from '#store/store.ts';
import { landImport, undoImport } from './land.ts';
import type { ImportAnswer, ImportOrder } from './messages.ts';
import { previewImport } from './preview.ts';

const run = async (order: ImportOrder): Promise<ImportPreview | null> => {
  const flag = new Int32Array(order.stop);
  const stopped = (): boolean => Atomics.load(flag, 0) === 1;
  await using db = await openStore({
    ...order.store,
    clock: systemClock(order.clockOffsetMs),
    log: openLog('import', process.env['PILOT_LOG'] ?? 'warn'),
  });
  const store = db.for(order.businessId);
  if (order.act === 'preview') return await previewImport(store, order.folder, order.importId, order);
  await (order.act === 'land' ? landImport : undoImport)(store, order.folder, order.importId, stopped);
  return null;
};

const answer = async (): Promise<ImportAnswer> => {
  try {
    return { ok: true, preview: await run(workerData as ImportOrder) };
  } catch (error) {
    const known = isPilotError(error);
    return {
      ok: false,
      failure: {
        code: known ? error.code : 'import.failed',
        message: known ? error.message : `the import stopped: ${messageOf(error)}`,
        fix: known ? (error.fix ?? null) : 'Start it again: what landed is not doubled.',
      },
      retryable: known && error.retryable,
    };
  }
};

parentPort?.postMessage(await answer());
