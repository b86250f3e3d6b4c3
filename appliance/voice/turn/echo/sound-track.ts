/** Takes the slope out of speech, so that its fit does not live on a few low harmonics. */
const EMPHASIS = 0.9;
const SILENT_RMS = 20;

/** The last stretch of one direction of a call, by sample number, with its high tones raised. What is not there is silence. */
export class SoundTrack {
  readonly #size: number;
  readonly #samples: Float32Array;
  /** Number of the sample after the last. */
  #end = 0;
  /** Number of the sample after the last that was no silence. */
  #soundedTo = Number.NEGATIVE_INFINITY;
  #last = 0;

  constructor(ms: number) {
    this.#size = ms * 8;
    this.#samples = new Float32Array(this.#size);
  }

  add(frame: Int16Array, at: number): void {
    if (at > this.#end) {
      // A gap: nothing was sent.
      for (let i = Math.max(this.#end, at - this.#size); i < at; i++) this.#samples[i % this.#size] = 0;
      this.#last = 0;
    }
    let energy = 0;
    for (let i = 0; i < frame.length; i++) {
      const sample = frame[i] as number;
      const raised = sample - EMPHASIS * this.#last;
      this.#last = sample;
      this.#samples[(at + i) % this.#size] = raised;
      energy += raised * raised;
    }
    this.#end = at + frame.length;
    if (energy > frame.length * SILENT_RMS * SILENT_RMS) this.#soundedTo = this.#end;
  }

  /** Whether it may hold sound between these samples. */
  soundsWithin(from: number, to: number): boolean {
    return this.#soundedTo > from && to > 0;
  }

  cut(from: number, length: number): Float32Array {
    const out = new Float32Array(length);
    const first = Math.max(from, this.#end - this.#size, 0);
    const last = Math.min(from + length, this.#end);
    for (let i = first; i < last; i++) out[i - from] = this.#samples[i % this.#size] as number;
    return out;
  }

  rms(from: number, length: number): number {
    let sum = 0;
    const first = Math.max(from, this.#end - this.#size, 0);
    for (let i = first; i < Math.min(from + length, this.#end); i++)
      sum += (this.#samples[i % this.#size] as number) ** 2;
    return Math.sqrt(sum / length);
  }
}
