import type { Persona } from '../caller/persona.ts';
import { align } from './alignment.ts';
import { readBackWords } from './read-back-words.ts';
import { ownReadBacks, type ReadBackKind, type Told } from './rehearsed.ts';
import { lettersOf, soundLetters, wordsOf } from './words.ts';

/** Says sentences with a plain voice over a telephone line and tells how this ear hears them, in every way it may come out. */
export type Echo = (sentences: readonly string[]) => Promise<readonly string[]>;

/** One way in which a read-back of the caller's facts sounds through this ear: bare letters, stretch by stretch. */
export interface SoundForm {
  readonly kind: ReadBackKind;
  readonly parts: readonly (Told & { readonly letters: string })[];
}

/** How the caller's own facts sound through this ear when they are read back. The written form is always among them. */
export type OwnSound = readonly SoundForm[];

const CONFIRMATION = 'Is that right?';
/** A sentence before it colours how a read-back comes out; one is said before those that follow a correction. */
const AFTER = 'Thank you, I changed that.';
const CORRECTED: ReadonlySet<ReadBackKind> = new Set(['name', 'name_spelled', 'address', 'address_spelled']);

/**
 * A person knows how their own facts sound read back. The caller's ear is a recognizer with habits of its own (`miller`
 * may come out as `mller`), so it learns them beforehand, from whole sentences as it will hear them.
 */
export const learnOwnSound = async (persona: Persona, echo: Echo): Promise<OwnSound> => {
  const learned = await Promise.all(
    ownReadBacks(persona).map(async ({ kind, parts }) => {
      const written = parts.map(({ text }) => lettersOf(text));
      const spoken = `I heard ${parts.map(({ text }) => text).join(' ')}.`;
      const alone = await echo([spoken, CONFIRMATION]);
      const after = CORRECTED.has(kind) ? await echo([AFTER, spoken, CONFIRMATION]) : [];
      const ways = new Set([...alone, ...after].flatMap((text) => soundLetters(readBackWords(wordsOf(text))) || []));
      return [written, ...[...ways].map((way) => align(way, written).map(({ found }) => found))].map(
        (letters): SoundForm => ({
          kind,
          parts: parts.map(({ fact, spelled = false }, index) => ({
            fact,
            ...(spelled && { spelled }),
            letters: letters[index] ?? '',
          })),
        }),
      );
    }),
  );
  return learned.flat();
};
