import { cardinal, digitWords } from '#conversation/language/en-US/templates/numbers.ts';

/** Long runs of digits are said one by one, short numbers as a number. */
const numberWords = (digits: string): string =>
  digits.length > 4 || (digits.length > 1 && digits.startsWith('0')) ? digitWords(digits) : cardinal(Number(digits));

/** Words as a recognizer prints them: lower case, numbers as words, no punctuation. */
export const printed = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\$(\d+)/g, '$1 dollars')
    .replace(/(\d)[-.) ]+(?=\d)/g, '$1')
    .replace(/\d+/g, (digits) => ` ${numberWords(digits)} `)
    .replace(/[^a-z' ]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
