import { AsyncLocalStorage } from 'node:async_hooks';
import { sql, type Kysely } from 'kysely';
import type { Log } from '#observe/log.ts';
import type { Clock } from '#shared/clock.ts';
import type { Tables } from './schema/tables.ts';
import type { Tx } from './scope.ts';
import type { Seal } from '#shared/seal.ts';
import type { Engine } from './engine.ts';
import { endsTransaction, storeFault } from './fault.ts';
import { untilPassed } from './until-passed.ts';

export interface WriterOptions {
  readonly engine: Pick<Engine, 'writer' | 'claim' | 'mayPass' | 'forget'>;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly log: Log;
}

export type Transact = <T>(businessId: string, work: (tx: Tx) => Promise<T>) => Promise<T>;

/** As long as a lock is waited for. */
const PATIENCE = { limitMs: 5000, pauseMs: 250 };

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
 * What is left to do at the end of a transaction; what asks for more then has it done too. All in one step, for each step makes SQLite's
 * text index write what it has gathered; only where one of them fails is each a step of its own.
 */
const finish = async (tx: Tx, atTheEnd: ReadonlyMap<string, (tx: Tx) => Promise<void>>): Promise<void> => {
  if (atTheEnd.size === 0) return;
  try {
    return await inSavepoint(tx.db, async () => {
      for (const last of atTheEnd.values()) await last(tx);
    });
  } catch (error) {
    if (endsTransaction(error)) throw error;
  }
  for (const [key, last] of atTheEnd) {
    try {
      await inSavepoint(tx.db, () => last(tx));
    } catch (error) {
      if (endsTransaction(error)) throw error;
      tx.log.error({ err: error, key }, 'what follows from a change was not done');
    }
  }
};

/**
 * The one writer of this process: transactions queue up on its connection. Code that asks for a transaction inside an
 * open one of the same business joins it (as a step that is undone alone), for waiting would be waiting for itself.
 */
export const createWriter = ({ engine, seal, clock, log }: WriterOptions): Transact => {
  const inside = new AsyncLocalStorage<{ tx: Tx; open: boolean }>();

  return async (businessId, work) => {
    const outer = inside.getStore();
    if (outer?.open === true && outer.tx.businessId === businessId) {
      return inSavepoint(outer.tx.db, () => work(outer.tx));
    }
    const hooks: (() => void)[] = [];
    let leavesTrace = true;
    // Only what has not begun is tried again: what `work` did in memory cannot be taken back.
    let begun = false;
    const attempt = () =>
      engine.writer.transaction().execute(async (transaction) => {
        await engine.claim(transaction, businessId);
        begun = true;
        const atTheEnd = new Map<string, (tx: Tx) => Promise<void>>();
        const tx: Tx = {
          db: transaction,
          businessId,
          seal,
          clock,
          log,
          beforeCommit: (key, last) => void atTheEnd.set(key, last),
          onCommit: (hook) => void hooks.push(hook),
          leaveNoTrace: () => {
            leavesTrace = false;
          },
        };
        const token = { tx, open: true };
        try {
          return await inside.run(token, async () => {
            const result = await work(tx);
            await finish(tx, atTheEnd);
            return result;
          });
        } finally {
          token.open = false;
        }
      });
    let result: Awaited<ReturnType<typeof work>>;
    try {
      result = await untilPassed(attempt, (error) => !begun && engine.mayPass(error), PATIENCE);
    } catch (error) {
      throw storeFault(error);
    }
    if (!leavesTrace)
      await engine
        .forget()
        .catch((error: unknown) => log.error({ err: error }, 'what was taken out may stand in the log'));
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
