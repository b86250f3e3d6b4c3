import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addSealKey, dropOldSealKeys, loadSealKeys, openFileSeal, readSealKeys } from './key-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-'));
  file = join(folder, 'field.key');
});
afterEach(() => rmSync(folder, { recursive: true }));
const place = ['visits', 'gate_code', 'b1', 'v1'];

it('is made once, for this user only, and a damaged one is named', () => {
  expect(readSealKeys(file)).toBeNull();
  const keys = loadSealKeys(file);
  expect(keys.map((key) => key.length)).toEqual([32]);
  expect(loadSealKeys(file)).toEqual(keys);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 10));
  expect(() => loadSealKeys(file)).toThrow(expect.objectContaining({ code: 'seal_key' }));
});

it('a key added or dropped by one process holds for another that has the file open', () => {
  const [ours, theirs] = [openFileSeal(file), openFileSeal(file)];
  const before = ours.seal('4711', place);
  const box = ours.box();
  addSealKey(file);
  const after = ours.seal('4711', place);
  expect(theirs.open(after, place)).toBe('4711');
  expect(theirs.open(before, place)).toBe('4711');
  expect([theirs.isCurrent(before), theirs.isCurrent(after)]).toEqual([false, true]);
  expect(theirs.ids()).toHaveLength(2);
  dropOldSealKeys(file);
  expect([ours.box(), theirs.box(), openFileSeal(file).box()]).toEqual([box, box, box]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(theirs.open(after, place)).toBe('4711');
  expect(() => theirs.open(before, place)).toThrow(expect.objectContaining({ code: 'seal_broken' }));
});
