/** In-place complex Fourier transform of a fixed length, a power of two (radix 2, decimation in time; Cooley and Tukey 1965). */
export class Fourier {
  readonly #size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #reversed: Uint32Array;

  constructor(size: number) {
    this.#size = size;
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => Math.sin((2 * Math.PI * i) / size));
    const bits = Math.log2(size);
    this.#reversed = new Uint32Array(size);
    for (let i = 0; i < size; i++) {
      let mirrored = 0;
      for (let bit = 0; bit < bits; bit++) mirrored |= ((i >> bit) & 1) << (bits - 1 - bit);
      this.#reversed[i] = mirrored;
    }
  }

  /** The inverse is the forward transform with the parts swapped, times the length: callers that only look for a peak need no more. */
  transform(re: Float64Array, im: Float64Array): void {
    const size = this.#size;
    const reversed = this.#reversed;
    for (let i = 0; i < size; i++) {
      const j = reversed[i] as number;
      if (j <= i) continue;
      const [a, b] = [re[i] as number, im[i] as number];
      re[i] = re[j] as number;
      im[i] = im[j] as number;
      re[j] = a;
      im[j] = b;
    }
    for (let half = 1, step = size / 2; half < size; half *= 2, step /= 2) {
      for (let k = 0; k < half; k++) {
        const c = this.#cos[k * step] as number;
        const s = -(this.#sin[k * step] as number);
        for (let top = k; top < size; top += 2 * half) {
          const low = top + half;
          const lowRe = re[low] as number;
          const lowIm = im[low] as number;
          const x = lowRe * c - lowIm * s;
          const y = lowRe * s + lowIm * c;
          const topRe = re[top] as number;
          const topIm = im[top] as number;
          re[low] = topRe - x;
          im[low] = topIm - y;
          re[top] = topRe + x;
          im[top] = topIm + y;
        }
      }
    }
  }
}
