import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSeal, keyFor, loadSealKey } from './seal.ts';

const seal = createSeal(Buffer.alloc(32, 7));
const place = ['visits', 'gate_code', 'b1', 'v1'];

it('gives back what it sealed, and never the same text twice', () => {
  const sealed = seal.seal('#4711*', place);
  expect(sealed).not.toContain('4711');
  expect(seal.open(sealed, place)).toBe('#4711*');
  expect(seal.seal('#4711*', place)).not.toBe(sealed);
});

it('refuses a value moved to another row, changed, shortened, or sealed with another key', () => {
  const sealed = seal.seal('4711', place);
  const parts = sealed.split('.');
  const wrong = [
    () => seal.open(sealed, ['visits', 'gate_code', 'b1', 'v2']),
    () => seal.open(sealed.replace(/^v1/u, 'v2'), place),
    () => seal.open([...parts.slice(0, 3), 'AAAA', parts[4]].join('.'), place),
    () => seal.open([...parts.slice(0, 4), (parts[4] ?? '').slice(0, 6)].join('.'), place),
    () => createSeal(Buffer.alloc(32, 8)).open(sealed, place),
    () => seal.open('4711', place),
  ];
  for (const open of wrong) expect(open).toThrow(expect.objectContaining({ code: 'seal_broken' }));
});

it('makes its key once, for this user only, and names a damaged one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seal-'));
  const file = join(folder, 'field.key');
  const key = loadSealKey(file);
  expect(key).toHaveLength(32);
  expect(loadSealKey(file)).toEqual(key);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 10));
  expect(() => loadSealKey(file)).toThrow(expect.objectContaining({ code: 'seal_key' }));
  rmSync(folder, { recursive: true });
});

it('each purpose has a key of its own, the same each time', () => {
  const key = Buffer.alloc(32, 7);
  expect(keyFor('one', key)).toHaveLength(32);
  expect(keyFor('one', key)).toEqual(keyFor('one', key));
  const others = [keyFor('two', key), keyFor('one', Buffer.alloc(32, 8)), key];
  for (const other of others) expect(keyFor('one', key)).not.toEqual(other);
});
