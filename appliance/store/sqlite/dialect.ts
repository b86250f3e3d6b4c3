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
import { PilotError } from '#shared/errors.ts';
import { whenFree } from './busy.ts';

/** Kysely's SQLite driver, but writers take the lock when they begin, so that a transaction never fails half way. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await whenFree(() => connection.executeQuery(CompiledQuery.raw('begin immediate')));
  }
}

/** Opens the file and sets what every connection needs. FULL: a commit that was spoken of survives a power cut. */
export const openSqlite = (file: string, options: { readonly?: boolean } = {}): Database.Database => {
  try {
    const db = new Database(file, { timeout: 0, readonly: options.readonly ?? false });
    if (options.readonly !== true) db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    return db;
  } catch (error) {
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
  createDriver: (): Driver => new ImmediateDriver({ database: withStatementCache(db) as never }),
  createIntrospector: (kysely: Kysely<never>) => new SqliteIntrospector(kysely),
  createQueryCompiler: () => new SqliteQueryCompiler(),
});
