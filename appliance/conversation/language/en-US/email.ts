import { isNumberWord, readDigits } from './numbers.ts';

export interface EmailFinding {
  /** Lower case. */
  readonly email: string;
  /** The words it took; none where it was typed. */
  readonly from: number;
  readonly to: number;
}

const TYPED = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,24}){1,3}/;
const ENDINGS = /^(com|net|org|edu|gov|us|io|co|info|biz|me)$/;
const SIGNS: Readonly<Record<string, string>> = {
  dot: '.',
  period: '.',
  point: '.',
  underscore: '_',
  dash: '-',
  hyphen: '-',
  minus: '-',
  plus: '+',
};
/** The spelling alphabet of the ICAO and NATO; `mike` alone is a name. */
const ALPHABET =
  'alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu'.split(
    ' ',
  );
/** Words of speech that are no part of an address. */
const NO_PART = new Set(
  'is its it my me email mail address at to on reach send the number yes yeah yep sure okay ok um uh so thats that and use this was be no not wait actually sorry please you can i im'.split(
    ' ',
  ),
);
const MOST_WORDS = 24;
/** Words that are neither letters nor digits and stand side by side: `john miller`. */
const MOST_PLAIN = 3;

const isLetter = (word: string | undefined): boolean => word !== undefined && /^[a-z]$/.test(word);

/** A word of the spelling alphabet beside another one. */
const isAlphabet = (words: readonly string[], i: number): boolean =>
  ALPHABET.includes(words[i] ?? '') && (ALPHABET.includes(words[i - 1] ?? '') || ALPHABET.includes(words[i + 1] ?? ''));

/** Where a word of the local part that ends before `end` begins, and whether it is spelled or plain; null where none is. */
const partBefore = (words: readonly string[], end: number): { from: number; plain: boolean } | null => {
  const word = words[end - 1] ?? '';
  // `m as in mary`, `m like mary`.
  if (words[end - 3] === 'as' && words[end - 2] === 'in' && isLetter(words[end - 4]))
    return { from: end - 4, plain: false };
  if (/^(like|for)$/.test(words[end - 2] ?? '') && isLetter(words[end - 3])) return { from: end - 3, plain: false };
  if (/^(double|capital)$/.test(words[end - 2] ?? '') && isLetter(word)) return { from: end - 2, plain: false };
  if (words[end - 2] === 'the' && word === 'number') return { from: end - 2, plain: false };
  if (SIGNS[word] !== undefined || isLetter(word) || isNumberWord(word) || isAlphabet(words, end - 1))
    return { from: end - 1, plain: false };
  return !/^[a-z]+$/.test(word) || NO_PART.has(word) ? null : { from: end - 1, plain: true };
};

/** Writes the words of a local part. */
const written = (words: readonly string[]): string => {
  let out = '';
  for (let i = 0; i < words.length; ) {
    const word = words[i] ?? '';
    const next = words[i + 1] ?? '';
    if (isLetter(word) && next === 'as' && words[i + 2] === 'in') {
      out += (words[i + 3] ?? word).charAt(0);
      i += 4;
    } else if (isLetter(word) && /^(like|for)$/.test(next)) {
      out += (words[i + 2] ?? word).charAt(0);
      i += 3;
    } else if (word === 'double' && isLetter(next)) {
      out += next + next;
      i += 2;
    } else if (word === 'capital') i++;
    else if (word === 'the' && next === 'number') i += 2;
    else if (word === 'o' || word === 'oh') {
      out += /\d$/.test(out) && isNumberWord(words[i + 1]) ? '0' : 'o';
      i++;
    } else if (isNumberWord(word)) {
      const run = readDigits(words, i);
      out += run?.digits ?? word;
      i = run?.to ?? i + 1;
    } else {
      out += SIGNS[word] ?? (isAlphabet(words, i) ? word.charAt(0) : word);
      i++;
    }
  }
  return out;
};

/** The domain that begins at `from`: `g mail dot com`, `harbor dash home dot co dot us`. */
const domainAt = (words: readonly string[], from: number): { text: string; to: number } | null => {
  let text = '';
  let found: { text: string; to: number } | null = null;
  for (let i = from; i < Math.min(words.length, from + 10); i++) {
    const word = words[i] ?? '';
    if (word === '~') break;
    if (text.endsWith('.') && ENDINGS.test(word)) found = { text: text + word, to: i + 1 };
    else if (found !== null && word !== 'dot') break;
    text += SIGNS[word] ?? word;
  }
  return found && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(found.text) ? found : null;
};

/**
 * An e-mail address, typed or said: `john dot miller at gmail dot com`, letter by letter, `m as in mary`, in the spelling
 * alphabet, `underscore`, `dash`.
 * @param text as it came
 * @param words normalised words
 */
export const readEmail = (text: string, words: readonly string[]): EmailFinding | null => {
  const typed = TYPED.exec(text)?.[0];
  if (typed !== undefined) return { email: typed.toLowerCase(), from: 0, to: 0 };
  for (let at = words.length - 1; at > 0; at--) {
    if (words[at] !== 'at') continue;
    const domain = domainAt(words, at + 1);
    if (!domain) continue;
    let from = at;
    let plain = 0;
    while (from > 0 && at - from < MOST_WORDS) {
      const part = partBefore(words, from);
      if (!part) break;
      plain = part.plain ? plain + 1 : 0;
      if (plain > MOST_PLAIN) break;
      from = part.from;
    }
    const local = written(words.slice(from, at)).replace(/^[.+-]+|[.+-]+$/g, '');
    if (/^[\w.+-]{1,64}$/.test(local)) return { email: `${local}@${domain.text}`, from, to: domain.to };
  }
  return null;
};
