const DIGITS: Readonly<Record<string, string>> = {
  zero: '0',
  oh: '0',
  o: '0',
  one: '1',
  two: '2',
  to: '2',
  three: '3',
  four: '4',
  for: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
};

/** The digit a word stands for inside a spoken number, or null. */
const digitOf = (word: string): string | null => (/^\d+$/.test(word) ? word : (DIGITS[word] ?? null));

/** Runs of digits spoken one by one, in order, each with the index of its first word. `to` and `for` count inside a run only. */
export const digitRuns = (words: readonly string[]): { readonly at: number; readonly digits: string }[] => {
  const runs: { at: number; digits: string }[] = [];
  let open: { at: number; digits: string } | null = null;
  words.forEach((word, at) => {
    const digit = digitOf(word);
    const doubtful = word === 'to' || word === 'for' || word === 'o';
    if (digit === null || (doubtful && open === null)) open = null;
    else if (open) open.digits += digit;
    else runs.push((open = { at, digits: digit }));
  });
  return runs;
};
