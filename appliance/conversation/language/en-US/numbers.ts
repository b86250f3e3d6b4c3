const UNITS: Readonly<Record<string, number>> = {
  oh: 0,
  o: 0,
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  niner: 9,
};
const TEENS: Readonly<Record<string, number>> = {
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
};
const TENS: Readonly<Record<string, number>> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
  thirteenth: 13,
  fourteenth: 14,
  fifteenth: 15,
  sixteenth: 16,
  seventeenth: 17,
  eighteenth: 18,
  nineteenth: 19,
  twentieth: 20,
  thirtieth: 30,
  fortieth: 40,
  fiftieth: 50,
  sixtieth: 60,
  seventieth: 70,
  eightieth: 80,
  ninetieth: 90,
};
/** Words that recognizers write for a digit; taken as one only between other digits. */
const SOUNDALIKES: Readonly<Record<string, string>> = {
  to: 'two',
  too: 'two',
  for: 'four',
  fore: 'four',
  won: 'one',
  ate: 'eight',
  tree: 'three',
  free: 'three',
  fife: 'five',
  sex: 'six',
  owe: 'oh',
  ow: 'oh',
  ohh: 'oh',
  nein: 'nine',
  sevn: 'seven',
  hate: 'eight',
  fir: 'four',
  siks: 'six',
};

/** True for a word that can be part of a spoken number. */
export const isNumberWord = (word: string | undefined): boolean =>
  word !== undefined &&
  (word in UNITS ||
    word in TEENS ||
    word in TENS ||
    /^\d+$/.test(word) ||
    /^(hundred|thousand|double|triple|dubble|doubl|tripple)$/.test(word));

export const ordinalOf = (word: string | undefined): number | undefined => {
  if (word === undefined) return undefined;
  const digits = /^(\d+)(st|nd|rd|th)$/.exec(word);
  return digits ? Number(digits[1]) : ORDINALS[word];
};

export interface DigitRun {
  readonly digits: string;
  readonly from: number;
  readonly to: number;
  /** A `-teen` or `-ty` word was among them: they are easily taken for each other. */
  readonly teenOrTy: boolean;
}

/**
 * Reads a run of number words as a string of digits, as people say numbers: `five five five oh one double two`,
 * `one twenty three` (123), `twelve oh four` (1204), `twenty three` (23), `eight hundred` (800), `one hundred twenty three` (123).
 * @param grouped false in telephone numbers, where `eight hundred five` is 8005
 * @param most the run ends before it grows longer than this many digits
 */
export const readDigits = (words: readonly string[], from: number, grouped = true, most = 24): DigitRun | null => {
  let digits = '';
  let teenOrTy = false;
  let i = from;
  const word = (k: number): string => {
    const heard = words[k] ?? '';
    const alike = SOUNDALIKES[heard];
    if (alike === undefined) return heard;
    return isNumberWord(words[k - 1]) &&
      (isNumberWord(words[k + 1]) || isNumberWord(words[k + 2])) &&
      !(words[k - 1] === 'hundred')
      ? alike
      : heard;
  };
  /** A number below 100 at k: value, length in words, and how it is written. */
  const below100 = (k: number): { value: number; length: number; written: string } | null => {
    const w = word(k);
    const unit = UNITS[w];
    if (unit !== undefined) return { value: unit, length: 1, written: String(unit) };
    const teen = TEENS[w];
    if (teen !== undefined) return { value: teen, length: 1, written: String(teen) };
    const ten = TENS[w];
    if (ten === undefined) return null;
    const next = UNITS[word(k + 1)];
    return next !== undefined && next > 0 && !/^(oh|o|zero)$/.test(word(k + 1)) && !/^\d/.test(words[k + 1] ?? '')
      ? { value: ten + next, length: 2, written: String(ten + next) }
      : { value: ten, length: 1, written: String(ten) };
  };
  while (i < words.length && digits.length < most) {
    const w = word(i);
    if (/^\d+$/.test(w)) {
      digits += w;
      i++;
      continue;
    }
    if (/^(double|dubble|doubl|triple|tripple)$/.test(w)) {
      const times = w.startsWith('d') ? 2 : 3;
      const next =
        below100(i + 1) ??
        (/^\d$/.test(words[i + 1] ?? '')
          ? { value: Number(words[i + 1]), length: 1, written: words[i + 1] ?? '' }
          : null);
      if (!next || (next.length > 1 && next.value > 9)) break;
      digits += next.written.repeat(times);
      i += 2;
      continue;
    }
    const head = below100(i);
    if (!head) break;
    let { value } = head;
    let next = i + head.length;
    if (w in TEENS || w in TENS) teenOrTy = true;
    let whole = false;
    if (words[next] === 'thousand') {
      value *= 1000;
      next++;
      whole = true;
      const rest = below100(next);
      if (grouped && rest && words[next + rest.length] === 'hundred') {
        value += rest.value * 100;
        next += rest.length + 1;
      }
    } else if (words[next] === 'hundred') {
      value *= 100;
      next++;
      whole = true;
    }
    if (whole && grouped) {
      const and = words[next] === 'and' ? 1 : 0;
      const rest = below100(next + and);
      if (rest && rest.value > 0) {
        value += rest.value;
        next += and + rest.length;
      }
    }
    digits += whole ? String(value) : head.written;
    i = next;
  }
  return digits === '' ? null : { digits, from, to: i, teenOrTy };
};

/** All maximal runs of number words. */
export const digitRuns = (words: readonly string[], grouped = true): DigitRun[] => {
  const runs: DigitRun[] = [];
  for (let i = 0; i < words.length; ) {
    const run =
      isNumberWord(words[i]) && words[i] !== 'hundred' && words[i] !== 'thousand'
        ? readDigits(words, i, grouped)
        : null;
    if (run) {
      runs.push(run);
      i = Math.max(run.to, i + 1);
    } else i++;
  }
  return runs;
};

/** A quantity (`seventy eight`, `one hundred and two`) at `from`: its value and the token after it. */
export const readQuantity = (words: readonly string[], from: number): { value: number; to: number } | null => {
  const run = isNumberWord(words[from]) ? readDigits(words, from) : null;
  return run && run.digits.length < 7 ? { value: Number(run.digits), to: run.to } : null;
};
