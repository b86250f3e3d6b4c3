/** What the buffer gives out, in the order it was spoken. */
export type JitterItem =
  | { readonly kind: 'audio'; readonly payloadType: number; readonly payload: Uint8Array }
  /** Lost on the way: conceal that many samples. */
  | { readonly kind: 'lost'; readonly samples: number }
  /** The sender was silent (discontinuous transmission): that many samples of silence. */
  | { readonly kind: 'silence'; readonly samples: number };

export interface JitterPacket {
  /** Extended sequence number: it does not wrap. */
  readonly sequence: number;
  readonly timestamp: number;
  readonly payloadType: number;
  /** Samples the payload holds; 0 for packets that only carry a sequence number here (telephone events, comfort noise). */
  readonly samples: number;
  readonly payload: Uint8Array;
  /** Monotonic ms. */
  readonly arrivedAt: number;
}

/** Longest stretch of silence or loss made up from a timestamp; beyond it the sender's clock jumped. */
const MAX_GAP_SAMPLES = 8000;
/** Beyond a second of waiting packets the sender is ahead of time: the oldest go. */
const MAX_PACKETS = 100;

/** How long a missing packet is waited for: twice the jitter, 20 to 80 ms. */
export const holdFor = (jitterMs: number): number => Math.min(80, Math.max(20, 2 * jitterMs));

/**
 * Puts packets back in order. It keeps no delay of its own: a packet whose turn it is comes out at once, and only a gap
 * makes it wait (hearing needs order more than it needs an even flow).
 */
export class JitterBuffer {
  readonly #waiting = new Map<number, JitterPacket>();
  #next: number | null = null;
  #nextTimestamp = 0;
  #made = 0;
  late = 0;
  duplicates = 0;
  lost = 0;
  overflowed = 0;

  /** Packets that wait. */
  get depth(): number {
    return this.#waiting.size;
  }

  push(packet: JitterPacket): void {
    if (this.#next !== null && packet.sequence < this.#next) {
      this.late++;
      return;
    }
    if (this.#waiting.has(packet.sequence)) {
      this.duplicates++;
      return;
    }
    this.#waiting.set(packet.sequence, packet);
    while (this.#waiting.size > MAX_PACKETS) {
      this.#waiting.delete(this.#first());
      this.overflowed++;
      this.#next = this.#first();
      this.#nextTimestamp = this.#waiting.get(this.#next)?.timestamp ?? 0;
    }
  }

  /** Tells that `samples` were made up outside, while nothing had come: a gap in the timestamps is that much shorter. */
  madeUp(samples: number): void {
    this.#made += samples;
  }

  /**
   * The next piece, or null when it has not come yet and is still waited for.
   * @param now monotonic ms
   * @param hold how long a missing packet is waited for once a later one is here, ms
   */
  take(now: number, hold: number): JitterItem | null {
    for (;;) {
      if (this.#waiting.size === 0) return null;
      const first = this.#first();
      const packet = this.#waiting.get(first) as JitterPacket;
      if (this.#next === null) {
        this.#next = first;
        this.#nextTimestamp = packet.timestamp;
      }
      if (first > this.#next) {
        if (now - this.#oldestArrival() < hold) return null;
        this.lost += first - this.#next;
        this.#next = first;
        // An event's timestamp is its beginning and tells nothing about the gap: the next audio packet's does.
        const gap = packet.samples > 0 ? this.#gapBefore(packet) : 0;
        if (gap > 0) return { kind: 'lost', samples: gap };
      }
      if (packet.samples > 0) {
        const gap = this.#gapBefore(packet);
        if (gap > 0) return { kind: 'silence', samples: gap };
      }
      this.#waiting.delete(first);
      this.#next = first + 1;
      if (packet.samples > 0) {
        this.#nextTimestamp = (packet.timestamp + packet.samples) >>> 0;
        return { kind: 'audio', payloadType: packet.payloadType, payload: packet.payload };
      }
    }
  }

  /** Samples between what came last and this packet, by timestamp, less what was made up meanwhile. */
  #gapBefore(packet: JitterPacket): number {
    const ahead = (packet.timestamp - this.#nextTimestamp) | 0;
    const gap = ahead < 0 ? 0 : Math.max(0, ahead - this.#made);
    this.#made = 0;
    this.#nextTimestamp = packet.timestamp;
    return gap > MAX_GAP_SAMPLES ? 0 : gap;
  }

  #first(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const sequence of this.#waiting.keys()) if (sequence < first) first = sequence;
    return first;
  }

  #oldestArrival(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const packet of this.#waiting.values()) if (packet.arrivedAt < oldest) oldest = packet.arrivedAt;
    return oldest;
  }
}
