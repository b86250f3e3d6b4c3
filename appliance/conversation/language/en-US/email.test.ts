import { expect, test } from 'vitest';
import { readEmail } from './email.ts';
import { tokenize } from './tokens.ts';

test.each([
  ['john dot miller at gmail dot com', 'john.miller@gmail.com'],
  ['John.Miller@Gmail.com please', 'john.miller@gmail.com'],
  ['j o h n underscore miller at yahoo dot com', 'john_miller@yahoo.com'],
  ['my email is ada dash lovelace 99 at example dot com', 'ada-lovelace99@example.com'],
  ['m as in mary i double l e r at g mail dot com', 'miller@gmail.com'],
  ['b like boy o b at example dot org', 'bob@example.org'],
  ['mike alpha romeo yankee at example dot org', 'mary@example.org'],
  ['its mike at example dot com', 'mike@example.com'],
  ['john period miller at hot mail dot com', 'john.miller@hotmail.com'],
  ['sarah at harbor dash home dot com', 'sarah@harbor-home.com'],
  ['bob the number four at example dot co dot us', 'bob4@example.co.us'],
  ['yes send it to smiller twenty two at example dot com thanks', 'smiller22@example.com'],
  ['you can email me at ada nineteen eighty five at example dot net', 'ada1985@example.net'],
  ['i am at home', null],
  ['meet me at the corner dot', null],
  ['at gmail dot com', null],
])('%s: %s', (said, email) => {
  const words = tokenize(said).map((token) => token.word);
  expect(readEmail(said, words)?.email ?? null).toBe(email);
});
