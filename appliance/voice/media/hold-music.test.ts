import { expect, test } from 'vitest';
import { rms } from './audio.ts';
import { HoldMusic } from './hold-music.ts';

const seconds = (count: number): Int16Array[] => {
  const music = new HoldMusic();
  return Array.from({ length: count * 50 }, () => music.next());
};

test('it is quiet, has pauses, and goes on for ever', () => {
  const frames = seconds(16);
  const levels = frames.map(rms);
  expect(frames.every((frame) => frame.length === 160)).toBe(true);
  expect(Math.max(...frames.map((frame) => Math.max(...frame.map(Math.abs))))).toBeLessThanOrEqual(1000);
  expect(levels.filter((level) => level > 100).length).toBeGreaterThan(200);
  expect(levels.filter((level) => level === 0).length).toBeGreaterThan(200);
  expect(frames.slice(400)).toEqual(frames.slice(0, 400));
});

test('it has no clicks: no sample is far from the one before', () => {
  const pcm = seconds(9).flatMap((frame) => [...frame]);
  const steepest = pcm.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (pcm[i - 1] ?? 0))), 0);
  // A sine of 784 Hz and this peak moves by 616 a sample at most.
  expect(steepest).toBeLessThan(640);
});
