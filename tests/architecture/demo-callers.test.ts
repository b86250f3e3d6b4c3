import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { personaOf } from '../../demo/callers/roster.ts';

const top = resolve(import.meta.dirname, '../..');

/** What runs on a box: code and playbooks, without tests. */
const shipped = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return shipped(path);
    return /\.(ts|ya?ml|json)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [path] : [];
  });

/** Comments may show an example; nothing that runs may know a caller. */
const withoutComments = (text: string, path: string): string =>
  path.endsWith('.ts')
    ? text.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[\s;{(,])\/\/.*$/gm, '$1')
    : text.replace(/(^|\s)#.*$/gm, '$1');

const plain = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()} `;

const files = shipped(join(top, 'appliance')).map((path) => ({
  name: relative(top, path),
  text: plain(withoutComments(readFileSync(path, 'utf8'), path)),
}));

const callers = [null, ...Array.from({ length: 20 }, (_, at) => at + 1)].map((seed) => ({ seed, ...personaOf(seed) }));

test('code and playbooks are read', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.some(({ name }) => name.includes('playbooks'))).toBe(true);
});

test.each(callers)(
  'no code and no playbook knows the name, street or number of caller $seed',
  ({ name, address, phone }) => {
    const known = [`${name.first} ${name.last}`, `${name.last} ${name.first}`, address.street, phone].map(plain);
    const found = files.flatMap(({ name: file, text }) =>
      known.filter((words) => text.includes(words)).map((words) => `${file}:${words}`),
    );
    expect(found).toEqual([]);
  },
);

/** Names that are words of the trade as well: a white wire, a white residue. */
const WORDS_TOO = new Set(['White']);

/** Lists of names that anybody may have, which no conversation reads. */
const LISTS = new Set(['appliance/shop/duplicates/nicknames.ts']);

test('no first or last name of a caller stands as a word in the conversation or its playbooks', () => {
  const heart = files.filter(
    ({ name }) => /appliance\/(conversation|core|store|shop)\//.test(name) && !LISTS.has(name),
  );
  const names = callers.flatMap(({ name }) => [name.first, name.last]).filter((name) => !WORDS_TOO.has(name));
  const found = heart.flatMap(({ name: file, text }) =>
    names.filter((name) => text.includes(plain(name))).map((name) => `${file}: ${name}`),
  );
  expect([...new Set(found)]).toEqual([]);
});
