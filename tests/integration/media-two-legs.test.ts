import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openImpairedPath } from '#fakes/udp-impairment.ts';
import { rms } from '#voice/media/audio.ts';
import type { Media } from '#voice/media/media.ts';
import type { LegFormat } from '#voice/media/messages.ts';
import { parseRtp } from '#voice/media/rtp.ts';
import { carried, exactSound, format, framesPass, hearing, openTestMedia, played } from './media-line.ts';

let media: Media;
beforeEach(async () => void (media = await openTestMedia()));
afterEach(() => media.close());

const connect = async (over: Partial<LegFormat> = {}) => {
  const [caller, box] = [await media.openLeg(), await media.openLeg()];
  caller.start(format(box.port, over));
  box.start(format(caller.port, over));
  return { caller, box };
};

describe('two legs on loopback', () => {
  it.each<[string, Partial<LegFormat>]>([
    ['mu-law', {}],
    ['A-law', { codec: 'PCMA' }],
    ['mu-law in packets of 30 ms', { ptime: 30 }],
    ['mu-law in packets of 40 ms', { ptime: 40 }],
    ['mu-law in packets of 10 ms', { ptime: 10 }],
  ])('carry sound both ways unchanged: %s', async (_, over) => {
    const { caller, box } = await connect(over);
    const [atBox, atCaller] = [hearing(box), hearing(caller)];
    const sound = exactSound(over.codec ?? 'PCMU', 4000);
    const other = sound.toReversed();
    caller.play('question', sound, true);
    box.play('answer', other, true);
    await Promise.all([played(caller, 'question'), played(box, 'answer')]);
    await framesPass(box, 12);
    expect(carried(atBox.all(), sound)).toBe(1);
    expect(carried(atCaller.all(), other)).toBe(1);
    expect(atBox.frames.map(({ atMs }) => atMs)).toEqual(atBox.frames.map((__, i) => i * 20));
  });

  it('tells the playout clock: first packet, progress, end', async () => {
    const { caller } = await connect();
    const reports: number[] = [];
    caller.onPlayed(({ id, samples }) => void (id === 'say' && reports.push(samples)));
    const before = performance.now();
    caller.play('say', exactSound('PCMU', 160 * 12), false);
    caller.play('say', exactSound('PCMU', 80), true);
    const end = await played(caller, 'say');
    expect(reports).toEqual([160, 960, 1760, 2000]);
    expect(end).toMatchObject({ samples: 2000, totalSamplesQueued: 2000, done: true, stopped: false });
    expect(end.firstPacketAt).toBeGreaterThan(before);
    expect(end.firstPacketAt).toBeLessThan(performance.now());
  });

  it('holds playout in a pause and goes on without losing a sample', async () => {
    const { caller, box } = await connect();
    const heard = hearing(box);
    const sound = exactSound('PCMU', 3200);
    caller.play('say', sound, true);
    await framesPass(box, 6);
    caller.pause();
    await framesPass(box, 10);
    caller.resume();
    await played(caller, 'say');
    await framesPass(box, 5);
    const spoken = heard.frames.filter(({ frame }) => rms(frame) > 0);
    expect(carried(heard.all(), sound)).toBe(1);
    expect((spoken.at(-1)?.atMs ?? 0) - (spoken[0]?.atMs ?? 0)).toBeGreaterThan(19 * 20 + 100);
  });

  it('falls silent within two packets of a stop and says how much was heard', async () => {
    const { caller, box } = await connect();
    const heard = hearing(box);
    caller.play('long', exactSound('PCMU', 80_000), true);
    await framesPass(box, 20);
    const stopped = played(caller, 'long');
    const stopAt = performance.now();
    caller.stop();
    const report = await stopped;
    // Packets that were due when it was stopped, by the clock that both threads share.
    const due = Math.floor((stopAt - (report.firstPacketAt ?? 0)) / 20) + 1;
    expect(report.samples / 160 - due).toBeLessThanOrEqual(2);
    expect(report).toMatchObject({ stopped: true, totalSamplesQueued: 80_000 });
    await framesPass(box, 20);
    expect(heard.frames.slice(-8).every(({ frame }) => rms(frame) === 0)).toBe(true);
  });

  it('press keys that are heard once each, with their packets lost and doubled on the way', async () => {
    const [caller, box] = [await media.openLeg(), await media.openLeg()];
    let events = 0;
    await using path = await openImpairedPath({ a: caller.port, b: box.port }, (_, __, datagram) => {
      if (parseRtp(datagram)?.payloadType !== 101) return [0];
      // Of the seven packets of a key: the first is lost, the second comes twice, of the end only the last copy arrives.
      return [[], [0, 15], [0], [], [], [], [0]][events++ % 7] ?? [0];
    });
    caller.start(format(path.towardsB));
    box.start(format(path.towardsA));
    let keys = '';
    const all = new Promise<void>((resolve) => box.onDigit((digit) => (keys += digit).length === 6 && resolve()));
    caller.press('5550*#');
    await all;
    await framesPass(box, 15);
    expect(keys).toBe('5550*#');
  });

  it('keep order and time on a line that loses, reorders and doubles packets', async () => {
    const [caller, box] = [await media.openLeg(), await media.openLeg()];
    const lost = new Set([12, 27, 28, 41]);
    await using path = await openImpairedPath({ a: caller.port, b: box.port }, (direction, count) => {
      if (direction === 'b-to-a') return [0];
      if (lost.has(count)) return [];
      if (count % 10 === 5) return [28];
      return count % 7 === 3 ? [0, 5] : [0];
    });
    const heard = hearing(box);
    const stats = new Promise<{ givenUp: number; duplicates: number; late: number }>((resolve) => {
      box.onStats((report) => report.received > 150 && resolve(report));
    });
    caller.start(format(path.towardsB));
    box.start(format(path.towardsA));
    // Every frame carries its number as its level.
    const levels = exactSound('PCMU', 160 * 200).filter((level) => level > 200);
    const numbered = [...new Set(levels)].slice(0, 60);
    caller.play('count', Int16Array.from(numbered.flatMap((level) => Array<number>(160).fill(level))), true);
    await played(caller, 'count');
    await framesPass(box, 6);
    const whole = heard.frames.filter(({ frame }) => frame.every((sample) => sample === frame[0] && sample > 200));
    const order = whole.map(({ frame }) => numbered.indexOf(frame[0] ?? 0)).filter((n) => n >= 0);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(order).size).toBeGreaterThanOrEqual(60 - lost.size - 3);
    expect(heard.frames.map(({ atMs }) => atMs)).toEqual(heard.frames.map((_, i) => i * 20));
    const report = await stats;
    expect(report.givenUp).toBeGreaterThanOrEqual(lost.size);
    expect(report.late + report.duplicates).toBeGreaterThan(5);
  });
});

