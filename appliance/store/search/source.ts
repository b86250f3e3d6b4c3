import type { SearchKind } from '#shared/api/search.ts';
import type { Candidate } from '#shop/search/rank.ts';

/** A word to look for, or all words that begin with it. */
export interface Sought {
  readonly word: string;
  readonly begins: boolean;
}

/** What each database answers in its own way. Of one business; every answer is bounded. */
export interface SearchSource {
  /**
   * Documents with at least one word of every group, the newest of each kind.
   * @param perKind at most so many of each
   */
  documents(
    groups: readonly (readonly Sought[])[],
    kinds: readonly SearchKind[],
    perKind: number,
  ): Promise<Candidate[]>;
  /** Those of these words that are kept. */
  known(words: readonly string[]): Promise<string[]>;
  /** Kept words with one of these sounds, the commonest first. */
  sounding(sounds: readonly string[]): Promise<string[]>;
  /** Kept words that share groups of three letters with this one, those that share most first. */
  sharing(word: string): Promise<string[]>;
  /** Kept words with this piece in them; at least three letters or digits. */
  holding(piece: string): Promise<string[]>;
}

/** How many words each question about words is answered with. */
export const WORDS_MOST = 40;

/** What is asked of the search. */
export interface SearchRequest {
  readonly businessId: string;
  readonly text: string;
  readonly kinds: readonly SearchKind[];
  readonly limit: number;
}
