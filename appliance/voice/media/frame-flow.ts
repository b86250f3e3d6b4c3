import { FRAME_MS, FRAME_SAMPLES, rms, samplesToMs } from './audio.ts';
import { Concealment } from './concealment.ts';

/** A frame below this level may be dropped to catch up: about -55 dBFS. */
const SILENT_RMS = 58;
/** More audio than this waiting is given up at once, in samples (half a second). */
const MAX_BACKLOG = 4000;
/**
 * With nothing at all waiting, this long passes before sound is made up: what comes late is still heard whole, and a recognizer
 * minds a repeated frame more than a late one.
 */
const UNDERRUN_MS = 60;

/** Where the sound comes from. */
export interface FrameSource {
  /**
   * Puts the next piece into the flow by `heard`, `lost` or `silent`.
   * @param now monotonic ms
   * @param hold how long a missing piece is waited for, ms
   * @returns false when none is due
   */
  more(now: number, hold: number): boolean;
  /** Samples that wait at the source. */
  waiting(): number;
  /** So many samples were made up in place of what had not come. */
  madeUp(samples: number): void;
}

/** How the sender sends. */
export interface FlowPace {
  /** How long a missing piece is waited for, ms. */
  readonly hold: number;
  /** Samples of one of its pieces. */
  readonly piece: number;
}

/**
 * Pieces of any length go in, frames of 20 ms come out, one a tick on the average. The count of frames given out never runs
 * ahead of the ticks and never stays behind by more than the hold time, so the frame's number times 20 ms is media time.
 */
export class FrameFlow {
  readonly #source: FrameSource;
  readonly #concealment = new Concealment();
  readonly #pieces: Int16Array[] = [];
  #ready = 0;
  #owed = 0;
  #heardAny = false;
  /** Frames made up because nothing had come in time. */
  concealed = 0;
  /** Frames of silence dropped to catch up with the sender. */
  dropped = 0;

  constructor(source: FrameSource) {
    this.#source = source;
  }

  /** Sound that came. */
  heard(pcm: Int16Array): void {
    this.#concealment.heard(pcm);
    this.#heardAny = true;
    this.#add(pcm);
  }

  /** Sound that will not come. */
  lost(samples: number): void {
    this.#add(this.#concealment.fill(samples));
  }

  /** The sender was silent. */
  silent(samples: number): void {
    this.#add(new Int16Array(samples));
  }

  /** Frames that `ticks` more ticks of the clock entitle to, in order; may be none now and two the next time. */
  tick(now: number, ticks: number, { hold, piece }: FlowPace): Int16Array[] {
    const frames: Int16Array[] = [];
    // A sender of 60 ms pieces leaves two ticks out of three empty without being late.
    const spacing = Math.max(0, samplesToMs(piece) - FRAME_MS);
    const patience = Math.max(hold, UNDERRUN_MS) + spacing;
    this.#owed += ticks;
    while (this.#owed > 0) {
      this.#fill(now, hold);
      if (this.#ready < FRAME_SAMPLES) {
        if (this.#heardAny && this.#owed * FRAME_MS <= patience) break;
        this.#makeUp(FRAME_SAMPLES - this.#ready);
      }
      frames.push(this.#cut());
      this.#owed--;
    }
    this.#catchUp(now, hold, hold + spacing);
    return frames;
  }

  #fill(now: number, hold: number): void {
    while (this.#ready < FRAME_SAMPLES && this.#source.more(now, hold));
  }

  #makeUp(samples: number): void {
    this.#source.madeUp(samples);
    if (this.#heardAny) this.concealed++;
    this.lost(samples);
  }

  #add(pcm: Int16Array): void {
    this.#pieces.push(pcm);
    this.#ready += pcm.length;
  }

  #cut(): Int16Array {
    const frame = new Int16Array(FRAME_SAMPLES);
    for (let at = 0; at < FRAME_SAMPLES; ) {
      const piece = this.#pieces[0] as Int16Array;
      const part = piece.subarray(0, FRAME_SAMPLES - at);
      frame.set(part, at);
      at += part.length;
      if (part.length === piece.length) this.#pieces.shift();
      else this.#pieces[0] = piece.subarray(part.length);
    }
    this.#ready -= FRAME_SAMPLES;
    return frame;
  }

  /** What waits beyond the jitter is delay: silence in it is dropped, a frame a tick; far too much is dropped unheard. */
  #catchUp(now: number, hold: number, allowed: number): void {
    const backlog = (): number => this.#ready + this.#source.waiting();
    if (backlog() <= (allowed / FRAME_MS + 1) * FRAME_SAMPLES) return;
    this.#fill(now, hold);
    while (this.#ready >= FRAME_SAMPLES) {
      const frame = this.#cut();
      if (rms(frame) > SILENT_RMS && backlog() < MAX_BACKLOG) {
        this.#pieces.unshift(frame);
        this.#ready += FRAME_SAMPLES;
        return;
      }
      this.dropped++;
      if (backlog() < MAX_BACKLOG) return;
      this.#fill(now, hold);
    }
  }
}
