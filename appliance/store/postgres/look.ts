import { Kysely, sql } from 'kysely';
import { storeFault } from '../fault.ts';
import { postgresDialect, type PostgresAddress } from './dialect.ts';

/** What a look at a server tells, nothing of it changed. */
export interface ServerLook {
  /** `15.8` */
  readonly version: string;
  /** Commits reach its disk before they are told. */
  readonly synced: boolean;
  /** What crosses the network is sealed, or nothing does. */
  readonly sealed: boolean;
  /** Number of the newest migration; null in a database that no box has used. */
  readonly schema: number | null;
}

/** @throws PilotError `store_*` */
export const lookAtServer = async (address: PostgresAddress): Promise<ServerLook> => {
  await using db = new Kysely<{ schema_migrations: { number: number } }>({ dialect: postgresDialect(address, 'read') });
  try {
    const { rows } = await sql<{ version: string; fsync: string; sealed: boolean; schemas: string | null }>`
      select current_setting('server_version') as version, current_setting('fsync') as fsync,
        inet_client_addr() is null or inet_client_addr() <<= '127.0.0.0/8' or inet_client_addr() = '::1'
          or coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as sealed,
        to_regclass('schema_migrations')::text as schemas`.execute(db);
    const [row] = rows;
    const newest =
      row?.schemas == null
        ? undefined
        : await db
            .selectFrom('schema_migrations')
            .select(({ fn }) => fn.max('number').as('number'))
            .executeTakeFirst();
    return {
      version: row?.version.split(' ')[0] ?? '',
      synced: row?.fsync === 'on',
      sealed: row?.sealed === true,
      schema: newest?.number ?? null,
    };
  } catch (error) {
    throw storeFault(error);
  }
};
