const ONES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = [
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** 0 to 999,999 in words: `two hundred forty-eight`. */
export const cardinal = (n: number): string => {
  if (n < 10) return ONES[n] ?? '';
  if (n < 20) return TEENS[n - 10] ?? '';
  if (n < 100) return n % 10 === 0 ? (TENS[n / 10] ?? '') : `${TENS[Math.floor(n / 10)]}-${ONES[n % 10]}`;
  if (n < 1000) {
    const rest = n % 100;
    return `${ONES[Math.floor(n / 100)]} hundred${rest === 0 ? '' : ` ${cardinal(rest)}`}`;
  }
  const rest = n % 1000;
  return `${cardinal(Math.floor(n / 1000))} thousand${rest === 0 ? '' : ` ${cardinal(rest)}`}`;
};

/** Each digit as a word: `one two three`. Anything that is no digit is left out. */
export const digitWords = (digits: string): string =>
  [...digits]
    .filter((c) => c >= '0' && c <= '9')
    .map((c) => ONES[Number(c)])
    .join(' ');

/** A phone number in groups, with the pauses a listener needs: `five five five, one two three, zero zero zero zero`. */
export const spokenPhone = (digits: string): string =>
  digits.length === 10
    ? [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)].map(digitWords).join(', ')
    : (digits.match(/.{1,3}/g) ?? []).map(digitWords).join(', ');

/** The same number in other groups: three, three, two, two, each by its digits. */
export const spokenPhoneInPairs = (digits: string): string =>
  [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6, 8), digits.slice(8)].map(digitWords).join(', ');

/** House numbers, and boxes at a road (`Box 40`), digit by digit, letters by name: fifteen and fifty sound alike, one five does not. */
export const spokenHouseNumber = (number: string): string => {
  const digits = [...number.replace(/^Box /, '')]
    .filter((c) => /[0-9a-z]/i.test(c))
    .map((c) => (/\d/.test(c) ? ONES[Number(c)] : c.toUpperCase()))
    .join(' ');
  return number.startsWith('Box ') ? `box ${digits},` : digits;
};

const ORDINALS: Readonly<Record<number, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  5: 'fifth',
  8: 'eighth',
  9: 'ninth',
  12: 'twelfth',
};

/** 1 to 999: `twenty-first`. */
export const ordinal = (n: number): string => {
  const last = n % 100;
  const head = n >= 100 ? `${cardinal(n - last)} ` : '';
  if (n >= 100 && last === 0) return `${cardinal(n)}th`;
  const special = ORDINALS[last];
  if (special) return head + special;
  if (last < 20) return `${head}${cardinal(last)}th`;
  if (last % 10 === 0) return `${head}${cardinal(last).replace(/y$/, 'ieth')}`;
  return `${head}${TENS[Math.floor(last / 10)]}-${ordinal(last % 10)}`;
};

/** `between four hundred fifty and one thousand two hundred dollars`. */
export const spokenRange = (lowCents: number, highCents: number): string => {
  const low = lowCents % 100 === 0 && highCents % 100 === 0 ? cardinal(lowCents / 100) : spokenMoney(lowCents);
  return `between ${low} and ${spokenMoney(highCents)}`;
};

/** Whole dollars in words; cents are said when there are any. */
export const spokenMoney = (cents: number): string => {
  const dollars = Math.floor(cents / 100);
  const rest = cents % 100;
  const head = `${cardinal(dollars)} ${dollars === 1 ? 'dollar' : 'dollars'}`;
  return rest === 0 ? head : `${head} and ${cardinal(rest)} ${rest === 1 ? 'cent' : 'cents'}`;
};
