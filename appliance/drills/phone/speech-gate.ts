import { FRAME_MS } from '#voice/media/audio.ts';

/** A stretch of sound in a stream of frames. Times are media time, ms. */
export type GateEvent =
  | { readonly kind: 'start'; readonly atMs: number }
  | { readonly kind: 'end'; readonly atMs: number };

/** Louder than this is sound, whatever the line's own noise: about -44 dBFS, far above comfort noise. */
const LEAST_LEVEL = 200;
/** Sound stands out from the line's noise by at least this factor. */
const ABOVE_NOISE = 4;
/** Frames of sound in a row that begin a stretch: a click is shorter. */
const START_FRAMES = 2;
/** Silence that ends a stretch. */
const END_MS = 240;

/** The place of the first sample that is louder than the level; the end of the frame when none is. */
const firstLoud = (frame: Int16Array, level: number): number => {
  const at = frame.findIndex((sample) => Math.abs(sample) > level);
  return (at < 0 ? frame.length : at) / 8;
};

const lastLoud = (frame: Int16Array, level: number): number =>
  (frame.findLastIndex((sample) => Math.abs(sample) > level) + 1) / 8;

const levelOf = (frame: Int16Array): number => {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return frame.length === 0 ? 0 : Math.sqrt(sum / frame.length);
};

/**
 * Tells sound from silence by energy, to the sample. Fit for far ends that speak with a synthesized voice over a clean
 * line; the line's own noise is followed so that a hum does not count.
 */
export class SpeechGate {
  #noise = 0;
  #run = 0;
  #runStart = 0;
  #open = false;
  #lastLoud = 0;

  /** True while sound is heard, pauses shorter than the end of a stretch included. */
  get open(): boolean {
    return this.#open;
  }

  /** Media time of the last loud sample heard, ms. */
  get lastLoudMs(): number {
    return this.#lastLoud;
  }

  /**
   * Takes the next 20 ms.
   * @param atMs media time of the frame's first sample
   */
  push(frame: Int16Array, atMs: number): GateEvent | null {
    const level = levelOf(frame);
    const limit = Math.max(LEAST_LEVEL, this.#noise * ABOVE_NOISE);
    if (level > limit) {
      if (this.#run === 0) this.#runStart = atMs + firstLoud(frame, limit);
      this.#run++;
      this.#lastLoud = atMs + lastLoud(frame, limit);
      if (this.#open || this.#run < START_FRAMES) return null;
      this.#open = true;
      return { kind: 'start', atMs: this.#runStart };
    }
    this.#run = 0;
    this.#noise += (level - this.#noise) * 0.02;
    if (!this.#open || atMs + FRAME_MS - this.#lastLoud < END_MS) return null;
    this.#open = false;
    return { kind: 'end', atMs: this.#lastLoud };
  }
}

/** Where speech ends in rendered samples, ms from their start: the last loud one. */
export const speechEndMs = (pcm: Int16Array): number => lastLoud(pcm, LEAST_LEVEL);
