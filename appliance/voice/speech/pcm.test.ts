import { expect, test } from 'vitest';
import { concat, rms, toFloat, toInt16, trimSilence } from './pcm.ts';

test('16-bit samples survive the way to floats and back; louder ones are limited', () => {
  const samples = new Int16Array([0, 1, -1, 32767, -32768, 1234]);
  expect([...toInt16(toFloat(samples))]).toEqual([...samples]);
  expect([...toInt16(new Float32Array([0.9, -0.9]), 2)]).toEqual([32767, -32768]);
});

test('level is the root mean square', () => {
  expect(rms(new Int16Array([300, -300, 300, -300]))).toBe(300);
  expect(rms(new Int16Array(0))).toBe(0);
});

test('silence at both ends is cut to what is kept, silence inside stays', () => {
  const loud = new Float32Array([0, 0, 0, 0.5, 0, 0, 0.5, 0, 0, 0]);
  expect([...trimSilence(loud, 1, 0.01)]).toEqual([0, 0.5, 0, 0, 0.5, 0]);
  expect(trimSilence(new Float32Array(5), 1, 0.01)).toHaveLength(0);
});

test('pieces are joined in order', () => {
  expect([...concat([new Int16Array([1, 2]), new Int16Array(0), new Int16Array([3])])]).toEqual([1, 2, 3]);
});
