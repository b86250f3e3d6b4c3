import { databaseAddress } from '#shared/config/database.ts';
import { isPilotError, messageOf } from '#shared/errors.ts';
import { migrations } from '#store/migrations/list.ts';
import { lookAtServer } from '#store/postgres/look.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** The oldest release that its makers still mend (postgresql.org/support/versioning). */
const OLDEST = 14;

/** Where the records stand, and whether they can be reached there. */
export const database: Check = {
  name: 'database',
  run: async ({ database: configured }) => {
    if (configured === null) return ok('SQLite, in the data folder');
    const where = configured.url.replace(/\?.*/u, '');
    try {
      const { version, synced, sealed, schema } = await lookAtServer(
        databaseAddress(configured) ?? { url: configured.url, password: null },
      );
      const known = migrations.at(-1)?.number ?? 0;
      const told = `PostgreSQL ${version} at ${where}, ${schema === null ? 'not used yet' : `schema ${schema} of ${known}`}`;
      if (schema !== null && schema > known)
        return fail(told, 'the box does not start', 'Start the newer program that wrote it, or restore a backup.');
      if (Number.parseInt(version, 10) < OLDEST)
        return warn(
          told,
          'what the box needs may be missing there',
          `Upgrade the server to PostgreSQL ${OLDEST} or newer.`,
        );
      if (!synced)
        return warn(
          `${told}; fsync is off`,
          'a power cut may lose bookings that were told',
          'Set fsync = on in postgresql.conf.',
        );
      if (!sealed)
        return warn(
          `${told}; the connection is not encrypted`,
          'names, numbers and addresses cross the network in clear',
          'Add ?sslmode=verify-full to database.url.',
        );
      return ok(told);
    } catch (error) {
      return fail(
        `${where}: ${messageOf(error)}`,
        'calls are answered by the small policy of the phone side alone: a fallback number, or a message',
        (isPilotError(error) ? error.fix : undefined) ?? 'Read the log of the database server.',
      );
    }
  },
};
