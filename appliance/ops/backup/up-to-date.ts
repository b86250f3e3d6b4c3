import { dirname } from 'node:path';
import { silentLog } from '#observe/log.ts';
import { replayErasures } from '#store/erase/erase.ts';
import type { PostgresAddress } from '#store/postgres/dialect.ts';
import { openStore, type BusinessStore } from '#store/store.ts';
import type { Manifest } from './manifest.ts';

/** What was done to restored records so that they are true of today. */
export interface UpToDate {
  /** People erased since the backup was made, and now again. */
  readonly erased: number;
}

interface Records {
  /** The restored database; its folder holds the key. */
  readonly file: string;
  readonly address: PostgresAddress | null;
  readonly manifest: Manifest;
  /** Where the box will look for its files. */
  readonly dataFolder: string;
  /** Epoch ms. */
  readonly now: number;
}

/** Lets calls name their recordings in another folder. @param from folders that they may name now, the most particular first */
const moveRecordings = (shop: BusinessStore, from: readonly string[], to: string): Promise<void> =>
  shop.transaction(async (tx) => {
    const rows = await tx.db
      .selectFrom('calls')
      .select(['id', 'recording_path'])
      .where('business_id', '=', tx.businessId)
      .where('recording_path', 'is not', null)
      .execute();
    for (const { id, recording_path: path } of rows) {
      const folder = from.find((one) => path?.startsWith(`${one}/`));
      if (path === null || folder === undefined || folder === to) continue;
      await tx.db
        .updateTable('calls')
        .set({ recording_path: `${to}${path.slice(folder.length)}` })
        .where('business_id', '=', tx.businessId)
        .where('id', '=', id)
        .execute();
    }
  });

/**
 * Brings restored records to the newest schema, lets them name files where they lie now, and takes out again whoever was erased since.
 * @throws PilotError `store_*`
 */
export const bringUpToDate = async ({ file, address, manifest, dataFolder, now }: Records): Promise<UpToDate> => {
  const clock = { now: () => now, monotonic: () => performance.now() };
  await using store = await openStore({ file, postgres: address, clock, log: silentLog() });
  const shops = (await store.businesses()).map(({ id }) => store.for(id));
  // Who is erased is heard on no recording that was just unpacked either.
  const unpacked = dirname(file);
  for (const shop of shops) await moveRecordings(shop, [unpacked, dataFolder, manifest.dataFolder], unpacked);
  const erased = await replayErasures(store, unpacked);
  for (const shop of shops) await moveRecordings(shop, [unpacked], dataFolder);
  return { erased };
};
