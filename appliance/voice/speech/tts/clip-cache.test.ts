import * as disk from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { ClipCache, clipKey, type ClipDisk } from './clip-cache.ts';

let folder = '';
beforeEach(async () => {
  folder = await disk.mkdtemp(join(tmpdir(), 'clips-'));
});
afterEach(() => disk.rm(folder, { recursive: true, force: true }));

const clip = new Int16Array([1, -2, 3, 32767]);
const key = clipKey('espeak-ng en-us 155', 'Thanks for calling.');

test('a clip is found again by another run', async () => {
  const first = new ClipCache(folder, silentLog());
  first.put(key, clip);
  await first.flushed();
  expect(await new ClipCache(folder, silentLog()).get(key)).toEqual(clip);
});

test('voice and text both make the key', () => {
  expect(
    new Set([key, clipKey('espeak-ng en-us 160', 'Thanks for calling.'), clipKey('espeak-ng en-us 155', 'Thanks.')])
      .size,
  ).toBe(3);
});

test('a damaged file counts as none', async () => {
  const first = new ClipCache(folder, silentLog());
  first.put(key, clip);
  await first.flushed();
  const [name] = await disk.readdir(folder);
  const path = join(folder, name ?? '');
  const bytes = await disk.readFile(path);
  for (const damage of [
    bytes.subarray(0, bytes.length - 1),
    Buffer.alloc(0),
    Buffer.concat([bytes, Buffer.from([1])]),
  ]) {
    await disk.writeFile(path, damage);
    expect(await new ClipCache(folder, silentLog()).get(key)).toBeUndefined();
  }
});

test('a full disk leaves the clips in memory and nothing half-written behind', async () => {
  const full: ClipDisk = {
    ...disk,
    writeFile: async (path) => {
      await disk.writeFile(path, 'half');
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    },
  };
  const cache = new ClipCache(folder, silentLog(), full);
  cache.put(key, clip);
  await cache.flushed();
  expect(await cache.get(key)).toEqual(clip);
  expect(await disk.readdir(folder)).toEqual([]);
});
