import type { Kysely } from 'kysely';
import type { Clock } from '#shared/clock.ts';
import type { Log } from '#observe/log.ts';
import type { Seal } from '#shared/seal.ts';
import type { Tables } from './schema/tables.ts';

/** What reading one business's rows needs. Every query filters on `businessId`. */
export interface Scope {
  readonly db: Kysely<Tables>;
  readonly businessId: string;
  readonly seal: Seal;
}

/** An open writing transaction of one business. Pass it on; readers outside it see nothing of it before the commit. */
export interface Tx extends Scope {
  readonly clock: Clock;
  readonly log: Log;
  /** The call whose turn this is: what is promised in it counts to the call's cost. */
  readonly callId?: string;
  /**
   * Runs at the end of the transaction, before the commit, and once for each key however often it is asked for: what follows from the
   * rows as they are then. Where it fails it is undone alone and logged, and the rest stands.
   */
  beforeCommit(key: string, work: (tx: Tx) => Promise<void>): void;
  /** Runs after the commit, in order; never when the transaction rolled back. What it throws is logged. */
  onCommit(hook: () => void): void;
  /** What this transaction takes out is to leave no bytes in the files either, once it is committed. */
  leaveNoTrace(): void;
}
