import type { Random } from '../random.ts';

const powerOf = (pcm: Int16Array): number => {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  return pcm.length === 0 ? 0 : sum / pcm.length;
};

/**
 * Speech with noise under it, like a room on a telephone: mostly low, as one-pole filtered white noise is.
 * @param snrDb how far the speech lies above the noise, dB over the whole stretch
 */
export const withNoise = (pcm: Int16Array, snrDb: number, random: Random): Int16Array => {
  const noise = new Float32Array(pcm.length);
  let low = 0;
  let power = 0;
  for (let at = 0; at < noise.length; at++) {
    low = 0.8 * low + 0.2 * (random.next() * 2 - 1);
    noise[at] = low;
    power += low * low;
  }
  const gain = Math.sqrt(powerOf(pcm) / 10 ** (snrDb / 10) / Math.max(power / Math.max(1, noise.length), 1e-12));
  return pcm.map((sample, at) => Math.max(-32_768, Math.min(32_767, Math.round(sample + gain * (noise[at] ?? 0)))));
};
