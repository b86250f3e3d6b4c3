import {
  ColumnDefinitionNode,
  IdentifierNode,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DataTypeNode,
  type Dialect,
  type ForeignKeyConstraintNode,
  type Kysely,
  type PostgresPool,
} from 'kysely';
import { Pool, TypeOverrides, type PoolConfig } from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';

/** Where the database is, and who enters. */
export interface PostgresAddress {
  /** `postgres://user@host:5432/database`, or with `?host=/run/postgresql` for a Unix socket. */
  readonly url: string;
  /** Null: as the url, PGPASSWORD or ~/.pgpass have it. */
  readonly password: string | null;
}

/** How long a statement may take on the server, ms; and how long its answer is waited for. */
const STATEMENT_MS = 10_000;
const ANSWER_MS = 12_000;
/** A lock is waited for as long as on SQLite. */
const LOCK_MS = 5000;
/** A process that hangs in an open transaction holds up everybody who writes for this shop no longer than this. */
const IDLE_MS = 15_000;
const CONNECT_MS = 3000;
/** A reader waits for one of these, no longer than this in all. */
const READERS = 4;
const READER_MS = 10_000;

/** Instants, cents and sums are far below 2^53: numbers here as on SQLite. */
const types = new TypeOverrides();
const [INT8, NUMERIC] = [20, 1700];
types.setTypeParser(INT8, Number);
types.setTypeParser(NUMERIC, Number);

/**
 * Columns as SQLite has them: text in the order of its bytes, whatever the server's locale; floating point of 8 bytes. A
 * table's constraints share one space of names here, so those of references end in `_ref`.
 */
class SameColumnsCompiler extends PostgresQueryCompiler {
  protected override visitForeignKeyConstraint(node: ForeignKeyConstraintNode): void {
    super.visitForeignKeyConstraint(
      node.name === undefined ? node : { ...node, name: IdentifierNode.create(`${node.name.name}_ref`) },
    );
  }

  protected override visitDataType(node: DataTypeNode): void {
    const column = this.parentNode !== undefined && ColumnDefinitionNode.is(this.parentNode);
    if (column && node.dataType === 'real') return this.append('double precision');
    super.visitDataType(node);
    if (column && node.dataType === 'text') this.append(' collate "C"');
  }
}

/** One at a time takes the connection, in the order they came: that queue is ours, so that no time-out of the pool runs in it. */
const queued = (pool: Pool): PostgresPool => {
  let last: Promise<void> = Promise.resolve();
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const { promise: left, resolve: leave } = Promise.withResolvers<void>();
      const before = last;
      last = left;
      await before;
      try {
        const client = await pool.connect();
        const release = client.release.bind(client);
        client.release = (broken) => {
          release(broken);
          leave();
        };
        return client;
      } catch (error) {
        leave();
        throw error;
      }
    },
  };
};

/** `migrate`: may take its time; `write`: one connection; `read`: sees what was committed, and changes nothing. */
type Use = 'migrate' | 'write' | 'read';

const poolFor = ({ url, password }: PostgresAddress, use: Use): Pool => {
  const config: PoolConfig = {
    ...parseIntoClientConfig(url),
    ...(password === null ? {} : { password }),
    application_name: 'pilotlight',
    max: use === 'read' ? READERS : 1,
    connectionTimeoutMillis: use === 'read' ? READER_MS : CONNECT_MS,
    keepAlive: true,
    types,
    // A commit that was spoken of survives a power cut, whatever the server's default.
    options: `-c synchronous_commit=on${use === 'read' ? ' -c default_transaction_read_only=on' : ''}`,
    ...(use === 'migrate'
      ? {}
      : {
          statement_timeout: STATEMENT_MS,
          query_timeout: ANSWER_MS,
          lock_timeout: LOCK_MS,
          idle_in_transaction_session_timeout: IDLE_MS,
        }),
  };
  const pool = new Pool(config);
  // A connection that breaks while nobody waits for its answer is found broken, and replaced, by the next use.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
};

/** The PostgreSQL dialect of this store. */
export const postgresDialect = (address: PostgresAddress, use: Use): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => {
    const pool = poolFor(address, use);
    return new PostgresDriver({ pool: use === 'read' ? pool : queued(pool) });
  },
  createIntrospector: (kysely: Kysely<never>) => new PostgresIntrospector(kysely),
  createQueryCompiler: () => new SameColumnsCompiler(),
});
