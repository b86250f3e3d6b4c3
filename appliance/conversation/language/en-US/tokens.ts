import { isNumberWord, ordinalOf } from './numbers.ts';

/** One word of an utterance, as it is compared. */
export interface Token {
  /** Lower case, no apostrophes, acronyms joined (`a c` -> `ac`). */
  readonly word: string;
  /** Offsets of its source in the utterance. */
  readonly start: number;
  readonly end: number;
  /** Punctuation before it: '' none (all recognizers' text), ',' a small break, '.' a sentence's end. */
  readonly pause: '' | ',' | '.';
}

/** Longer text than any caller speaks in one turn is cut here, so that reading stays bounded. */
export const MAX_CHARACTERS = 2000;
const MAX_TOKENS = 300;

const WORD = /\d{1,2}:\d{2}|\d+(?:,\d{3})+|\d+(?:st|nd|rd|th)\b|\d+|[a-z]+(?:['’][a-z]+)*|[#*@$]/g;
/** Acronyms that arrive as single letters. */
const ACRONYMS = new Set([
  'ac',
  'hvac',
  'gfci',
  'gfi',
  'afci',
  'co',
  'ev',
  'tv',
  'am',
  'pm',
  'ai',
  'usb',
  'led',
  'rv',
  'acs',
]);

/** As recognizers write them: the name of a letter heard as another's. */
const MISHEARD: Readonly<Record<string, string>> = { gfca: 'gfci', gfce: 'gfci', afca: 'afci' };

const pauseIn = (between: string): Token['pause'] => {
  if (/[.?!\n;](\s|$)|\n/.test(between)) return '.';
  return /[,:—–](\s|$)|\s-+\s/.test(between) ? ',' : '';
};

const acronymOf = (letters: string): string => MISHEARD[letters] ?? letters;

const joinAcronyms = (tokens: readonly Token[]): Token[] => {
  const out: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    let run = i;
    while (run < tokens.length && (tokens[run] as Token).word.length === 1 && /[a-z]/.test((tokens[run] as Token).word))
      run++;
    const letters = tokens
      .slice(i, run)
      .map((token) => token.word)
      .join('');
    // `the a c i bought`, `a g f c i`: a pronoun or article may stand at either end of the letters.
    const tries: [number, number][] = [[0, letters.length]];
    if (letters.endsWith('i')) tries.push([0, letters.length - 1]);
    if (letters.startsWith('a') || letters.startsWith('i')) tries.push([1, letters.length]);
    const hit =
      letters.length > 1 && letters.length < 7
        ? tries.find(([from, to]) => ACRONYMS.has(acronymOf(letters.slice(from, to))))
        : undefined;
    if (hit) {
      out.push(...tokens.slice(i, i + hit[0]));
      const first = tokens[i + hit[0]] as Token;
      const last = tokens[i + hit[1] - 1] as Token;
      out.push({
        word: acronymOf(letters.slice(hit[0], hit[1])),
        start: first.start,
        end: last.end,
        pause: first.pause,
      });
      out.push(...tokens.slice(i + hit[1], run));
      i = run;
    } else if (run > i) {
      out.push(...tokens.slice(i, run));
      i = run;
    } else out.push(tokens[i++] as Token);
  }
  return out;
};

/** A number word that a recognizer glued to what follows it: `two four three sevenke street`. */
const GLUED =
  /^(three|four|five|seven|eight|nine|eleven|twelve|twenty|thirty|forty|fifty|sixty|eighty|ninety)([a-z]{2,})$/;

/** `ten tonoon` */
const TO_NOON = /^t[ou]?no+n$/;

const partNumbers = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token, i) => {
    const [, number, rest] = GLUED.exec(token.word) ?? [];
    const follows = token.pause === '' && isNumberWord(tokens[i - 1]?.word);
    if (follows && TO_NOON.test(token.word))
      return [
        { ...token, word: 'to' },
        { ...token, word: 'noon', pause: '' },
      ];
    if (number === undefined || rest === undefined || !follows) return [token];
    if (isNumberWord(token.word) || ordinalOf(token.word) !== undefined || /^(teen|ths?$|s$|some|fold)/.test(rest))
      return [token];
    const cut = token.start + number.length;
    return [
      { ...token, word: number, end: cut },
      { ...token, word: rest, start: cut, pause: '' },
    ];
  });

/** Splits an utterance, typed or recognized, into words with their places. Never throws; bounded in length. */
export const tokenize = (text: string): Token[] => {
  const source = text.slice(0, MAX_CHARACTERS).toLowerCase();
  const tokens: Token[] = [];
  let end = 0;
  for (const match of source.matchAll(WORD)) {
    if (tokens.length >= MAX_TOKENS) break;
    const between = source.slice(end, match.index);
    end = match.index + match[0].length;
    tokens.push({
      word: match[0].replace(/['’,]/g, ''),
      start: match.index,
      end,
      pause: tokens.length === 0 ? '' : pauseIn(between),
    });
  }
  return partNumbers(joinAcronyms(tokens));
};

/** What the caller said from token `from` up to, not including, token `to`. */
export const sliceText = (text: string, tokens: readonly Token[], from: number, to: number): string => {
  const first = tokens[from];
  const last = tokens[to - 1];
  return first && last && to > from ? text.slice(first.start, last.end) : '';
};
