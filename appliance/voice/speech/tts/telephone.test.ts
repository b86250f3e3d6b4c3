import { expect, test } from 'vitest';
import { openTelephone } from './telephone.ts';

const RATE = 22_050;
const tone = (hz: number, amplitude: number, samples = RATE): Float32Array =>
  Float32Array.from({ length: samples }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / RATE));

/** Amplitude of one frequency in 8 kHz samples (Goertzel by correlation), 0 to 1. */
const level = (samples: Int16Array, hz: number): number => {
  let [re, im] = [0, 0];
  samples.forEach((sample, i) => {
    const angle = (2 * Math.PI * hz * i) / 8000;
    re += sample * Math.cos(angle);
    im += sample * Math.sin(angle);
  });
  return (2 * Math.hypot(re, im)) / samples.length / 32_768;
};

test('what lies above the telephone band is taken away, not folded into it', async () => {
  const telephone = await openTelephone(RATE);
  const low = tone(1000, 0.3);
  const both = telephone(tone(6000, 0.3).map((sample, i) => sample + (low[i] ?? 0)));
  expect(level(both, 1000)).toBeGreaterThan(0.5);
  expect(level(both, 2000) / level(both, 1000)).toBeLessThan(0.003); // 6 kHz would come back at 2 kHz
});

test('duration is kept, the loudest sample is set to -3 dBFS', async () => {
  const telephone = await openTelephone(RATE);
  for (const amplitude of [0.1, 0.9]) {
    const samples = telephone(tone(500, amplitude));
    expect(Math.abs(samples.length - 8000)).toBeLessThan(80);
    expect(Math.max(...samples) / 32_768).toBeCloseTo(0.708, 1);
  }
});

test('silence at the ends is cut to 40 ms; silence alone is nothing', async () => {
  const telephone = await openTelephone(8000);
  const padded = new Float32Array(8000);
  padded.fill(0.5, 3000, 5000);
  expect(telephone(padded)).toHaveLength(2000 + 2 * 320);
  expect(telephone(new Float32Array(800))).toHaveLength(0);
  expect(telephone(new Float32Array(0))).toHaveLength(0);
});
