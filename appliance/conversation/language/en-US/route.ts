import { isNumberWord, readDigits } from './numbers.ts';
import { DIRECTIONS } from './states.ts';

const ROUTES =
  /^(county road|county highway|county route|state route|state road|state highway|highway|route|us highway|us route|us|fm|cr|sr|farm road|farm to market|farm to market road|ranch road|rural route|rural rout|rr|r r|star route|highway contract|hc|h c|interstate|township road|old highway|c r|f m|s r)$/;
const ROUTE_NAMES: Readonly<Record<string, string>> = {
  cr: 'County Road',
  'c r': 'County Road',
  fm: 'FM',
  'f m': 'FM',
  sr: 'State Route',
  rr: 'Rural Route',
  'r r': 'Rural Route',
  'rural rout': 'Rural Route',
  hc: 'HC',
  'h c': 'HC',
  'highway contract': 'HC',
  's r': 'State Route',
  us: 'US',
  'us highway': 'US Highway',
  'us route': 'US Route',
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export interface Route {
  /** `County Road 12`. */
  readonly text: string;
  /** `Box 40`, where a box follows it. */
  readonly box: string | null;
  readonly to: number;
}

/** A mail box at the road: `box forty`, `box number twelve b`. One at the post office (`p o box`) is no place. */
export const boxAt = (words: readonly string[], at: number): { readonly text: string; readonly to: number } | null => {
  if (words[at] !== 'box' || /^(o|po|office)$/.test(words[at - 1] ?? '')) return null;
  const from = words[at + 1] === 'number' ? at + 2 : at + 1;
  const run = isNumberWord(words[from]) ? readDigits(words, from) : null;
  if (!run || run.digits.length > 5) return null;
  const letter = /^[a-d]$/.test(words[run.to] ?? '') ? (words[run.to] ?? '').toUpperCase() : '';
  return { text: `Box ${run.digits}${letter}`, to: run.to + letter.length };
};

/** A numbered road, as it is written: `cr 210` is County Road 210, `highway six box forty` Highway 6, Box 40. */
export const routeAt = (words: readonly string[], at: number): Route | null => {
  for (let length = 4; length >= 1; length--) {
    const key = words.slice(at, at + length).join(' ');
    if (!ROUTES.test(key)) continue;
    const run = readDigits(words, at + length);
    if (!run || run.digits.length > 4) return null;
    const name =
      ROUTE_NAMES[key] ??
      key
        .split(' ')
        .map((word) => (word === 'to' ? 'to' : word === 'us' ? 'US' : capital(word)))
        .join(' ');
    let to = run.to;
    const direction = DIRECTIONS[words[to] ?? ''];
    if (direction !== undefined) to++;
    const box = boxAt(words, to);
    return {
      text: `${name} ${run.digits}${direction === undefined ? '' : ` ${direction}`}`,
      box: box?.text ?? null,
      to: box?.to ?? to,
    };
  }
  return null;
};
