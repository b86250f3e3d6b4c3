import { openBook, type JobOffer, type Need, type OpenBook } from '#schedule/promise/ask.ts';
import type { WindowRefusal } from '#schedule/promise/windows.ts';
import { daysFrom } from '#schedule/local-time.ts';
import type { LocalWindow } from '#schedule/window.ts';
import type { Tx } from '../scope.ts';
import type { Shop } from '../shop/business.ts';
import { readBook } from './read-book.ts';

/** Days that were judged and are ours to write on until the transaction ends. */
export interface Claim {
  readonly job: JobOffer;
  readonly book: OpenBook;
  readonly shop: Shop;
}

/** What is to be taken. */
export interface Ask {
  readonly need: Need;
  readonly window: LocalWindow;
  /** Ids of the further visits' windows, where the caller was told them. */
  readonly further?: readonly string[] | undefined;
  /** Reservations that count as free: those of the caller, or of the visit that leaves them. */
  readonly except: readonly string[];
}

/** More than ever happen: each lost try means that another booking of that day succeeded. */
const TRIES = 20;

/**
 * Raises the version of a day, if it still is the one that was read. On PostgreSQL this waits for a transaction that has
 * raised it and not committed; on SQLite there is one writer, and it always holds.
 */
const raise = async (tx: Tx, date: string, seen: number | undefined): Promise<boolean> => {
  const { db, businessId } = tx;
  if (seen === undefined) {
    const added = await db
      .insertInto('schedule_days')
      .values({ business_id: businessId, date, version: 1 })
      .onConflict((conflict) => conflict.columns(['business_id', 'date']).doNothing())
      .executeTakeFirst();
    return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }
  const raised = await db
    .updateTable('schedule_days')
    .set({ version: seen + 1 })
    .where('business_id', '=', businessId)
    .where('date', '=', date)
    .where('version', '=', seen)
    .executeTakeFirst();
  return raised.numUpdatedRows > 0n;
};

/**
 * Judges the window by the rows as they are in this transaction, and claims its days; whoever comes second judges again.
 * @returns why it cannot be had, where it cannot
 */
export const claim = async (tx: Tx, { need, window, further, except }: Ask): Promise<Claim | WindowRefusal> => {
  const reach = need.visits.reduce((sum, { maxDays }) => sum + maxDays, 0);
  const to = [...daysFrom(window.date, reach + 1)].at(-1)?.date ?? window.date;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { shop, book: rows, versions } = await readBook(tx, { from: window.date, to, now: need.now, except });
    // What was promised a moment ago is kept although the lead time has begun to run out.
    const book = openBook({ ...rows, leadMinutes: 0 });
    const job = book.judge({ ...need, leadMinutes: 0 }, window, further);
    if (typeof job === 'string') return job;
    const dates = [...new Set([job.offer, ...job.further].map((one) => one.window.date))].toSorted();
    let whole = true;
    for (const date of dates) whole &&= await raise(tx, date, versions.get(date));
    if (whole) return { job, book, shop };
  }
  return 'full';
};
