import type { Kysely } from 'kysely';

/** When the box takes the calls of a line. What was changed when, and by whom, stands in `events`. */
export const lineModes = async (db: Kysely<unknown>): Promise<void> => {
  const add = (column: string, type: 'text' | 'integer' | 'bigint', value?: string | number) =>
    db.schema
      .alterTable('lines')
      .addColumn(column, type, (built) => (value === undefined ? built : built.notNull().defaultTo(value)))
      .execute();
  await add('mode', 'text', 'always');
  await add('overflow_seconds', 'integer', 20);
  await add('fallback', 'text');
  await add('until_at', 'bigint');
  await add('then_mode', 'text');
};
