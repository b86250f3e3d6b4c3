import type { Directory } from '../language/en-US/directory.ts';
import { isNumberWord } from '../language/en-US/numbers.ts';
import { editDistance, soundOf } from '../language/en-US/sound.ts';
import type { Token } from '../language/en-US/tokens.ts';
import { VITAL, vitalWord } from './vital.ts';

/** Mends words a recognizer broke: misspelled (`detecter`, `gass`), cut (`s mell`), run together (`ofthe`). */
export interface Repair {
  (tokens: readonly Token[]): Token[];
}

/**
 * @param vocabulary the trade's words: only they are guessed at
 */
export const createRepair = (vocabulary: readonly string[], directory: Directory): Repair => {
  const words = [...new Set([...VITAL, ...vocabulary])].filter(
    (word) => /^[a-z]{4,}$/.test(word) && (directory.wordRank(word) < 40_000 || VITAL.includes(word)),
  );
  const known = new Set([...words, ...vocabulary, 'gas', 'yall']);
  const byLength = new Map<number, string[]>();
  for (const word of [...words, 'gas']) byLength.set(word.length, [...(byLength.get(word.length) ?? []), word]);
  const isKnown = (word: string): boolean =>
    known.has(word) || directory.wordRank(word) < 25_000 || isNumberWord(word) || word.length < 3;
  const guess = (word: string): string | null => {
    let best: string | null = null;
    let bestCost = 99;
    const limit = word.length >= 7 ? 2 : 1;
    for (let length = word.length - limit; length <= word.length + limit; length++)
      for (const candidate of byLength.get(length) ?? []) {
        const letters = editDistance(word, candidate);
        if (letters > limit + 1) continue;
        const alike = soundOf(word) === soundOf(candidate);
        if (letters > limit && !(alike && letters <= limit + 1 && word.length >= 5)) continue;
        const vital = alike && VITAL.includes(candidate) ? 0.2 : 0;
        const cost = letters - (alike ? 0.6 : 0) - (word[0] === candidate[0] ? 0.3 : 0) - vital;
        if (cost < bestCost) [best, bestCost] = [candidate, cost];
      }
    return bestCost <= (word.length <= 4 ? 0.7 : limit) ? best : null;
  };
  const isInflected = (word: string): boolean => {
    const stem = word.replace(/(s|ed|er|ing)$/, '');
    return stem !== word && stem.length >= 4 && (isKnown(stem) || isKnown(`${stem}e`));
  };
  /** Also with the s of `it's` at its head: `it stuching`. */
  const vital = (word: string): string | null =>
    vitalWord(word, isInflected(word)) ?? (word.startsWith('s') ? vitalWord(word.slice(1), true) : null);
  /** A vital word, but for one that is plainly nearer to another: `braattling` is rattling before it is breathing. */
  const vitalOrNearer = (word: string): string | null => {
    const found = vital(word);
    const other = found === null ? null : guess(word);
    if (found === null || other === null) return found;
    return editDistance(word, other) < editDistance(word, found) ? other : found;
  };
  /** `pipeipe`: the end of a word written twice. */
  const withoutEcho = (word: string): string => word.replace(/([a-z]{2,})\1$/, '$1');
  /** `briight`, `quiit`: a letter written twice; `frowing`: th heard as f. */
  const otherSpelling = (word: string): string | null => {
    if (/^[aco]?a?rking$/.test(word)) return 'arcing';
    if (/^gas[a-z]{1,4}$/.test(word)) return 'gas';
    const tries = [withoutEcho(word), word.replace(/([a-z])\1/g, '$1'), word.replace(/^f/, 'th')];
    return tries.find((other) => other !== word && other.length >= 3 && isKnown(other)) ?? null;
  };
  const split = (word: string): [string, string] | null => {
    if (word.length < 5 || word.length > 18) return null;
    let best: [string, string] | null = null;
    let bestRank = 6000;
    for (let i = 2; i <= word.length - 2; i++) {
      const [a, b] = [word.slice(0, i), word.slice(i)];
      const rank = Math.max(directory.wordRank(a), known.has(b) ? 0 : directory.wordRank(b));
      if (rank < bestRank && (known.has(a) || known.has(b) || rank < 300)) [best, bestRank] = [[a, b], rank];
    }
    return best;
  };
  return (tokens) => {
    const out: Token[] = [];
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] as Token;
      const next = tokens[i + 1];
      const { word } = token;
      // `ce o alarm`: letters heard as words.
      if (next && /^(ce|se|see|sea|si|c)$/.test(word) && next.word === 'o') {
        out.push({ ...token, word: 'co', end: next.end });
        i++;
        continue;
      }
      if (next && /^(seo|ceo|cio|sio|ceeo)$/.test(word) && /^(detector|alarm|monitor|sensor)$/.test(next.word)) {
        out.push({ ...token, word: 'co' });
        continue;
      }
      const glued = /^o(detector|alarm|monitor|sensor)$/.exec(next?.word ?? '')?.[1];
      if (next && glued !== undefined && /^(ce|se|see|sea|si|c)$/.test(word)) {
        out.push({ ...token, word: 'co' }, { ...next, word: glued });
        i++;
        continue;
      }
      // `s mell gas`, `mono xide`: two pieces that make a trade word between them.
      if (next && next.pause === '' && /^[a-z]+$/.test(word) && /^[a-z]+$/.test(next.word)) {
        const joined = word + next.word;
        const pieces = !isKnown(word) || !isKnown(next.word) || (word.length === 1 && word !== 'i' && word !== 'a');
        if (pieces && joined.length >= 4 && known.has(joined)) {
          out.push({ ...token, word: joined, end: next.end });
          i++;
          continue;
        }
      }
      // `tune u up`: the first sound of a word, said or heard twice.
      const stuttered =
        /^[b-hj-z]$/.test(word) && next !== undefined && next.word.length > 1 && next.word.startsWith(word);
      if (stuttered && (tokens[i - 1]?.word.length ?? 0) > 1) continue;
      if (!/^[a-z]{3,}$/.test(word) || isKnown(word)) {
        out.push(token);
        continue;
      }
      // `forer`: a small word with its end said twice is no fire.
      if (/^for[eo]?r$/.test(word)) {
        out.push({ ...token, word: 'for' });
        continue;
      }
      // `myc`, `myac`: the second word is two letters.
      if (/^mya?c$/.test(word)) {
        const middle = token.start + 2;
        out.push({ ...token, word: 'my', end: middle }, { word: 'ac', start: middle, end: token.end, pause: '' });
        continue;
      }
      // `smokin`, `leakin`: as people say it.
      const mended =
        word.endsWith('in') && known.has(`${word}g`)
          ? `${word}g`
          : (vitalOrNearer(word) ?? otherSpelling(word) ?? guess(word));
      if (mended !== null) {
        out.push({ ...token, word: mended });
        continue;
      }
      const halves = split(word);
      if (halves) {
        const middle = token.start + halves[0].length;
        out.push(
          { ...token, word: halves[0], end: middle },
          { word: halves[1], start: middle, end: token.end, pause: '' },
        );
      } else out.push(token);
    }
    return out;
  };
};
