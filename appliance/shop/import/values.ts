import { normalisePhone } from '../phone.ts';

/** A value as it is kept, or why it cannot be; the reason never repeats the value. */
export type Value<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

const fine = <T>(value: T): Value<T> => ({ ok: true, value });
const wrong = (reason: string): Value<never> => ({ ok: false, reason });

const NOTHING = /^(?:-+|\.|n\/?a|none|null|nil|unknown|not provided|no e-?mail|no phone)$/iu;

/** What a cell says, '' where it says that there is nothing. The mark that keeps spreadsheets from computing a cell is no part of it. */
export const said = (cell: string): string => {
  const text = cell
    .replaceAll(/[ \t\u00a0]+/gu, ' ')
    .replace(/^'(?=[=+@-])/u, '')
    .trim();
  return NOTHING.test(text) ? '' : text;
};

export interface PhoneValue {
  /** E.164. */
  readonly phone: string;
  readonly extension?: string;
}

const EXTENSION = /[\s,;]*(?:extension|ext|x|#)[.:]?\s*(\d{1,6})$/iu;

export const readPhone = (text: string): Value<PhoneValue> => {
  if (/^\d(?:\.\d+)?e\+?\d+$/iu.test(text)) return wrong('the spreadsheet has rounded this number');
  const extension = EXTENSION.exec(text)?.[1];
  const main = text.replace(EXTENSION, '').replace(/^(?:tel|phone|mobile|cell|home|work|office)[.:]?\s*/iu, '');
  const digits = main.replaceAll(/\D/gu, '').length;
  if (/[a-z]/iu.test(main)) return wrong('words stand in the number');
  const phone = normalisePhone(main.replace(/\.0$/u, ''));
  if (phone === null) return wrong(`${digits} digits make no phone number`);
  return fine(extension === undefined ? { phone } : { phone, extension });
};

/** Several in one cell, as some programs export them. */
export const severalIn = (text: string): string[] =>
  text
    .split(/\s*[,;|\n]\s*|\s+(?:or|and)\s+|\s+\/\s+/iu)
    .map(said)
    .filter((part) => part !== '');

export const readEmail = (text: string): Value<string> =>
  /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[a-z]{2,}$/iu.test(text)
    ? fine(text.toLowerCase())
    : wrong('this is no e-mail address');

/** Five digits; spreadsheets drop zeros that lead. */
export const readZip = (text: string): Value<string> => {
  const digits = /^(\d{3,5})(?:\.0)?(?:-?\d{4})?$/u.exec(/^\d{8}$/u.test(text) ? `0${text}` : text)?.[1];
  return digits === undefined ? wrong('this is no ZIP code') : fine(digits.padStart(5, '0'));
};

/** @returns cents */
export const readMoney = (text: string): Value<number> => {
  const plain = /^\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2})0*)?\s*(?:USD)?$/u.exec(text);
  if (plain === null) return wrong('this is no amount in dollars and cents');
  const cents = Number((plain[1] ?? '').replaceAll(',', '')) * 100 + Number((plain[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(cents) ? fine(cents) : wrong('this amount is too large');
};

export const readYes = (text: string): Value<boolean> => {
  if (/^(?:y|yes|true|1|x|on)$/iu.test(text)) return fine(true);
  if (/^(?:n|no|false|0|off)?$/iu.test(text)) return fine(false);
  return wrong('this is neither yes nor no');
};

const calendar = (year: number, month: number, day: number): Value<string> => {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? fine(date.toISOString().slice(0, 10)) : wrong('there is no such day');
};

/** @returns the local date, `2026-11-23` */
export const readDate = (text: string, order: 'month first' | 'day first' = 'month first'): Value<string> => {
  const iso = /^(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?$/u.exec(text);
  if (iso !== null) return calendar(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const slashed = /^(\d\d?)[/.-](\d\d?)[/.-](\d{4}|\d\d)(?: .*)?$/u.exec(text);
  if (slashed === null) return wrong('this is no date');
  const [first, second, year] = [Number(slashed[1]), Number(slashed[2]), Number(slashed[3])];
  const full = year < 100 ? year + (year < 70 ? 2000 : 1900) : year;
  return order === 'month first' ? calendar(full, first, second) : calendar(full, second, first);
};
