import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Log } from '#observe/log.ts';
import type { SearchKind } from '#shared/api/search.ts';
import type { Hit } from '#shop/search/rank.ts';
import type { Clock } from '#shared/clock.ts';
import { whereaboutsIn, type Whereabouts } from './access/where.ts';
import { readersOf, type Readers } from './readers.ts';
import type { Scope, Tx } from './scope.ts';
import { createWriter } from './writer.ts';
import { openFileSeal } from '#shared/key-file.ts';
import { keyFor } from '#shared/seal.ts';
import { restoreRecords, type ArchivedRecords } from './archive/restore.ts';
import { takeSnapshot, type Snapshot } from './archive/snapshot.ts';
import type { Engine } from './engine.ts';
import { SearchThread } from './search/thread.ts';
import { storeFault } from './fault.ts';
import { openSqliteEngine } from './sqlite/open.ts';
import type { PostgresAddress } from './postgres/dialect.ts';

export interface StoreOptions {
  /** The SQLite file; made and migrated when new. Its folder also holds `field.key`. */
  readonly file: string;
  /** A PostgreSQL database in place of the file; null or left out: the file. */
  readonly postgres?: PostgresAddress | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** One business's door to the data: the only way to readers and transactors. */
export interface BusinessStore extends Readers {
  readonly businessId: string;
  /**
   * Runs `work` in one writing transaction. A throw rolls everything back. Transactions of this process queue up, one
   * asked for inside another joins it, and another process's lock is waited for up to 5 s.
   * @throws PilotError `store_busy`, `store_full`, `store_failed`; `store_away` of a server: then nobody knows whether a commit under way stands
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Reads everything of this business as it stands at one moment: not in core's own process. */
  snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /**
   * Finds what may be meant by a text: names, numbers in any form, addresses, serials, misspelt or in part. The best first.
   * @throws PilotError `search.busy`, `search.failed`, `store_*`
   */
  search(text: string, among: { readonly kinds: readonly SearchKind[]; readonly limit: number }): Promise<Hit[]>;
}

/** The migration that makes a database: one that did not run now has run before. */
const FIRST = 1;

interface Business {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly phone: string;
}

export interface Store extends AsyncDisposable {
  businesses(): Promise<readonly Business[]>;
  for(businessId: string): BusinessStore;
  /** Which business a credential or a code is of; told of nothing else. */
  readonly whereIs: Whereabouts;
  /** A secret of this box for one purpose alone, 32 bytes; the same after each start and each change of keys. */
  keyFor(purpose: string): Buffer;
}

/** Loaded only where a server is configured. */
const openEngine = async ({ file, postgres }: StoreOptions): Promise<Engine> => {
  if (postgres == null) return openSqliteEngine(file);
  const { openPostgresEngine } = await import('./postgres/open.ts');
  return openPostgresEngine(postgres);
};

/**
 * Opens the database, brings it to the newest schema and gives back its owner. Readers never wait for the writer, and see
 * only what was committed.
 * @throws PilotError `store_*`
 */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const { clock, log } = options;
  const keyFile = join(dirname(options.file), 'field.key');
  const hadKey = existsSync(keyFile);
  const engine = await openEngine(options);
  let applied: readonly number[];
  try {
    applied = await engine.migrate(clock.now());
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw storeFault(error);
  }
  if (applied.length > 0) log.info({ applied }, 'database migrated');
  if (!hadKey && !applied.includes(FIRST)) {
    log.error(
      { keyFile },
      'the field key is gone, or is that of another box: codes and call states sealed with it cannot be read; a new one is made',
    );
  }
  const seal = openFileSeal(keyFile);
  const { reader } = engine;
  const searching = new SearchThread(options);
  const transaction = createWriter({ engine, seal, clock, log });

  const forBusiness = (businessId: string): BusinessStore => {
    const scope: Scope = { db: reader, businessId, seal };
    return {
      businessId,
      transaction: (work) => transaction(businessId, work),
      snapshot: (work) => takeSnapshot(engine, businessId, work),
      search: (text, { kinds, limit }) => searching.search({ businessId, text, kinds, limit }),
      ...readersOf(scope),
    };
  };

  return {
    for: forBusiness,
    whereIs: whereaboutsIn(reader),
    keyFor: (purpose) => keyFor(purpose, seal.box()),
    businesses: () =>
      reader
        .selectFrom('businesses')
        .select(['id', 'name', 'zone', 'phone'])
        .orderBy('created_at')
        .orderBy('id')
        .execute(),
    async [Symbol.asyncDispose]() {
      await searching[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
};

/**
 * Makes a database of an archive's records.
 * @throws PilotError `archive.*`, `store_*`
 */
export const restoreStore = async (options: StoreOptions, records: ArchivedRecords): Promise<void> => {
  await using engine = await openEngine(options);
  await restoreRecords(engine, records, options.clock.now());
};
