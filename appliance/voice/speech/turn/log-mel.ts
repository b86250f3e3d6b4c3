/**
 * The log-mel picture Whisper's models look at (Radford et al. 2022): 80 bands of 25 ms every 10 ms, over the last 8 s at 16 kHz,
 * shorter sound with silence before it, brought to mean 0 and variance 1 first. Slaney's mel scale and band norm.
 */
export const MEL_RATE = 16_000;
export const MEL_SAMPLES = 8 * MEL_RATE;
export const MEL_BANDS = 80;
export const MEL_FRAMES = 800;

const LENGTH = 400;
const HOP = 160;
const BINS = LENGTH / 2 + 1;
const FLOOR = 1e-10;
/** Below the loudest, in powers of ten. */
const RANGE = 8;

const melOf = (hertz: number): number =>
  hertz < 1000 ? (3 * hertz) / 200 : 15 + (27 * Math.log(hertz / 1000)) / Math.log(6.4);
const hertzOf = (mel: number): number =>
  mel < 15 ? (200 * mel) / 3 : 1000 * Math.exp(((mel - 15) * Math.log(6.4)) / 27);

const WINDOW = Float64Array.from({ length: LENGTH }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / LENGTH));
const COS = Float64Array.from({ length: LENGTH }, (_, n) => Math.cos((2 * Math.PI * n) / LENGTH));
const SIN = Float64Array.from({ length: LENGTH }, (_, n) => Math.sin((2 * Math.PI * n) / LENGTH));

interface Band {
  readonly from: number;
  readonly weights: Float64Array;
}

/** Triangles over the bins, each of the same area. */
const BAND_FILTERS: readonly Band[] = (() => {
  const top = melOf(MEL_RATE / 2);
  const edges = Array.from({ length: MEL_BANDS + 2 }, (_, i) => hertzOf((top * i) / (MEL_BANDS + 1)));
  return Array.from({ length: MEL_BANDS }, (_, band) => {
    const [low, middle, high] = edges.slice(band, band + 3) as [number, number, number];
    const weights = Float64Array.from({ length: BINS }, (_, bin) => {
      const hertz = (bin * MEL_RATE) / LENGTH;
      const rise = (hertz - low) / (middle - low);
      const fall = (high - hertz) / (high - middle);
      return (Math.max(0, Math.min(rise, fall)) * 2) / (high - low);
    });
    const from = weights.findIndex((weight) => weight > 0);
    const to = weights.findLastIndex((weight) => weight > 0);
    return from < 0 ? { from: 0, weights: new Float64Array(0) } : { from, weights: weights.slice(from, to + 1) };
  });
})();

const levelled = (samples: Float32Array): { sound: Float32Array; from: number } => {
  const kept = samples.subarray(Math.max(0, samples.length - MEL_SAMPLES));
  const sound = new Float32Array(MEL_SAMPLES);
  const from = MEL_SAMPLES - kept.length;
  sound.set(kept, from);
  let sum = 0;
  for (const sample of kept) sum += sample;
  const mean = sum / MEL_SAMPLES;
  let squares = from * mean * mean;
  for (const sample of kept) squares += (sample - mean) ** 2;
  const scale = 1 / Math.sqrt(squares / MEL_SAMPLES + 1e-7);
  for (let i = 0; i < MEL_SAMPLES; i++) sound[i] = ((sound[i] as number) - mean) * scale;
  return { sound, from };
};

/** Mirrored at both ends. */
const mirrored = (at: number): number => (at < 0 ? -at : at >= MEL_SAMPLES ? 2 * MEL_SAMPLES - 2 - at : at);

/** Discrete Fourier transform of a real stretch, folded in the middle, into the energy of each band. */
const bandsOf = (
  sound: Float32Array,
  frame: number,
  even: Float64Array,
  odd: Float64Array,
  power: Float64Array,
): Float64Array => {
  const start = frame * HOP - LENGTH / 2;
  const at = (n: number): number => (sound[mirrored(start + n)] as number) * (WINDOW[n] as number);
  const middle = at(LENGTH / 2);
  for (let n = 1; n < LENGTH / 2; n++) {
    const [left, right] = [at(n), at(LENGTH - n)];
    even[n] = left + right;
    odd[n] = left - right;
  }
  for (let k = 0; k < BINS; k++) {
    let re = k % 2 === 0 ? middle : -middle;
    let im = 0;
    for (let n = 1, turn = k; n < LENGTH / 2; n++, turn += k) {
      if (turn >= LENGTH) turn -= LENGTH;
      re += (even[n] as number) * (COS[turn] as number);
      im += (odd[n] as number) * (SIN[turn] as number);
    }
    power[k] = re * re + im * im;
  }
  return Float64Array.from(BAND_FILTERS, ({ from, weights }) => {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += (weights[i] as number) * (power[from + i] as number);
    return Math.log10(Math.max(FLOOR, sum));
  });
};

/**
 * @param samples at 16 kHz, in [-1, 1]
 * @returns 80 bands of 800 frames each, band by band
 */
export const logMel = (samples: Float32Array): Float32Array => {
  const { sound, from } = levelled(samples);
  const even = new Float64Array(LENGTH / 2);
  const odd = new Float64Array(LENGTH / 2);
  const power = new Float64Array(BINS);
  const out = new Float32Array(MEL_BANDS * MEL_FRAMES);
  // Frames of the silence before are all alike.
  let silence: Float64Array | null = null;
  let loudest = Number.NEGATIVE_INFINITY;
  for (let frame = 0; frame < MEL_FRAMES; frame++) {
    const silent = frame * HOP + LENGTH / 2 <= from;
    const bands: Float64Array = (silent ? silence : null) ?? bandsOf(sound, frame, even, odd, power);
    if (silent) silence = bands;
    for (let band = 0; band < MEL_BANDS; band++) {
      const value = bands[band] as number;
      out[band * MEL_FRAMES + frame] = value;
      if (value > loudest) loudest = value;
    }
  }
  for (let i = 0; i < out.length; i++) out[i] = (Math.max(out[i] as number, loudest - RANGE) + 4) / 4;
  return out;
};
