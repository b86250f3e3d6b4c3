import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROWS } from '../e2e/line/rows.ts';

const E2E = join(import.meta.dirname, '../e2e');

/** Titles of the tests in a file, as the source writes them. */
const titlesIn = (file: string): string[] => {
  const path = join(E2E, file);
  if (!existsSync(path)) return [];
  const source = readFileSync(path, 'utf8');
  const titles = source.matchAll(/\(\s*(['"`])((?:\\.|(?!\1).)*)\1,\s*(?:async )?\(/g);
  return [...titles].map(([, , title = '']) => title.replaceAll('\\', ''));
};

test.each(ROWS)('$row (RFC $rfc) has a test on real sockets', ({ tests }) => {
  const named = Object.entries(tests).flatMap(([file, titles]) => titles.map((title) => ({ file, title })));
  expect(named).not.toEqual([]);
  for (const { file, title } of named)
    expect(
      titlesIn(file).filter((one) => one.startsWith(title)),
      `${file}: ${title}`,
    ).toHaveLength(1);
});
