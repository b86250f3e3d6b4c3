import { chmodSync, existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
} from 'kysely';
import { isPilotError, PilotError } from '#shared/errors.ts';
import type { Tables } from '../schema/tables.ts';
import { whenFree } from './busy.ts';
import { storeFault } from '../fault.ts';

/**
 * Kysely's SQLite driver, but writers take the lock when they begin, so that a transaction never fails half way. After a
 * full or failing disk SQLite has rolled the transaction back by itself: what comes after must not run on its own.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #db: GuardedDatabase;

  constructor(db: GuardedDatabase) {
    super({ database: db });
    this.#db = db;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await whenFree(() => connection.executeQuery(CompiledQuery.raw('begin immediate')));
    this.#db.begun = true;
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await super.commitTransaction(connection);
    this.#db.begun = false;
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#db.begun = false;
    if (this.#db.inTransaction()) await super.rollbackTransaction(connection);
  }
}

const prepareFile = (file: string, readonly: boolean): Database.Database => {
  const isNew = !existsSync(file);
  const db = new Database(file, { timeout: 0, readonly });
  try {
    // Names, numbers and addresses: for this user only. SQLite gives its -wal and -shm files the same mode.
    if (isNew) chmodSync(file, 0o600);
    if (!readonly) db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    // What is deleted leaves no bytes behind, whole pages included (sqlite.org/pragma.html#pragma_secure_delete).
    if (!readonly) db.pragma('secure_delete = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/**
 * Opens the file and sets what every connection needs. FULL: a commit that was spoken of survives a power cut.
 * @throws PilotError `store_open`, `store_corrupt`, `store_busy`
 */
export const openSqlite = async (
  file: string,
  options: { readonly readonly?: boolean } = {},
): Promise<Database.Database> => {
  try {
    return await whenFree(async () => prepareFile(file, options.readonly ?? false));
  } catch (error) {
    const fault = storeFault(error);
    if (isPilotError(fault)) throw fault;
    throw new PilotError('store_open', `the database file ${file} cannot be opened`, {
      fix: 'Check that its folder exists, has room, and that this user may write there.',
      cause: error,
    });
  }
};

/**
 * Lets nothing of the past stand in the write-ahead log: its pages go into the database, and the log is cut to nothing. While somebody
 * reads, what can be done is done, and the rest at the next checkpoint.
 */
export const cutLog = async (db: Kysely<Tables>): Promise<void> => {
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
};

interface GuardedDatabase {
  /** A transaction was begun and is neither committed nor rolled back by us. */
  begun: boolean;
  inTransaction(): boolean;
  close(): void;
  prepare(text: string): Database.Statement;
}

/** Prepared statements by their text, so that a turn does not compile the same SQL again. */
const guarded = (db: Database.Database, limit = 400): GuardedDatabase => {
  const statements = new Map<string, Database.Statement>();
  return {
    begun: false,
    inTransaction: () => db.inTransaction,
    close(): void {
      statements.clear();
      db.close();
    },
    prepare(text): Database.Statement {
      if (this.begun && !db.inTransaction) {
        throw new PilotError('store_failed', 'the transaction was undone by the database', {
          fix: 'See the fault before this one.',
          retryable: true,
        });
      }
      const known = statements.get(text);
      if (known !== undefined) return known;
      const made = db.prepare(text);
      if (statements.size >= limit) statements.delete(statements.keys().next().value ?? '');
      statements.set(text, made);
      return made;
    },
  };
};

/** The SQLite dialect of this store: better-sqlite3, one connection a Kysely. */
export const sqliteDialect = (db: Database.Database): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: (): Driver => new ImmediateDriver(guarded(db)),
  createIntrospector: (kysely: Kysely<never>) => new SqliteIntrospector(kysely),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});
