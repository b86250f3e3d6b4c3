import { FRAME_MS } from './audio.ts';

/** After a stall at most this many frames go out at once; the rest of the time is skipped. */
const MAX_BURST = 3;

export interface DueTicks {
  /** Frames to send now. */
  readonly send: number;
  /** Frames of time that passed unsent: the RTP timestamp steps over them and the next packet carries the marker. */
  readonly skip: number;
  /** How late the oldest due tick is, ms. */
  readonly lateMs: number;
  /** The next deadline, monotonic ms: to be waited for from the end of the work, which takes time itself. */
  readonly nextAt: number;
}

/** Deadlines at `t0 + n * 20 ms`: lateness of one tick never moves the next. */
export class Deadlines {
  readonly #start: number;
  #done = 0;

  /** @param start monotonic ms of the first deadline */
  constructor(start: number) {
    this.#start = start;
  }

  due(now: number): DueTicks {
    const lateMs = now - (this.#start + this.#done * FRAME_MS);
    const ticks = lateMs < 0 ? 0 : Math.floor(lateMs / FRAME_MS) + 1;
    this.#done += ticks;
    const send = Math.min(ticks, MAX_BURST);
    return { send, skip: ticks - send, lateMs, nextAt: this.#start + this.#done * FRAME_MS };
  }
}
