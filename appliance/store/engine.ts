import type { Kysely } from 'kysely';
import type { TableShape } from './archive/shape.ts';
import type { Tables } from './schema/tables.ts';

/** One opened database, whichever it is: what the store asks of it beyond SQL that both understand. */
export interface Engine extends AsyncDisposable {
  /** One connection: transactions of this process follow one another. */
  readonly writer: Kysely<Tables>;
  /** Sees only what was committed, and waits for no writer of this process. */
  readonly reader: Kysely<Tables>;
  /**
   * Brings the schema up to date, or to the migration named.
   * @returns numbers of the migrations applied now
   * @throws PilotError `store_too_new`
   */
  migrate(now: number, upTo?: number): Promise<readonly number[]>;
  /** What `db` sees stands still while `work` reads, whoever writes. */
  snapshot<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Our tables, as the database tells them. */
  tables(db: Kysely<Tables>): Promise<readonly TableShape[]>;
  /** Begins each writing transaction: from here on nobody else writes rows of this business. */
  claim(transaction: Kysely<Tables>, businessId: string): Promise<void>;
  /** Is this a fault that may be over a moment later? What had not begun yet is then tried again. */
  mayPass(error: unknown): boolean;
  /** Lets nothing of the past stand in what the database keeps beside its tables, as far as it can. */
  forget(): Promise<void>;
}
