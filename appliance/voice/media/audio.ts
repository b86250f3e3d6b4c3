/** Audio inside the appliance: mono signed 16-bit at 8 kHz, cut in frames of 20 ms. */
export const SAMPLE_RATE = 8000;
export const FRAME_MS = 20;
export const FRAME_SAMPLES = 160;

/** Samples to milliseconds at 8 kHz. */
export const samplesToMs = (samples: number): number => samples / 8;

/** Root mean square of a stretch of samples, in sample units (0..32768). */
export const rms = (pcm: Int16Array): number => {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  return pcm.length === 0 ? 0 : Math.sqrt(sum / pcm.length);
};
