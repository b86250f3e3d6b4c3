import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Kysely } from 'kysely';
import type { Log } from '#observe/log.ts';
import type { Clock } from '#shared/clock.ts';
import { readersOf, type Readers } from './readers.ts';
import type { Tables } from './schema/tables.ts';
import type { Scope, Tx } from './scope.ts';
import { createWriter } from './writer.ts';
import { createSeal, loadSealKey } from './seal.ts';
import { openSqlite, sqliteDialect } from './sqlite/dialect.ts';
import { storeFault } from './sqlite/fault.ts';
import { migrate } from './migrations/migrate.ts';

export interface StoreOptions {
  /** The SQLite file; made and migrated when new. Its folder also holds `field.key`. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** One business's door to the data: the only way to readers and transactors. */
export interface BusinessStore extends Readers {
  readonly businessId: string;
  /**
   * Runs `work` in one writing transaction. A throw rolls everything back. Transactions of this process queue up, one
   * asked for inside another joins it, and another process's lock is waited for up to 5 s.
   * @throws PilotError `store_busy`, `store_full`, `store_failed`
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

interface Business {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly phone: string;
}

export interface Store extends AsyncDisposable {
  businesses(): Promise<readonly Business[]>;
  for(businessId: string): BusinessStore;
}

/**
 * Opens the database, brings it to the newest schema and gives back its owner. Two connections: readers never wait for
 * the writer (WAL), and see only what was committed.
 */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const { clock, log } = options;
  const existed = existsSync(options.file);
  const writer = new Kysely<Tables>({ dialect: sqliteDialect(await openSqlite(options.file)) });
  try {
    const applied = await migrate(writer as unknown as Kysely<unknown>, clock.now());
    if (applied.length > 0) log.info({ applied }, 'database migrated');
  } catch (error) {
    await writer.destroy();
    throw storeFault(error);
  }
  const keyFile = join(dirname(options.file), 'field.key');
  if (existed && !existsSync(keyFile)) {
    log.error(
      { keyFile },
      'the field key is gone: codes and call states sealed with it cannot be read; a new one is made',
    );
  }
  const seal = createSeal(loadSealKey(keyFile));
  const reader = new Kysely<Tables>({ dialect: sqliteDialect(await openSqlite(options.file, { readonly: true })) });

  const transaction = createWriter({ db: writer, seal, clock, log });

  const forBusiness = (businessId: string): BusinessStore => {
    const scope: Scope = { db: reader, businessId, seal };
    return { businessId, transaction: (work) => transaction(businessId, work), ...readersOf(scope) };
  };

  return {
    for: forBusiness,
    businesses: () =>
      reader
        .selectFrom('businesses')
        .select(['id', 'name', 'zone', 'phone'])
        .orderBy('created_at')
        .orderBy('id')
        .execute(),
    async [Symbol.asyncDispose]() {
      await reader.destroy();
      await writer.destroy();
    },
  };
};
