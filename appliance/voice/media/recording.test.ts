import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Recording } from './recording.ts';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'recording-'))));
afterEach(() => rm(folder, { recursive: true }));

const frame = (value: number): Int16Array => new Int16Array(160).fill(value);
const begin = (path: string): { recording: Recording; opened: Promise<void>; failure: Promise<string> } => {
  const opened = Promise.withResolvers<void>();
  const failure = Promise.withResolvers<string>();
  return {
    recording: new Recording(path, opened.resolve, failure.resolve),
    opened: opened.promise,
    failure: failure.promise,
  };
};

describe('a recording', () => {
  it('holds the caller on the left and us on the right, in order', async () => {
    const path = join(folder, 'call.wav');
    const { recording } = begin(path);
    for (let n = 0; n < 120; n++) recording.add(n % 2 === 0 ? [frame(n), frame(n + 1)] : [], frame(-n - 1));
    expect(await recording.close()).toEqual({ path, durationMs: 2400 });
    const file = await readFile(path);
    expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 12)).toBe('RIFFWAVE');
    expect([file.readUInt16LE(22), file.readUInt32LE(24), file.readUInt16LE(34)]).toEqual([2, 8000, 16]);
    expect(file.readUInt32LE(40)).toBe(120 * 640);
    expect(file.length).toBe(44 + 120 * 640);
    for (let n = 0; n < 120; n++) {
      expect([file.readInt16LE(44 + n * 640), file.readInt16LE(46 + n * 640)]).toEqual([n, -n - 1]);
    }
  });

  it('is a valid file before it is closed', async () => {
    const path = join(folder, 'call.wav');
    const { recording, opened } = begin(path);
    await opened;
    const empty = await readFile(path);
    expect([empty.length, empty.readUInt32LE(40)]).toEqual([44, 0]);
    await recording.close();
  });

  it('tells once why it failed when the disk is full, and the rest is let go', async () => {
    const { recording, failure } = begin('/dev/full');
    expect(await failure).toContain('ENOSPC');
    for (let n = 0; n < 200; n++) recording.add([frame(1)], frame(2));
    expect(await recording.close()).toBeNull();
  });

  it('tells why when the folder is not there', async () => {
    const { recording, failure } = begin(join(folder, 'none', 'call.wav'));
    expect(await failure).toContain('ENOENT');
    expect(await recording.close()).toBeNull();
  });
});
