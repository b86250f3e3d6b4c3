const FULL_SCALE = 32_768;

/** 16-bit samples as floats in [-1, 1). */
export const toFloat = (samples: Int16Array): Float32Array => {
  const out = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) out[i] = (samples[i] ?? 0) / FULL_SCALE;
  return out;
};

/** Floats in [-1, 1] as 16-bit samples, times `gain`, limited. */
export const toInt16 = (samples: Float32Array, gain = 1): Int16Array => {
  const out = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    out[i] = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round((samples[i] ?? 0) * gain * FULL_SCALE)));
  }
  return out;
};

/** Root mean square of 16-bit samples, in sample units (0 to 32768). */
export const rms = (samples: Int16Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
};

/** Largest magnitude, 0 to 1. */
export const peak = (samples: Float32Array): number => {
  let top = 0;
  for (const sample of samples) top = Math.max(top, Math.abs(sample));
  return top;
};

export const concat = (pieces: readonly Int16Array[]): Int16Array => {
  const out = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
};

/**
 * Cuts silence at both ends down to `keep` samples.
 * @param threshold magnitude (0 to 1) below which a sample counts as silent
 */
export const trimSilence = (samples: Float32Array, keep: number, threshold: number): Float32Array => {
  let first = 0;
  let last = samples.length - 1;
  while (first <= last && Math.abs(samples[first] ?? 0) < threshold) first++;
  while (last >= first && Math.abs(samples[last] ?? 0) < threshold) last--;
  if (first > last) return samples.subarray(0, 0);
  return samples.subarray(Math.max(0, first - keep), Math.min(samples.length, last + 1 + keep));
};
