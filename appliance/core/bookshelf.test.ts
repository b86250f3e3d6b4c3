import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { Bookshelf } from './bookshelf.ts';
import { Troubles } from './health.ts';

const SHIPPED = readFileSync(new URL('../conversation/playbooks/plumbing.yaml', import.meta.url), 'utf8');
const licensed = (number: string): string => SHIPPED.replace('licenceNumber: null', `licenceNumber: ${number}`);

let folder = '';
let source = '';
let troubles: Troubles;
const open: Bookshelf[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'books-'));
  source = join(folder, 'mine.yaml');
  troubles = new Troubles();
});
afterEach(() => {
  for (const shelf of open.splice(0)) shelf[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

const openShelf = (): Bookshelf => {
  const shelf = new Bookshelf({
    source,
    folder: join(folder, 'playbooks'),
    read: () => ({
      read: () => {
        throw new Error('nobody reads here');
      },
    }),
    log: silentLog(),
    troubles,
  });
  open.push(shelf);
  return shelf;
};
const numberOf = (shelf: Bookshelf, digest = shelf.current.digest): string | null | undefined =>
  shelf.of(digest)?.playbook.rules.licenceNumber;

test('a valid change serves new calls, and a call under way keeps the book it began with, also after a restart', () => {
  writeFileSync(source, licensed('PL 1'));
  const shelf = openShelf();
  const begun = shelf.current.digest;
  writeFileSync(source, licensed('PL 2'));
  expect(shelf.look()).toBe(true);
  expect(numberOf(shelf)).toBe('PL 2');
  expect(numberOf(shelf, begun)).toBe('PL 1');
  const restarted = openShelf();
  expect(numberOf(restarted)).toBe('PL 2');
  expect(numberOf(restarted, begun)).toBe('PL 1');
  expect(restarted.of('0123456789abcdef')).toBeNull();
  expect(restarted.of('../mine.yaml')).toBeNull();
});

test('a change that is not valid is refused with its line, told on the health page, and gone once put right', () => {
  writeFileSync(source, licensed('PL 1'));
  const shelf = openShelf();
  writeFileSync(source, licensed('PL 2').replace('urgency: urgent', 'urgency: soon'));
  expect(shelf.look()).toBe(false);
  expect(numberOf(shelf)).toBe('PL 1');
  expect(troubles.list()).toMatchObject([{ name: 'playbook', ok: false }]);
  expect(troubles.list()[0]?.detail).toMatch(/mine\.yaml:\d+:\d+: .*urgency/);
  writeFileSync(source, licensed('PL 3'));
  expect(shelf.look()).toBe(true);
  expect([numberOf(shelf), troubles.list()]).toEqual(['PL 3', []]);
});

test('a box that starts with a broken file goes on with the one that was in force; without one it does not start', () => {
  writeFileSync(source, 'id: [');
  expect(openShelf).toThrow(/mine\.yaml:1:\d+/);
  writeFileSync(source, licensed('PL 1'));
  openShelf();
  writeFileSync(source, 'id: [');
  expect(numberOf(openShelf())).toBe('PL 1');
  expect(troubles.list()).toHaveLength(1);
  rmSync(source);
  expect(numberOf(openShelf())).toBe('PL 1');
});

test('the file is watched', async () => {
  writeFileSync(source, licensed('PL 1'));
  const shelf = openShelf();
  writeFileSync(source, licensed('PL 2 and more'));
  await expect.poll(() => numberOf(shelf), { timeout: 15_000, interval: 100 }).toBe('PL 2 and more');
});
