import { expect, test } from 'vitest';
import { logMel, MEL_BANDS, MEL_FRAMES, MEL_RATE } from './log-mel.ts';

/** Two swelling tones and a saw, 1.875 s. */
const SOUND = Float32Array.from(
  { length: 30_000 },
  (_, i) =>
    0.3 * Math.sin(i * 0.05 + 3 * Math.sin(i * 0.001)) + 0.05 * Math.sin(i * 1.7) + ((i * 7919) % 1000) / 20_000,
);

/** Computed by numpy from the definition. */
test.each([
  [10, 700, 0.423_231],
  [40, 750, 0.580_192],
  [79, 790, 0.605_479],
  [0, 0, 0.973_935],
])('band %i of frame %i is %d', (band, frame, value) => {
  expect(logMel(SOUND)[band * MEL_FRAMES + frame]).toBeCloseTo(value, 4);
});

test('of longer sound the last 8 s count', () => {
  const late = Float32Array.from({ length: 10 * MEL_RATE }, (_, i) => Math.sin(i * 0.3) * (i < MEL_RATE ? 1 : 0.1));
  const features = logMel(late);
  expect(features).toHaveLength(MEL_BANDS * MEL_FRAMES);
  expect(features).toEqual(logMel(late.subarray(2 * MEL_RATE)));
  expect(features.every(Number.isFinite)).toBe(true);
});

test('silence is silence', () => {
  expect(new Set(logMel(new Float32Array(0)))).toEqual(new Set([logMel(new Float32Array(MEL_RATE))[0]]));
});
