import type { Scope } from '../scope.ts';
import { WORDS_MOST } from './source.ts';

/** The words of one business, asked for by what both databases know. */
export const keptWords = ({ db, businessId }: Pick<Scope, 'db' | 'businessId'>) => {
  const words = () => db.selectFrom('search_words').select('word').where('business_id', '=', businessId);
  return {
    known: async (asked: readonly string[]): Promise<string[]> =>
      (await words().where('word', 'in', asked).execute()).map(({ word }) => word),
    sounding: async (sounds: readonly string[]): Promise<string[]> =>
      sounds.length === 0
        ? []
        : (
            await words()
              .where('sound', 'in', sounds)
              .orderBy('uses', 'desc')
              .orderBy('word')
              .limit(WORDS_MOST)
              .execute()
          ).map(({ word }) => word),
  };
};
