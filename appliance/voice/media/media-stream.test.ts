import { beforeEach, describe, expect, test } from 'vitest';
import { FRAME_SAMPLES } from './audio.ts';
import type { LegEvent, StreamOut } from './messages.ts';
import { MediaStream } from './media-stream.ts';
import { ONE_WAY_LIMITS } from './one-way.ts';

let events: LegEvent[];
let now: number;

const open = (ahead: number): MediaStream =>
  new MediaStream({
    now: () => now,
    emit: (event) => events.push(event),
    timeouts: { initialMs: 30_000, laterMs: 15_000 },
    oneWay: ONE_WAY_LIMITS,
    ahead,
  });
const out = (): StreamOut[] => events.flatMap((event) => (event.type === 'out' ? event.out : []));
const sounds = (): Int16Array[] => out().flatMap((one) => (one.kind === 'sound' ? [one.pcm] : []));
const constant = (value: number, samples = FRAME_SAMPLES): Int16Array => new Int16Array(samples).fill(value);
const pass = (leg: MediaStream, ticks: number): { frame: Int16Array; atMs: number }[] =>
  Array.from({ length: ticks }, () => {
    now += 20;
    const { frames, atMs } = leg.tick(now, 1, 0);
    return frames.map((frame, i) => ({ frame, atMs: atMs + 20 * i }));
  }).flat();

beforeEach(() => {
  events = [];
  now = 1000;
});

describe('a far end that plays what comes as it comes', () => {
  test('gets one frame a tick, silence too, and nothing before the start', () => {
    const leg = open(0);
    leg.obey({ type: 'play', id: 'a', pcm: constant(5, 3 * FRAME_SAMPLES), last: true });
    pass(leg, 3);
    expect(sounds()).toEqual([]);
    leg.obey({ type: 'begin' });
    pass(leg, 5);
    expect(sounds().map((frame) => frame[0])).toEqual([5, 5, 5, 0, 0]);
  });

  test('time that went by unsent is not made good by a burst', () => {
    const leg = open(0);
    leg.obey({ type: 'begin' });
    leg.tick(now, 3, 40);
    expect(sounds()).toHaveLength(3);
  });
});

test('sound comes out a frame a tick, whatever its pieces; a key is told at the media time it came', () => {
  const leg = open(0);
  leg.obey({ type: 'heard', pcm: constant(9) });
  leg.obey({ type: 'begin' });
  leg.obey({ type: 'heard', pcm: constant(1, 480) });
  const first = pass(leg, 2);
  leg.obey({ type: 'heard', pcm: constant(2, 100) });
  leg.obey({ type: 'heard', pcm: constant(2, 220) });
  leg.obey({ type: 'key', digit: '7' });
  const all = [...first, ...pass(leg, 3)];
  expect(all.map(({ frame, atMs }) => [frame[0], atMs])).toEqual([
    [1, 0],
    [1, 20],
    [1, 40],
    [2, 60],
    [2, 80],
  ]);
  expect(events.filter(({ type }) => type === 'digit')).toEqual([{ type: 'digit', digit: '7', atMs: 40 }]);
});

test('a second of sound that came at once does not grow into a delay: the oldest goes', () => {
  const leg = open(0);
  leg.obey({ type: 'begin' });
  for (let i = 0; i < 200; i++) leg.obey({ type: 'heard', pcm: constant(100 + i) });
  const heard = pass(leg, 20);
  expect(heard[0]?.frame[0]).toBeGreaterThanOrEqual(250);
});

test('a far end that falls silent is told, once', () => {
  const leg = open(0);
  leg.obey({ type: 'begin' });
  leg.obey({ type: 'heard', pcm: constant(500) });
  pass(leg, 800);
  expect(events.filter(({ type }) => type === 'timeout')).toHaveLength(1);
});

test('what was never heard at all is one-way sound', () => {
  const leg = open(0);
  leg.obey({ type: 'begin' });
  pass(leg, 260);
  expect(events.find(({ type }) => type === 'one_way')).toMatchObject({ report: { cause: 'no_packets' } });
});

test('ahead: hold music is not kept from the caller by what waits, and what waits comes after it', () => {
  const leg = open(5);
  leg.obey({ type: 'begin' });
  leg.obey({ type: 'play', id: 'a', pcm: constant(7, 20 * FRAME_SAMPLES), last: true });
  pass(leg, 3);
  leg.obey({ type: 'hold', held: true, music: true });
  pass(leg, 10);
  leg.obey({ type: 'hold', held: false, music: false });
  pass(leg, 30);
  const values = sounds().map((frame) => frame.every((sample) => sample === 7));
  expect(values.filter(Boolean)).toHaveLength(20);
  expect(values.slice(7, 17).some(Boolean)).toBe(false);
});

test('ahead: a pause clears the far end, and the item ends by its mark', () => {
  const leg = open(5);
  leg.obey({ type: 'begin' });
  leg.obey({ type: 'play', id: 'a', pcm: constant(7, 8 * FRAME_SAMPLES), last: true });
  pass(leg, 2);
  leg.obey({ type: 'pause' });
  expect(out().at(-1)).toEqual({ kind: 'clear' });
  leg.obey({ type: 'resume' });
  pass(leg, 10);
  const mark = out().findLast((one) => one.kind === 'mark');
  expect(events.some((event) => event.type === 'played' && event.played.done)).toBe(false);
  leg.obey({ type: 'marked', name: mark?.name ?? '' });
  expect(events.findLast((event) => event.type === 'played')).toMatchObject({
    played: { id: 'a', done: true, samples: 8 * FRAME_SAMPLES },
  });
});
