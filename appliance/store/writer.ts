import { AsyncLocalStorage } from 'node:async_hooks';
import { sql, type Kysely } from 'kysely';
import type { Log } from '#observe/log.ts';
import type { Clock } from '#shared/clock.ts';
import type { Tables } from './schema/tables.ts';
import type { Tx } from './scope.ts';
import type { Seal } from './seal.ts';
import { cutLog } from './sqlite/dialect.ts';
import { endsTransaction, storeFault } from './sqlite/fault.ts';

export interface WriterOptions {
  readonly db: Kysely<Tables>;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
}

export type Transact = <T>(businessId: string, work: (tx: Tx) => Promise<T>) => Promise<T>;

/** A step of a transaction that is undone alone when it throws. */
export const inSavepoint = async <T>(db: Kysely<Tables>, work: () => Promise<T>): Promise<T> => {
  await sql`savepoint step`.execute(db);
  try {
    const result = await work();
    await sql`release savepoint step`.execute(db);
    return result;
  } catch (error) {
    // A full or failing disk has undone the whole transaction already: that fault, not the missing savepoint, is the news.
    if (endsTransaction(error)) throw storeFault(error);
    await sql`rollback to savepoint step`.execute(db);
    await sql`release savepoint step`.execute(db);
    throw error;
  }
};

/**
 * The one writer of this process: transactions queue up on its connection. Code that asks for a transaction inside an
 * open one of the same business joins it (as a step that is undone alone), for waiting would be waiting for itself.
 */
export const createWriter = ({ db, seal, clock, log }: WriterOptions): Transact => {
  const inside = new AsyncLocalStorage<{ tx: Tx; open: boolean }>();

  return async (businessId, work) => {
    const outer = inside.getStore();
    if (outer?.open === true && outer.tx.businessId === businessId) {
      return inSavepoint(outer.tx.db, () => work(outer.tx));
    }
    const hooks: (() => void)[] = [];
    let leavesTrace = true;
    let result: Awaited<ReturnType<typeof work>>;
    try {
      result = await db.transaction().execute(async (transaction) => {
        const tx: Tx = {
          db: transaction,
          businessId,
          seal,
          clock,
          log,
          onCommit: (hook) => void hooks.push(hook),
          leaveNoTrace: () => {
            leavesTrace = false;
          },
        };
        const token = { tx, open: true };
        try {
          return await inside.run(token, () => work(tx));
        } finally {
          token.open = false;
        }
      });
    } catch (error) {
      throw storeFault(error);
    }
    if (!leavesTrace)
      await cutLog(db).catch((error: unknown) => log.error({ err: error }, 'what was taken out may stand in the log'));
    for (const hook of hooks) {
      try {
        hook();
      } catch (error) {
        log.error({ err: error }, 'a hook after commit failed');
      }
    }
    return result;
  };
};
