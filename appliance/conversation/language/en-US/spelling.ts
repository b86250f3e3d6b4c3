/** Letter names as recognizers write them; taken as letters only inside a spelled run. */
const LETTER_NAMES: Readonly<Record<string, string>> = {
  ay: 'a',
  bee: 'b',
  be: 'b',
  cee: 'c',
  see: 'c',
  sea: 'c',
  dee: 'd',
  ee: 'e',
  ef: 'f',
  eff: 'f',
  gee: 'g',
  jee: 'g',
  aitch: 'h',
  eye: 'i',
  jay: 'j',
  kay: 'k',
  el: 'l',
  ell: 'l',
  em: 'm',
  en: 'n',
  oh: 'o',
  pee: 'p',
  cue: 'q',
  queue: 'q',
  are: 'r',
  ar: 'r',
  ess: 's',
  tee: 't',
  tea: 't',
  you: 'u',
  vee: 'v',
  ex: 'x',
  why: 'y',
  zee: 'z',
  zed: 'z',
  aye: 'a',
  es: 's',
  pea: 'p',
  que: 'q',
  ar_: 'r',
  yew: 'u',
  wye: 'y',
  ais: 's',
};
const BETWEEN = /^(um|uh|and|then|dash|hyphen|space|capital|letter|thats|its|is|spelled|spelt)$/;

export interface SpellingRun {
  /** Capitals, no spaces. */
  readonly letters: string;
  readonly from: number;
  readonly to: number;
}

const letterAt = (words: readonly string[], i: number, loose: boolean): { letters: string; length: number } | null => {
  const word = words[i] ?? '';
  const next = words[i + 1] ?? '';
  if (/^(double|dubble)$/.test(word)) {
    if (next === 'u' || next === 'you') {
      // `double u` is W; before another u it would be odd anyway.
      return { letters: 'W', length: 2 };
    }
    const doubled = /^[a-z]$/.test(next) ? next : LETTER_NAMES[next];
    return doubled === undefined ? null : { letters: doubled.toUpperCase().repeat(2), length: 2 };
  }
  if (/^doubleu|doubleyou|dubya$/.test(word)) return { letters: 'W', length: 1 };
  const letter = /^[a-z]$/.test(word)
    ? word
    : loose || (/^(as|like|for)$/.test(next) && words[i + 2] !== undefined)
      ? LETTER_NAMES[word]
      : undefined;
  if (letter === undefined) return null;
  // `b as in boat`, `m like mouse`, `d for door`: the example word must begin with the letter, or the letter was misheard.
  const as =
    next === 'as' && words[i + 2] === 'in'
      ? 3
      : next === 'as' || next === 'like' || next === 'for'
        ? words[i + 2] === 'in'
          ? 3
          : 2
        : 0;
  const example = as > 0 ? words[i + as] : undefined;
  if (example !== undefined && example.length > 1)
    return { letters: (example[0] ?? letter).toUpperCase(), length: as + 1 };
  return { letters: letter.toUpperCase(), length: 1 };
};

/**
 * The longest run of spelled letters.
 * @param expected true when spelling was asked for: then letter names (`bee`, `are`) and short runs count too
 */
export const readSpelling = (words: readonly string[], expected: boolean): SpellingRun | null => {
  let best: SpellingRun | null = null;
  for (let i = 0; i < words.length; i++) {
    let letters = '';
    let k = i;
    let to = i;
    let real = 0;
    let gap = 0;
    while (k < words.length) {
      // `l a w s oh n`: amid letters a zero is the letter.
      const amid = letters.length > 1 && words[k] === 'oh' && /^[a-z]$/.test(words[k + 1] ?? '');
      const at = letterAt(words, k, expected || amid);
      if (at) {
        letters += at.letters;
        if (/^[a-z]$/.test(words[k] ?? '') || at.length > 1) real++;
        k += at.length;
        to = k;
        gap = 0;
      } else if (letters !== '' && BETWEEN.test(words[k] ?? '') && gap < 2) {
        gap++;
        k++;
      } else if (
        letters.length > 2 &&
        expected &&
        (words[k] ?? '').length === 2 &&
        !/^(my|is|it|so|no|or|on|in|to|at|ok)$/.test(words[k] ?? '')
      ) {
        // Recognizers run letters together: `k o wa l`.
        letters += (words[k] ?? '').toUpperCase();
        k++;
        to = k;
      } else break;
    }
    const enough = expected
      ? letters.length >= 2 && real >= Math.min(2, letters.length - 1)
      : letters.length >= 3 && real >= 3;
    if (enough && (!best || letters.length > best.letters.length)) best = { letters, from: i, to };
    if (to > i) i = to - 1;
  }
  return best && best.letters.length <= 40 ? best : null;
};
