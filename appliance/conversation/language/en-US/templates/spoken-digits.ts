const DIGIT: Readonly<Record<string, string>> = {
  zero: '0',
  oh: '0',
  o: '0',
  one: '1',
  two: '2',
  to: '2',
  too: '2',
  three: '3',
  four: '4',
  for: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  ate: '8',
  nine: '9',
  ten: '10',
  eleven: '11',
  twelve: '12',
  thirteen: '13',
  fourteen: '14',
  fifteen: '15',
  sixteen: '16',
  seventeen: '17',
  eighteen: '18',
  nineteen: '19',
  twenty: '20',
  thirty: '30',
  forty: '40',
  fifty: '50',
  sixty: '60',
  seventy: '70',
  eighty: '80',
  ninety: '90',
};
const JOINERS = new Set(['star', 'pound', 'hash', 'double', 'triple', 'hundred', 'dash', '#', '*', '-']);
/** Words that are digits only among digits: "two four" is a number, "for me" is none. */
const WEAK = new Set(['o', 'to', 'too', 'for', 'ate', ...JOINERS]);

interface Run {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
}

interface Word {
  readonly at: number;
  readonly end: number;
  readonly bare: string;
}

const wordsOf = (text: string): readonly Word[] =>
  [...text.matchAll(/[^\s,;]+/g)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    bare: match[0].toLowerCase().replace(/[.!?]+$/, ''),
  }));

const digitsOf = (bare: string): string | null => {
  if (/^[\d#*().-]*\d[\d#*().-]*$/.test(bare)) return bare.replace(/\D/g, '');
  const parts = bare.split('-').map((part) => DIGIT[part]);
  if (parts.every((part) => part !== undefined)) return parts.join('');
  return JOINERS.has(bare) ? '' : null;
};

/** Stretches of digits in a text, spoken or written. Repeats ("double five") count as said: once. */
export const digitRuns = (text: string): readonly Run[] => {
  const runs: Run[] = [];
  let current: { words: Word[]; digits: string } | null = null;
  const close = (): void => {
    if (!current) return;
    const { words } = current;
    while (words.length > 0 && WEAK.has(words.at(-1)?.bare ?? '') && !JOINERS.has(words.at(-1)?.bare ?? ''))
      words.pop();
    const [first] = words;
    const last = words.at(-1);
    const strong = words.some((word) => !WEAK.has(word.bare));
    if (first && last && strong) runs.push({ from: first.at, to: last.end, digits: current.digits });
    current = null;
  };
  for (const word of wordsOf(text)) {
    const digits = digitsOf(word.bare);
    const previous = current?.words.at(-1);
    const written = (bare: string): boolean => /\d/.test(bare);
    // "1234, one dog": a comma between written and spoken digits parts them.
    if (previous && text.slice(previous.end, word.at).includes(',') && written(previous.bare) !== written(word.bare))
      close();
    if (digits === null) close();
    else if (current) {
      current.words.push(word);
      current.digits += digits;
    } else if (!WEAK.has(word.bare) || JOINERS.has(word.bare)) current = { words: [word], digits };
  }
  close();
  return runs;
};

/** Does a text speak of a code, so that what could not be read in it is as secret as one? */
export const speaksOfCode = (text: string): boolean => CODE_CUE.test(text) || /\balarm\b/i.test(text);

const CODE_CUE = /\b(?:code|keypad|key pad|lock ?box|combination|pin)\b/i;
