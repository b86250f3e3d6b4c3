import { afterEach, describe, expect, it } from 'vitest';
import { openWebRtcVad, type VoiceActivity } from './vad.ts';

const SECONDS = 2;
const sound = (sample: (i: number) => number): Int16Array =>
  Int16Array.from({ length: 8000 * SECONDS }, (_, i) => sample(i));

/** A vowel-like buzz: harmonics of a wavering 120 Hz voice under three formants, in syllables of 250 ms. */
const voiced = sound((i) => {
  const t = i / 8000;
  const pitch = 120 + 8 * Math.sin(2 * Math.PI * 3 * t);
  const syllable = Math.max(0, Math.sin(2 * Math.PI * 2 * t)) ** 0.5;
  let sum = 0;
  for (let h = 1; h * pitch < 3600; h++) {
    const f = h * pitch;
    const near = (formant: number, width: number): number => 1 / (1 + ((f - formant) / width) ** 2);
    sum += (near(650, 90) + 0.6 * near(1200, 120) + 0.3 * near(2500, 200)) * Math.sin(2 * Math.PI * f * t + h * h);
  }
  return 4000 * syllable * sum;
});

/** Park-Miller, so that the noise is the same each time. */
const noise = (level: number): Int16Array => {
  let seed = 7;
  return sound(() => {
    seed = (seed * 48_271) % 2_147_483_647;
    return (seed / 2_147_483_647 - 0.5) * 2 * level;
  });
};

const tones = (...hertz: number[]): Int16Array =>
  sound((i) => hertz.reduce((sum, f) => sum + (7000 / hertz.length) * Math.sin((2 * Math.PI * f * i) / 8000), 0));

let vad: VoiceActivity | undefined;
afterEach(() => vad?.close());

const share = async (pcm: Int16Array): Promise<number> => {
  vad = await openWebRtcVad();
  let speech = 0;
  for (let at = 0; at < pcm.length; at += 160) if (vad.process(pcm.subarray(at, at + 160))) speech++;
  return speech / (pcm.length / 160);
};

describe('voice activity', () => {
  it('hears syllables of a voice', async () => expect(await share(voiced)).toBeGreaterThan(0.4));
  it('hears no speech in silence', async () => expect(await share(sound(() => 0))).toBe(0));
  it.each([50, 300, 1500])('hears next to none in white noise of amplitude %i', async (level) =>
    expect(await share(noise(level))).toBeLessThan(0.08),
  );
  it.each([[[1100]], [[440, 480]], [[350, 440]], [[480, 620]], [[425]]])('hears none in the tones %j', async (hertz) =>
    expect(await share(tones(...hertz))).toBeLessThan(0.03),
  );
});
