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

  describe('of what is not to be heard', () => {
    const path = (): string => join(folder, 'call.wav');
    /** Of each frame, the first sample of the caller's and of ours. */
    const heard = async (): Promise<(readonly [number, number])[]> => {
      const file = await readFile(path());
      const frames = file.readUInt32LE(40) / 640;
      return Array.from({ length: frames }, (_, n) => [file.readInt16LE(44 + n * 640), file.readInt16LE(46 + n * 640)]);
    };
    const talk = async (recording: Recording, frames: number, from = 0): Promise<void> => {
      for (let n = from; n < from + frames; n++) {
        recording.add([frame(n + 1)], frame(-n - 1));
        if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    };
    /** What has reached the disk is there. */
    const flushed = (frames: number) => expect.poll(async () => (await heard()).length).toBeGreaterThanOrEqual(frames);

    it('nothing of the last 15 s is on disk', async () => {
      const { recording, opened } = begin(path());
      await opened;
      await talk(recording, 799);
      expect((await readFile(path())).length).toBe(44);
      await talk(recording, 100, 799);
      await flushed(100);
      expect((await readFile(path())).length).toBe(44 + 100 * 640);
      await recording.close();
      expect(await heard()).toHaveLength(899);
    });

    it('a stretch in memory never reaches the disk, on either side', async () => {
      const { recording, opened } = begin(path());
      await opened;
      await talk(recording, 100);
      expect(await recording.silence({ from: 20, to: 60, sides: 'both' })).toBe(false);
      await recording.close();
      const frames = await heard();
      expect(frames.slice(20, 60)).toEqual(Array.from({ length: 40 }, () => [0, 0]));
      expect([frames[19], frames[60]]).toEqual([
        [20, -20],
        [61, -61],
      ]);
    });

    it('a stretch that goes on is silent until it is told to end', async () => {
      const { recording, opened } = begin(path());
      await opened;
      await talk(recording, 10);
      await recording.silence({ from: 5, to: Number.POSITIVE_INFINITY, sides: 'both' });
      await talk(recording, 900, 10);
      await flushed(100);
      expect((await heard()).slice(5).every(([caller, us]) => caller === 0 && us === 0)).toBe(true);
      expect(await recording.silence({ from: 5, to: 890, sides: 'both' })).toBe(true);
      await recording.close();
      const frames = await heard();
      expect(frames.slice(5, 890).every(([caller, us]) => caller === 0 && us === 0)).toBe(true);
      expect([frames[4], frames[890]]).toEqual([
        [5, -5],
        [891, -891],
      ]);
    });

    it('a stretch on disk is overwritten there, and the part still in memory never comes', async () => {
      const { recording, opened } = begin(path());
      await opened;
      await talk(recording, 900);
      await flushed(150);
      expect(await recording.silence({ from: 100, to: 200, sides: 'both' })).toBe(true);
      const onDisk = await heard();
      expect(onDisk.slice(100).every(([caller, us]) => caller === 0 && us === 0)).toBe(true);
      expect(onDisk[99]).toEqual([100, -100]);
      await recording.close();
      const frames = await heard();
      expect(frames).toHaveLength(900);
      expect(frames.slice(100, 200)).toEqual(Array.from({ length: 100 }, () => [0, 0]));
      expect(frames[200]).toEqual([201, -201]);
    });

    it('keys are silenced on the side of the caller alone', async () => {
      const { recording, opened } = begin(path());
      await opened;
      await talk(recording, 900);
      await flushed(150);
      await recording.silence({ from: 10, to: 20, sides: 'caller' });
      await recording.silence({ from: 800, to: 1000, sides: 'caller' });
      await recording.close();
      const frames = await heard();
      expect(frames[15]).toEqual([0, -16]);
      expect(frames[850]).toEqual([0, -851]);
      expect(frames[20]).toEqual([21, -21]);
    });

    it('a recording that is not wanted is deleted, and nothing of it comes back', async () => {
      const { recording, opened } = begin(path());
      await opened;
      await talk(recording, 900);
      await recording.discard();
      await talk(recording, 900, 900);
      await expect(readFile(path())).rejects.toMatchObject({ code: 'ENOENT' });
      expect(await recording.close()).toBeNull();
    });
  });
});
