/**
 * Seeded random numbers that are the same on every machine: 32-bit integer arithmetic (sfc32 by Chris Doty-Humphrey, of
 * PractRand), and no function whose last bit a platform may choose.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 4_294_967_296) | 0;
    this.#c = 0x9e3779b9 | 0;
    for (let i = 0; i < 15; i++) this.#bits();
  }

  #bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** In [0, 1). */
  unit(): number {
    return this.#bits() / 4_294_967_296;
  }

  /** An integer in [0, count). */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  /** Exponentially distributed with mean 1, by comparisons alone (von Neumann, 1951), so without a logarithm. */
  exponential(): number {
    for (let whole = 0; ; whole++) {
      const first = this.unit();
      let last = first;
      let falling = 1;
      for (;;) {
        const next = this.unit();
        if (next >= last) break;
        last = next;
        falling++;
      }
      if (falling % 2 === 1) return whole + first;
    }
  }
}
