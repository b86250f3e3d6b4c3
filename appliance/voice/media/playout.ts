import { FRAME_SAMPLES } from './audio.ts';

/** How far an item of the playout queue has been sent to the line. */
export interface Played {
  readonly id: string;
  /** Samples sent so far: what the caller was given to hear. */
  readonly samples: number;
  readonly totalSamplesQueued: number;
  /** True once: everything was played, or the rest was dropped by a stop. */
  readonly done: boolean;
  readonly stopped: boolean;
  /** Media time of the packet that held its first sample, ms; null when none was sent. */
  readonly firstPacketMs: number | null;
}

interface Item {
  readonly id: string;
  readonly chunks: Int16Array[];
  samples: number;
  total: number;
  last: boolean;
  firstPacketMs: number | null;
  reportedAt: number;
}

/** Every fifth frame: about every 100 ms. */
const REPORT_SAMPLES = 5 * FRAME_SAMPLES;

/**
 * What we say, in order, cut into frames. An item plays as soon as it has samples; the next one begins only after the last
 * chunk of the one before. It never blocks the clock: with nothing to play, `next` gives null and the pacer sends silence.
 */
export class Playout {
  #items: Item[] = [];
  #paused = false;
  readonly #report: (played: Played) => void;

  constructor(report: (played: Played) => void) {
    this.#report = report;
  }

  /** Appends samples to an item, which is made when it is new. `last` marks the item's end. */
  play(id: string, pcm: Int16Array, last: boolean): void {
    let item = this.#items.find((one) => one.id === id);
    if (item === undefined) {
      item = { id, chunks: [], samples: 0, total: 0, last: false, firstPacketMs: null, reportedAt: 0 };
      this.#items.push(item);
    }
    if (pcm.length > 0) item.chunks.push(pcm);
    item.total += pcm.length;
    item.last ||= last;
    this.#finish();
  }

  /** The item whose samples come next; null when nothing is queued. */
  get item(): string | null {
    return this.#items[0]?.id ?? null;
  }

  get paused(): boolean {
    return this.#paused;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
  }

  /** Drops what has not been sent of one item, or of all, and reports each as done. Lifts a pause when nothing is left. */
  stop(id: string | null): void {
    const dropped = this.#items.filter((item) => id === null || item.id === id);
    this.#items = this.#items.filter((item) => !dropped.includes(item));
    if (this.#items.length === 0) this.#paused = false;
    for (const item of dropped) this.#tell(item, true, true);
    this.#finish();
  }

  /**
   * The next 20 ms to send, or null for silence.
   * @param mediaMs media time of the packet this frame goes out with
   */
  next(mediaMs: number): Int16Array | null {
    if (this.#paused) return null;
    const frame = new Int16Array(FRAME_SAMPLES);
    let at = 0;
    while (at < FRAME_SAMPLES) {
      const item = this.#items[0];
      const chunk = item?.chunks[0];
      if (item === undefined || chunk === undefined) break;
      const part = chunk.subarray(0, FRAME_SAMPLES - at);
      frame.set(part, at);
      at += part.length;
      if (part.length === chunk.length) item.chunks.shift();
      else item.chunks[0] = chunk.subarray(part.length);
      item.samples += part.length;
      const first = item.firstPacketMs === null;
      item.firstPacketMs ??= mediaMs;
      const ended = item.last && item.chunks.length === 0;
      if (!ended && (first || item.samples - item.reportedAt >= REPORT_SAMPLES)) this.#tell(item, false, false);
      this.#finish();
    }
    return at === 0 ? null : frame;
  }

  /** Reports and forgets finished items at the head of the queue. */
  #finish(): void {
    for (
      let item = this.#items[0];
      item !== undefined && item.last && item.chunks.length === 0;
      item = this.#items[0]
    ) {
      this.#items.shift();
      this.#tell(item, true, false);
    }
  }

  #tell(item: Item, done: boolean, stopped: boolean): void {
    item.reportedAt = item.samples;
    this.#report({
      id: item.id,
      samples: item.samples,
      totalSamplesQueued: item.total,
      done,
      stopped,
      firstPacketMs: item.firstPacketMs,
    });
  }
}
