import { oneSlipAway, soundsOf } from '#shop/search/likeness.ts';
import { withLike } from '#shop/search/near.ts';
import { understand, type Query, type Term } from '#shop/search/query.ts';
import { inOrder, judge, type Hit, type Ranked } from '#shop/search/rank.ts';
import type { SearchRequest, SearchSource, Sought } from './source.ts';

/** Candidates of each kind that are judged, in a search by words as typed and in one by words like them. */
const AS_TYPED = 30;
const BY_LIKENESS = 60;
/** Nobody who finds so many by their words as typed is after one with other words. */
const ENOUGH = 8;

const whole = ({ word, same }: Term): Sought[] => [word, ...same].map((one) => ({ word: one, begins: false }));
const begun = (term: Term): Sought[] =>
  term.word.length < 2 ? whole(term) : [...whole(term), { word: term.word, begins: true }];

/** The term with words of this shop that may be meant by it. */
const guess = async (source: SearchSource, term: Term): Promise<readonly [term: Term, pieces: readonly string[]]> => {
  const { word, spelt, part } = term;
  const pieces = part ? await source.holding(word) : [];
  if (!spelt) return [term, pieces];
  const near = [
    ...(await source.known(oneSlipAway(word))),
    ...(await source.sounding(soundsOf(word).filter((sound) => sound.length > 1))),
  ];
  const guessed = withLike(term, near);
  // Two slips in a word: only a long one can still be told by the letters that are left.
  if (word.length < 6 || [...(guessed.like?.values() ?? [])].some((like) => like > 0.85)) return [guessed, pieces];
  return [withLike(term, [...near, ...(await source.sharing(word))]), pieces];
};

/**
 * Finds what may be meant by a text: first by its words as they were typed, then by what they begin, then by words like them and
 * by pieces; last, of several words one may be missing.
 * @returns the best first
 */
export const find = async (
  source: SearchSource,
  { text, kinds, limit }: Omit<SearchRequest, 'businessId'>,
): Promise<Hit[]> => {
  const ranked: Ranked[] = [];
  const look: Look = async (query, groups, most, missing = 0) => {
    const candidates = await source.documents(groups, kinds, most);
    for (const candidate of candidates) {
      const judged = judge(query, candidate, missing);
      if (judged !== null) ranked.push(judged);
    }
    return candidates.length;
  };
  const queries = understand(text);
  for (const query of queries) {
    // Where there may be more that begin like this than were looked at, those with the words as a whole are looked at too.
    if ((await look(query, query.map(begun), AS_TYPED)) >= AS_TYPED) await look(query, query.map(whole), AS_TYPED);
  }
  const asTyped = inOrder(ranked);
  if (asTyped.length < limit && asTyped.filter((one) => one.whole).length < ENOUGH)
    for (const query of queries) await lookFurther(source, query, look, () => ranked.length);
  return inOrder(ranked)
    .slice(0, limit)
    .map(({ hit }) => hit);
};

/** @returns how many candidates there were */
type Look = (query: Query, groups: readonly (readonly Sought[])[], most: number, missing?: number) => Promise<number>;

const lookFurther = async (source: SearchSource, query: Query, look: Look, found: () => number): Promise<void> => {
  const guessed: Term[] = [];
  const groups: Sought[][] = [];
  for (const term of query) {
    const [like, pieces] = await guess(source, term);
    guessed.push(like);
    const words = [...(like.like?.keys() ?? []), ...pieces].map((word) => ({ word, begins: false }));
    groups.push([...begun(term), ...words]);
  }
  await look(guessed, groups, BY_LIKENESS);
  if (found() > 0 || query.length < 2) return;
  // A number that was typed is meant; a name may be another's.
  for (const [at, { spelt }] of query.entries())
    if (spelt) await look(guessed, groups.toSpliced(at, 1), BY_LIKENESS, 1);
};
