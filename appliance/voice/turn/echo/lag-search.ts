import { Fourier } from './fft.ts';

/** Between plain correlation (0) and phase alone (1): what is weak in both must not speak as loudly as what is strong. */
const WHITENING = 0.7;

/**
 * Where one stretch of sound lies in a longer one: the peak of their generalised cross-correlation (Knapp and Carter 1976, PHAT with
 * an exponent), by Fourier transform.
 */
export class LagSearch {
  readonly #lags: number;
  readonly #size: number;
  readonly #fourier: Fourier;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  /** @param window length of the short stretch, samples; @param lags how many places in the long one are tried */
  constructor(window: number, lags: number) {
    this.#lags = lags;
    this.#size = 2 ** Math.ceil(Math.log2(window + lags));
    this.#fourier = new Fourier(this.#size);
    this.#re = new Float64Array(this.#size);
    this.#im = new Float64Array(this.#size);
  }

  /** @returns the place in `long` at which `short` fits best, samples */
  best(short: Float32Array, long: Float32Array): number {
    const size = this.#size;
    const re = this.#re.fill(0);
    const im = this.#im.fill(0);
    // Two real signals in one complex transform: the short one is the real part, the long one the imaginary.
    re.set(short);
    im.set(long);
    this.#fourier.transform(re, im);
    for (let k = 0; k <= size / 2; k++) {
      const mirror = (size - k) % size;
      const [a, b, c, d] = [re[k] as number, im[k] as number, re[mirror] as number, im[mirror] as number];
      const [shortRe, shortIm, longRe, longIm] = [(a + c) / 2, (b - d) / 2, (b + d) / 2, (c - a) / 2];
      const crossRe = longRe * shortRe + longIm * shortIm;
      const crossIm = longIm * shortRe - longRe * shortIm;
      const weight = (crossRe * crossRe + crossIm * crossIm + 1e-9) ** (-WHITENING / 2);
      // Swapped, so that the forward transform is the inverse; mirrored, for the result is real.
      re[k] = crossIm * weight;
      im[k] = crossRe * weight;
      re[mirror] = -crossIm * weight;
      im[mirror] = crossRe * weight;
    }
    this.#fourier.transform(re, im);
    let best = 0;
    // What is real after the swap stands in the imaginary part.
    for (let lag = 1; lag < this.#lags; lag++) if ((im[lag] as number) > (im[best] as number)) best = lag;
    return best;
  }
}
