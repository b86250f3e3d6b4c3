import { FRAME_SAMPLES, SAMPLE_RATE } from './audio.ts';

/** Notes of the pattern, Hz, one at a time: no two sound together, so that no key (RFC 4733) or dial tone is heard in them. */
const NOTES = [523.25, 659.26, 783.99, 659.26, 587.33, 493.88] as const;
const NOTE_SECONDS = 0.7;
/** The pattern and the quiet after it. */
const LOOP_SECONDS = 8;
/** About -30 dBFS: there for who waits, no bother for who puts the phone on the table. */
const PEAK = 1000;

const noteAt = (i: number): number => {
  const length = NOTE_SECONDS * SAMPLE_RATE;
  const hz = NOTES[Math.floor(i / length)];
  if (hz === undefined) return 0;
  const t = i % length;
  const envelope = Math.sin((Math.PI * t) / length) ** 2;
  return Math.round(PEAK * envelope * Math.sin((2 * Math.PI * hz * t) / SAMPLE_RATE));
};

let loop: Int16Array | null = null;

/** What a caller hears while we hold the line: a few soft notes, then quiet, over and over. Made here, recorded nowhere. */
export class HoldMusic {
  #at = 0;

  /** The next 20 ms. */
  next(): Int16Array {
    loop ??= Int16Array.from({ length: LOOP_SECONDS * SAMPLE_RATE }, (_, i) => noteAt(i));
    const frame = loop.subarray(this.#at, this.#at + FRAME_SAMPLES);
    this.#at = (this.#at + FRAME_SAMPLES) % loop.length;
    return frame;
  }
}
