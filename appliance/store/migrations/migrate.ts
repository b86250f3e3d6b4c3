import { sql, type Kysely } from 'kysely';
import { PilotError } from '#shared/errors.ts';
import { migrations } from './list.ts';

interface MigrationTable {
  schema_migrations: { number: number; name: string; applied_at: number };
}

/**
 * Brings the database to the newest schema. Each migration commits together with its own row, so a crash in the middle
 * leaves the step before; two processes that start at once wait for each other.
 * @param upTo the last one to run; all of them when left out
 * @param alone begins each step where a transaction alone is no lock: no other process takes one until it is committed
 * @returns numbers applied now
 * @throws PilotError `store_too_new` when a newer program wrote this database
 */
export const migrate = async (
  db: Kysely<unknown>,
  now: number,
  upTo: number = Number.POSITIVE_INFINITY,
  alone: (step: Kysely<unknown>) => Promise<void> = () => Promise.resolve(),
): Promise<readonly number[]> => {
  const typed = db as unknown as Kysely<MigrationTable>;
  const applied: number[] = [];
  await typed.transaction().execute(async (tx) => {
    await alone(tx as unknown as Kysely<unknown>);
    await sql`create table if not exists schema_migrations (
      number integer primary key, name text not null, applied_at bigint not null)`.execute(tx);
  });
  for (const migration of migrations.filter(({ number }) => number <= upTo)) {
    const ran = await typed.transaction().execute(async (tx) => {
      await alone(tx as unknown as Kysely<unknown>);
      const done = await tx
        .selectFrom('schema_migrations')
        .select('number')
        .where('number', '=', migration.number)
        .execute();
      if (done.length > 0) return false;
      await migration.up(tx as unknown as Kysely<unknown>);
      await tx
        .insertInto('schema_migrations')
        .values({ number: migration.number, name: migration.name, applied_at: now })
        .execute();
      return true;
    });
    if (ran) applied.push(migration.number);
  }
  const newest = await typed
    .selectFrom('schema_migrations')
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const known = migrations.at(-1)?.number ?? 0;
  if (newest !== undefined && newest.number > known) {
    throw new PilotError('store_too_new', `the database is at schema ${newest.number}, this program knows ${known}`, {
      fix: 'Start the newer program that wrote it, or restore the backup made before that update.',
    });
  }
  return applied;
};
