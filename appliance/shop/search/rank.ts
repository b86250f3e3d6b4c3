import { SEARCH_FIELDS, SEARCH_KINDS, type SearchField, type SearchKind } from '#shared/api/search.ts';
import { fieldWords, type FoundBy } from './document.ts';
import type { Query, Term } from './query.ts';

/** How a word was met: as typed, by its beginning, by a piece of it, misspelt. */
export type Manner = 'whole' | 'begins' | 'part' | 'like';

/** Why something was found. */
export interface Match {
  readonly field: SearchField;
  readonly how: Manner;
  /** The text of the field in which it was met. */
  readonly text: string;
}

/** Something that may be what was looked for. */
export interface Candidate {
  readonly kind: SearchKind;
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly fields: FoundBy;
  /** Newer ones of a kind have greater numbers. */
  readonly number: number;
}

export interface Hit {
  readonly kind: SearchKind;
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly matched: readonly Match[];
}

/** What a match in a field is worth beside one in another. */
const WORTH: Readonly<Record<SearchField, number>> = {
  number: 1,
  serial: 1,
  phone: 1,
  name: 1,
  company: 0.98,
  email: 0.97,
  address: 0.96,
  model: 0.93,
  tag: 0.9,
  problem: 0.85,
};
const KIND_WORTH = 0.005;
/** A name that was typed as a whole comes before a longer one. */
const WHOLE_NAME = 0.06;

interface Meeting {
  readonly quality: number;
  readonly how: Manner;
}

/** How a word that was asked for meets one of a field; null where it does not. */
const meet = (term: Term, field: SearchField, word: string): Meeting | null => {
  const { word: typed } = term;
  if (typed === word) return { quality: typed.length === 1 ? 0.7 : 1, how: 'whole' };
  if (field === 'address' && term.same.includes(word)) return { quality: 0.97, how: 'whole' };
  if (typed.length > 1 && word.startsWith(typed))
    return { quality: 0.8 + 0.15 * (typed.length / word.length), how: 'begins' };
  const like = term.like?.get(word);
  if (like !== undefined) return { quality: like * 0.92, how: 'like' };
  if (term.part && word.includes(typed))
    return { quality: (word.endsWith(typed) ? 0.65 : 0.55) + 0.1 * (typed.length / word.length), how: 'part' };
  return null;
};

interface Found extends Meeting {
  readonly match: Match;
  readonly worth: number;
}

const best = (term: Term, texts: readonly FieldText[]): Found | null => {
  let found: Found | null = null;
  for (const { field, text, words } of texts)
    for (const word of words) {
      const met = meet(term, field, word);
      const worth = met === null ? 0 : met.quality * WORTH[field];
      if (met !== null && worth > (found?.worth ?? 0)) found = { ...met, worth, match: { field, how: met.how, text } };
    }
  return found;
};

interface FieldText {
  readonly field: SearchField;
  readonly text: string;
  readonly words: readonly string[];
}

const textsOf = (fields: FoundBy): FieldText[] =>
  SEARCH_FIELDS.flatMap((field) =>
    (fields[field] ?? []).map((text) => ({ field, text, words: [...new Set(fieldWords(field, text))] })),
  );

const weightOf = ({ word }: Term): number => 1 + Math.min(word.length, 8) / 4;

/** How much of the best name is what was typed, from 0 to 1. */
const nameCovered = (found: readonly (Found | null)[]): number => {
  const met = new Map<string, number>();
  for (const one of found) if (one?.match.field === 'name') met.set(one.match.text, (met.get(one.match.text) ?? 0) + 1);
  return Math.max(0, ...[...met].map(([name, words]) => Math.min(1, words / name.split(/\s+/u).length)));
};

export interface Ranked {
  readonly hit: Hit;
  /** 0 to about 1. Comparable within one search alone. */
  readonly score: number;
  readonly number: number;
  /** Each word was met as it was typed. */
  readonly whole: boolean;
}

/**
 * What a candidate is worth for a query; null where a word of it is met nowhere.
 * @param missing words that need not be met, each at its full cost
 */
export const judge = (query: Query, candidate: Candidate, missing = 0): Ranked | null => {
  const texts = textsOf(candidate.fields);
  const found = query.map((term) => best(term, texts));
  if (found.filter((one) => one === null).length > missing) return null;
  const all = query.reduce((sum, term) => sum + weightOf(term), 0);
  const got = query.reduce((sum, term, at) => sum + weightOf(term) * (found[at]?.worth ?? 0), 0);
  const kind = KIND_WORTH * (SEARCH_KINDS.length - SEARCH_KINDS.indexOf(candidate.kind));
  const { id, title, subtitle, number } = candidate;
  const matched = new Map(
    found.flatMap((one) => (one === null ? [] : [[`${one.match.field} ${one.match.text}`, one.match]])),
  );
  return {
    hit: { kind: candidate.kind, id, title, subtitle, matched: [...matched.values()] },
    score: got / all + kind + WHOLE_NAME * nameCovered(found),
    number,
    whole: found.every((one) => one?.how === 'whole'),
  };
};

/** The best first; of those worth the same the newest. One that was judged more than once counts by its best. */
export const inOrder = (ranked: readonly Ranked[]): Ranked[] => {
  const byThing = new Map<string, Ranked>();
  for (const one of ranked) {
    const key = `${one.hit.kind} ${one.hit.id}`;
    if (one.score > (byThing.get(key)?.score ?? -1)) byThing.set(key, one);
  }
  return [...byThing.values()].toSorted(
    (a, b) =>
      b.score - a.score || SEARCH_KINDS.indexOf(a.hit.kind) - SEARCH_KINDS.indexOf(b.hit.kind) || b.number - a.number,
  );
};
