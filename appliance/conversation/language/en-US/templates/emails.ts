import { digitWords } from './numbers.ts';

const SIGNS: Readonly<Record<string, string>> = { '.': 'dot', _: 'underscore', '-': 'dash', '+': 'plus' };
/** Hosts and endings that everybody knows by their sound. */
const KNOWN =
  /^(gmail|yahoo|hotmail|outlook|icloud|comcast|verizon|live|mail|proton|protonmail|example|com|net|org|edu|gov|info|biz)$/;

const letters = (text: string): string =>
  [...text].map((c) => SIGNS[c] ?? (/\d/.test(c) ? digitWords(c) : c.toUpperCase())).join(', ');

/** `J, O, dot, M, at gmail dot com`: letter by letter, but for what everybody knows. */
export const spokenEmail = (email: string): string => {
  const [local = '', host = ''] = email.split('@');
  const labels = host.split('.').map((label) => (KNOWN.test(label) ? label : letters(label)));
  return `${letters(local)}, at ${labels.join(' dot ')}`;
};
