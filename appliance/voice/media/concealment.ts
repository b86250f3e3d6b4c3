import { FRAME_SAMPLES } from './audio.ts';

/** After this much concealment in a row there is nothing left worth repeating. */
const SILENT_AFTER_SAMPLES = 480;
/** 6 dB every 20 ms. */
const FADE_PER_FRAME = 0.5;

/**
 * Packet loss concealment for G.711: the last frame heard is repeated, 6 dB quieter every 20 ms, and silence follows after
 * 60 ms (a lighter form of ITU-T G.711 Appendix I).
 */
export class Concealment {
  #last = new Int16Array(FRAME_SAMPLES);
  #filled = 0;

  /** Takes note of audio that was really received. */
  heard(pcm: Int16Array): void {
    this.#filled = 0;
    if (pcm.length >= FRAME_SAMPLES) {
      this.#last = pcm.slice(pcm.length - FRAME_SAMPLES);
      return;
    }
    this.#last.copyWithin(0, pcm.length);
    this.#last.set(pcm, FRAME_SAMPLES - pcm.length);
  }

  /** What to play in place of `samples` that did not come. */
  fill(samples: number): Int16Array {
    const out = new Int16Array(samples);
    for (let i = 0; i < samples && this.#filled < SILENT_AFTER_SAMPLES; i++, this.#filled++) {
      const gain = FADE_PER_FRAME ** (1 + Math.floor(this.#filled / FRAME_SAMPLES));
      out[i] = (this.#last[this.#filled % FRAME_SAMPLES] ?? 0) * gain;
    }
    return out;
  }
}