describe('a recording of a call', () => {
  let folder = '';
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'media-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('holds what the caller said on the left and what we said on the right', async () => {
    const { caller, box } = await connect();
    const path = join(folder, 'call.wav');
    const started = new Promise<number>((resolve) => box.onRecordingStarted((_, offsetMs) => resolve(offsetMs)));
    await framesPass(box, 10);
    box.record({ path });
    expect(await started).toBeGreaterThanOrEqual(200);
    const [question, answer] = [exactSound('PCMU', 4800), exactSound('PCMU', 4800).toReversed()];
    caller.play('question', question, true);
    await played(caller, 'question');
    box.play('answer', answer, true);
    await played(box, 'answer');
    await framesPass(box, 5);
    const result = await box.close();
    const file = await readFile(path);
    const channel = (offset: number): Int16Array =>
      Int16Array.from({ length: (file.length - 44) / 4 }, (_, i) => file.readInt16LE(44 + i * 4 + offset));
    expect(file.readUInt32LE(40)).toBe(file.length - 44);
    expect(result).toEqual({ path, durationMs: (file.length - 44) / 32 });
    expect(carried(channel(0), question)).toBe(1);
    expect(carried(channel(2), answer)).toBe(1);
    expect(carried(channel(0), answer)).toBe(0);
    expect(await box.close()).toBe(await box.close());
  });

  it('that the disk does not take is told, and the call goes on', async () => {
    const { caller, box } = await connect();
    const reason = new Promise<string>((resolve) => box.onRecordingFailed(resolve));
    box.record({ path: '/dev/full' });
    expect(await reason).toContain('ENOSPC');
    const heard = hearing(box);
    const sound = exactSound('PCMU', 1600);
    caller.play('after', sound, true);
    await played(caller, 'after');
    await framesPass(box, 5);
    expect(carried(heard.all(), sound)).toBe(1);
    expect(await box.close()).toBeNull();
  });
});
