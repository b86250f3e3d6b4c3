import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readArchive } from '#ops/backup/archive.ts';
import { readThrough } from '#ops/backup/backup.ts';
import { enterDataFolder } from '#shared/restored-folder.ts';
import { bookSome } from './demo-office.ts';
import { back, boxIn, inProcess, newFolder, openBox, restore, writeOld } from './backup-rig.ts';

let place: string;
let file: string;
beforeEach(() => {
  place = newFolder();
  file = join(place, 'shop.backup');
});
afterEach(() => rmSync(place, { recursive: true }));

it('a backup killed anywhere leaves the one before, and the next takes away what was left', async () => {
  await using box = await openBox();
  const { manifest: first } = await back(box.folder, file);
  for (const fault of ['backup.copied', 'backup.written', 'backup.checked']) {
    expect(await inProcess(['backup', box.folder, file], fault)).toBe('SIGKILL');
    expect(await readArchive(file, box.secret, readThrough)).toMatchObject({ id: first.id });
  }
  expect(readdirSync(place).length).toBeGreaterThan(1);
  expect(readdirSync(join(box.folder, 'run'))).toHaveLength(1);
  const { manifest: second } = await back(box.folder, file);
  expect(await readArchive(file, box.secret, readThrough)).toMatchObject({ id: second.id });
  expect(readdirSync(place)).toEqual(['shop.backup']);
  expect(readdirSync(join(box.folder, 'run'))).toEqual([]);
});

it('a full disk is named, and leaves the backup before', async () => {
  await using box = await openBox();
  await back(box.folder, file);
  const before = readFileSync(file);
  // Sound that cannot be packed smaller, and a limit below it on what a file may hold.
  writeOld(join(box.folder, 'recordings', 'noise.wav'), randomBytes(3_000_000));
  const script = join(import.meta.dirname, 'backup-process.ts');
  const command = `ulimit -f 2000; exec "${process.execPath}" "${script}" backup "${box.folder}" "${file}" 2>&1`;
  const told = (() => {
    try {
      return execFileSync('bash', ['-c', command], { encoding: 'utf8' });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  })();
  expect(told).toContain('backup_full');
  expect(readFileSync(file)).toEqual(before);
  expect(readdirSync(place)).toEqual(['shop.backup']);
});

/** A folder whose box has gone on since its backup. */
const wentOn = async () => {
  const box = await openBox();
  await back(box.folder, file);
  await bookSome(box.shop, 2);
  await box.store[Symbol.asyncDispose]();
  return box;
};

it.each([
  ['restore.before', 'old'],
  ['restore.ready', 'new'],
  ['restore.moving', 'new'],
  ['restore.moved', 'new'],
])('a restore killed at %s leaves the %s box, whole', async (fault, which) => {
  const { folder, secret } = await wentOn();
  expect(await inProcess(['restore', folder, file, '', secret], fault)).toBe('SIGKILL');
  // Several processes of the box enter at once.
  const other = fault === 'restore.ready' ? inProcess(['enter', folder], null) : Promise.resolve('done');
  enterDataFolder(folder);
  expect(await other).toBe('done');
  const left = readdirSync(folder).filter((name) => name.startsWith('restore.') && name !== 'restore.making');
  expect(left).toEqual([]);
  const box = await boxIn(folder);
  expect(box).toMatchObject({ code: '4711', jobs: which === 'old' ? ['J-1001', 'J-1002'] : ['J-1001'] });
  expect(box.sound?.length).toBe(300_000);
  const aside = readdirSync(folder).filter((name) => name.startsWith('before-'));
  expect(aside).toHaveLength(which === 'old' ? 0 : 1);
  if (which === 'new') expect((await boxIn(join(folder, aside[0] ?? ''))).jobs).toEqual(['J-1001', 'J-1002']);
  // And it can be done again.
  await restore(folder, file, secret, true);
  expect((await boxIn(folder)).jobs).toEqual(['J-1001']);
  expect(existsSync(join(folder, 'restore.making'))).toBe(false);
  rmSync(folder, { recursive: true });
});

it('nobody enters a folder into which a backup is being put', async () => {
  await using box = await openBox();
  writeFileSync(join(box.folder, 'restore.under-way'), JSON.stringify({ pid: process.pid, database: false }));
  expect(() => enterDataFolder(box.folder)).toThrow(expect.objectContaining({ code: 'restore_under_way' }));
  writeFileSync(join(box.folder, 'restore.under-way'), JSON.stringify({ pid: 2 ** 22 + 1, database: true }));
  expect(() => enterDataFolder(box.folder)).toThrow(expect.objectContaining({ code: 'restore_cut_off' }));
});
