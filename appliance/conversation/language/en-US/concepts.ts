/** Where a concept was heard: tokens `from` up to, not including, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Concept name -> its places, in order. */
export type Spots = ReadonlyMap<string, readonly Span[]>;

interface Wording {
  readonly concept: string;
  readonly parts: readonly string[];
}

const fits = (part: string, word: string | undefined): boolean =>
  word !== undefined && (part === word || (part.endsWith('*') && word.startsWith(part.slice(0, -1))));

/** A lexicon compiled for spotting. Wordings are indexed by the first three letters of their first word. */
export interface ConceptIndex {
  spot(words: readonly string[]): Spots;
  /** Every plain word that occurs in a wording, for repairing misspelled ones. */
  readonly vocabulary: ReadonlySet<string>;
}

/** Compiles lexicons (`wording | wording`, `*` ends a stem) for spotting. Longer wordings win over shorter ones of the same concept. */
export const indexConcepts = (...lexicons: readonly Readonly<Record<string, string>>[]): ConceptIndex => {
  const byHead = new Map<string, Wording[]>();
  const vocabulary = new Set<string>();
  for (const lexicon of lexicons)
    for (const [concept, text] of Object.entries(lexicon))
      for (const wording of text.split('|')) {
        const parts = wording.trim().split(/\s+/);
        const head = (parts[0] ?? '').replace('*', '').slice(0, 2);
        if (head === '') continue;
        const list = byHead.get(head) ?? [];
        list.push({ concept, parts });
        byHead.set(head, list);
        for (const part of parts) vocabulary.add(part.replace('*', ''));
      }
  return {
    vocabulary,
    spot: (words) => {
      const spots = new Map<string, Span[]>();
      for (let i = 0; i < words.length; i++)
        for (const { concept, parts } of byHead.get((words[i] ?? '').slice(0, 2)) ?? []) {
          if (!parts.every((part, k) => fits(part, words[i + k]))) continue;
          const list = spots.get(concept) ?? [];
          const last = list.at(-1);
          const to = i + parts.length;
          if (last && last.to >= to && last.from <= i) continue;
          if (last && last.from === i) list[list.length - 1] = { from: i, to };
          else list.push({ from: i, to });
          spots.set(concept, list);
        }
      return spots;
    },
  };
};
