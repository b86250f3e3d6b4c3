import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { digitWords } from '#conversation/language/en-US/templates/numbers.ts';

/** How digits may stand in a file: together, apart, and in words. */
const formsOf = (digits: string): string[] => [
  digits,
  ...[' ', '-', ', ', '","'].map((between) => [...digits].join(between)),
  digitWords(digits),
  digitWords(digits).replaceAll(' ', ', '),
];

/** Files of a folder that hold these digits in clear, in any form, as `file: form`; byte by byte, whatever the file is. */
export const leftBehind = (folder: string, ...secrets: readonly string[]): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => {
      const bytes = readFileSync(path);
      const wide = bytes.toString('utf16le');
      return secrets
        .flatMap(formsOf)
        .filter((form) => bytes.includes(form) || wide.includes(form))
        .map((form) => `${path}: ${form}`);
    });
