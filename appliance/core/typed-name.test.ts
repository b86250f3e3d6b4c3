import { expect, test } from 'vitest';
import { createReader } from '#conversation/read/reader.ts';
import { loadDirectory } from './directory.ts';
import { loadPlaybook } from './playbooks.ts';

const reader = createReader({ directory: loadDirectory(), playbook: loadPlaybook('all') });
const nameIn = (text: string) => {
  const { name } = reader.read(text, { expect: 'name', now: 0, zone: 'America/New_York', offered: [] }).slots;
  return `${name?.first} ${name?.last}`;
};

test.each([
  ['My name is Sara Miller', 'Sara Miller'],
  ['Jon Smyth', 'Jon Smyth'],
  ["Mary Ann O'Neil", "Mary Ann O'Neil"],
])('a typed name stays as it was typed: %s', (text, name) => {
  expect(nameIn(text)).toBe(name);
});

test('a name that was heard takes the commoner spelling of the same sound, and no other name', () => {
  expect(nameIn('sara miller')).toBe('Sarah Miller');
  expect(nameIn('maria lopez')).toBe('Maria Lopez');
});
