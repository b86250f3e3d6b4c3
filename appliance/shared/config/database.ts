import { Type, type Static } from 'typebox';
import { PilotError } from '../errors.ts';

const strict = { additionalProperties: false } as const;

/** A PostgreSQL database in place of the file in the data folder. */
export const DatabaseFile = Type.Object(
  {
    /** `postgres://user@host:5432/database`; `postgres://user@/database?host=/run/postgresql` for a Unix socket. */
    url: Type.String({ pattern: '^postgres(ql)?://' }),
    /** Name of the environment variable that holds the password. */
    password_env: Type.Optional(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$' })),
  },
  strict,
);

export interface DatabaseConfig {
  readonly url: string;
  readonly passwordEnv: string | null;
}

type Fault = { readonly path: readonly string[]; readonly message: string };

/** What the schema cannot say: path below `database`, and what is wrong there. */
export const databaseFaults = (database: Static<typeof DatabaseFile> | undefined): Fault[] => {
  if (database === undefined) return [];
  const [, entry = '', name = ''] = /^[a-z]+:\/\/([^/?]*)\/?([^?]*)/u.exec(database.url) ?? [];
  return [
    ...(/:[^@]*@/u.test(entry)
      ? [{ path: ['url'], message: 'no password belongs in this file: name its variable as password_env' }]
      : []),
    ...(name === ''
      ? [{ path: ['url'], message: 'name the database after the host: postgres://user@host/pilotlight' }]
      : []),
  ];
};

/** Fills in the defaults; null: the file in the data folder. */
export const completeDatabase = (database: Static<typeof DatabaseFile> | undefined): DatabaseConfig | null =>
  database === undefined ? null : { url: database.url, passwordEnv: database.password_env ?? null };

/**
 * The database's address with its password out of the environment; a password may also stand in PGPASSWORD or ~/.pgpass.
 * @throws PilotError `config_secret`
 */
export const databaseAddress = (
  database: DatabaseConfig | null,
  environment: NodeJS.ProcessEnv = process.env,
): { readonly url: string; readonly password: string | null } | null => {
  if (database === null) return null;
  const { url, passwordEnv } = database;
  if (passwordEnv === null) return { url, password: null };
  const password = environment[passwordEnv];
  if (password === undefined)
    throw new PilotError('config_secret', `database.password_env names ${passwordEnv}, which is not set`, {
      fix: `Set the environment variable ${passwordEnv}, or take the setting out.`,
    });
  return { url, password };
};
