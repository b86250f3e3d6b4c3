import type { HazardReading } from '../language/en-US/hazards.ts';
import type { ReadSlots } from '../reading.ts';

/**
 * Where a name is asked for, any words may pass for one. Those that are like no known name hide no danger; a first and
 * last name that are known tell of none (`Arlo Sparks`).
 * @param hazards what is heard with the words that were taken for facts left out
 * @param dangersIn reads hazards from these words
 */
export const withGuessedName = (
  hazards: HazardReading,
  { name, address }: ReadSlots,
  words: readonly string[],
  dangersIn: (spoken: readonly string[]) => HazardReading,
): HazardReading => {
  if (name === undefined || name.spelled || address !== undefined || words.includes('name')) return hazards;
  if (!name.matched) return dangersIn(words);
  if (name.first === null || name.last === null || hazards.found.length === 0) return hazards;
  const own = new Set(name.raw.split(' '));
  return dangersIn(words.map((word) => (own.has(word) ? '~' : word)));
};
