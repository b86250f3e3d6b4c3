/** A part of a text that is rendered by itself, and the pause that follows it, in ms. */
export interface Clause {
  readonly text: string;
  readonly pauseMs: number;
}

const SENTENCE_PAUSE_MS = 260;
const CLAUSE_PAUSE_MS = 120;
/** A first sentence longer than this is cut at a comma, so that the first sound comes early. */
const LONG_CHARACTERS = 60;
const SHORTEST_CLAUSE = 15;

/** Titles and streets whose full stop does not end a sentence. */
const ABBREVIATION = /\b(?:mr|mrs|ms|dr|st|ave|rd|apt|no|vs|etc|approx|a\.m|p\.m)\.$/i;

const sentences = (text: string): string[] => {
  const out: string[] = [];
  let start = 0;
  for (const match of text.matchAll(/[.!?]+['"]?\s+/g)) {
    const end = match.index + match[0].length;
    const sentence = text.slice(start, end).trim();
    if (ABBREVIATION.test(sentence)) continue;
    out.push(sentence);
    start = end;
  }
  const rest = text.slice(start).trim();
  return rest === '' ? out : [...out, rest];
};

const atComma = (sentence: string): [string, string] | undefined => {
  if (sentence.length <= LONG_CHARACTERS) return undefined;
  for (const match of sentence.matchAll(/[,;:]\s+/g)) {
    const end = match.index + match[0].length;
    if (match.index >= SHORTEST_CLAUSE && sentence.length - end >= SHORTEST_CLAUSE) {
      return [sentence.slice(0, end).trim(), sentence.slice(end)];
    }
  }
  return undefined;
};

/** Cuts a text into sentences, a long first one at its first useful comma. */
export const clausesOf = (text: string): Clause[] => {
  const [first, ...rest] = sentences(text);
  if (first === undefined) return [];
  const cut = atComma(first);
  const head = cut
    ? [
        { text: cut[0], pauseMs: CLAUSE_PAUSE_MS },
        { text: cut[1], pauseMs: SENTENCE_PAUSE_MS },
      ]
    : [{ text: first, pauseMs: SENTENCE_PAUSE_MS }];
  const all = [...head, ...rest.map((sentence) => ({ text: sentence, pauseMs: SENTENCE_PAUSE_MS }))];
  return all.map((clause, i) => (i === all.length - 1 ? { ...clause, pauseMs: 0 } : clause));
};
