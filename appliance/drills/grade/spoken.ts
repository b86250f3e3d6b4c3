import { cardinal, digitWords } from '#conversation/language/en-US/templates/numbers.ts';
import { wordsOf } from '../listen/words.ts';
import { patternOf } from '../scenario/read.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Fault } from './fault.ts';
import type { Row } from './readable.ts';

const bare = (text: string): string => wordsOf(text.replaceAll('-', ' ')).join(' ');

/** Every number of whole dollars and cents that a row of this shop holds, in words. */
const amountsOf = (quotes: readonly Row[]): ReadonlySet<string> =>
  new Set(
    quotes.flatMap((quote) =>
      Object.entries(quote).flatMap(([column, value]) =>
        column.endsWith('_cents') && typeof value === 'number' ? [bare(cardinal(Math.floor(value / 100)))] : [],
      ),
    ),
  );

const NUMBER =
  /^(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)$/;

/** The amounts of dollars in a sentence, in words: those before `dollars`. */
export const dollarsIn = (text: string): string[] => {
  const words = bare(text).split(' ');
  return words.flatMap((word, at) => {
    if (!/^dollars?$/.test(word)) return [];
    let from = at;
    while (from > 0 && NUMBER.test(words[from - 1] ?? '')) from -= 1;
    return from === at ? [] : [words.slice(from, at).join(' ')];
  });
};

/** What was said against what must and must not be said, and against the amounts on record. */
export const faultsOfSpeech = (
  { expect, caller }: Scenario,
  said: readonly string[],
  acts: readonly string[],
  quotes: readonly Row[],
): Fault[] => {
  const faults: Fault[] = [];
  const all = said.join('\n');
  for (const pattern of expect.says)
    if (!patternOf(pattern).test(all)) faults.push({ kind: 'not_said', what: `nobody said ${pattern}` });
  for (const pattern of expect.never_says) {
    const found = patternOf(pattern).exec(all);
    if (found) faults.push({ kind: 'said', what: `${pattern} was said: ${found[0]}` });
  }
  for (const act of expect.acts) if (!acts.includes(act)) faults.push({ kind: 'not_said', what: `no ${act}` });
  for (const act of expect.never_acts) if (acts.includes(act)) faults.push({ kind: 'said', what: `${act} was said` });
  const amounts = amountsOf(quotes);
  for (const sentence of said)
    for (const amount of dollarsIn(sentence))
      if (!amounts.has(amount))
        faults.push({ kind: 'wrong_price', what: `${amount} dollars were spoken and stand in no quote` });
  const code = caller.gate_code;
  if (code !== undefined && (bare(all).includes(digitWords(code)) || all.includes(code)))
    faults.push({ kind: 'secret_said', what: 'the gate code was spoken' });
  return faults;
};
