import Database from 'better-sqlite3';
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
} from 'kysely';
import { isPilotError, PilotError } from '#shared/errors.ts';
import { whenFree } from './busy.ts';
import { storeFault } from './fault.ts';

/** Kysely's SQLite driver, but writers take the lock when they begin, so that a transaction never fails half way. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await whenFree(() => connection.executeQuery(CompiledQuery.raw('begin immediate')));
  }
}

const prepareFile = (file: string, readonly: boolean): Database.Database => {
  const db = new Database(file, { timeout: 0, readonly });
  try {
    if (!readonly) db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
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

/** Prepared statements by their text, so that a turn does not compile the same SQL again. */
const withStatementCache = (db: Database.Database, limit = 400) => {
  const statements = new Map<string, Database.Statement>();
  return {
    close: (): void => {
      statements.clear();
      db.close();
    },
    prepare: (text: string): Database.Statement => {
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
  createDriver: (): Driver => new ImmediateDriver({ database: withStatementCache(db) }),
  createIntrospector: (kysely: Kysely<never>) => new SqliteIntrospector(kysely),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});
