import { sql } from 'kysely';
import { soundsOf } from '#shop/search/likeness.ts';
import type { Tx } from '../scope.ts';

/** Keeps each word as long as a document holds it. @param after words a document holds now @param before those it held */
export const countSpellings = async (tx: Tx, after: readonly string[], before: readonly string[]): Promise<void> => {
  const [now, then] = [new Set(after), new Set(before)];
  await add(
    tx,
    after.filter((word) => !then.has(word)),
  );
  await remove(
    tx,
    before.filter((word) => !now.has(word)),
  );
};

const add = async ({ db, businessId }: Tx, words: readonly string[]): Promise<void> => {
  if (words.length === 0) return;
  // Of all businesses: SQLite's index knows words by their numbers alone.
  const newest = await db
    .selectFrom('search_words')
    .select('number')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const first = (newest?.number ?? 0) + 1;
  await db
    .insertInto('search_words')
    .values(
      words.map((word, at) => ({
        business_id: businessId,
        word,
        number: first + at,
        sound: /\d/u.test(word) ? '' : soundsOf(word)[0],
        uses: 1,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['business_id', 'word']).doUpdateSet({ uses: sql<number>`search_words.uses + 1` }),
    )
    .execute();
};

const remove = async ({ db, businessId }: Tx, words: readonly string[]): Promise<void> => {
  if (words.length === 0) return;
  await db
    .updateTable('search_words')
    .set({ uses: sql<number>`uses - 1` })
    .where('business_id', '=', businessId)
    .where('word', 'in', words)
    .execute();
  await db
    .deleteFrom('search_words')
    .where('business_id', '=', businessId)
    .where('word', 'in', words)
    .where('uses', '<=', 0)
    .execute();
};
