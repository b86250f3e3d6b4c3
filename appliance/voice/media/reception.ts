/** RFC 3550 A.1: how far a sequence number may jump ahead, or lie behind, and still belong to the same stream. */
const MAX_DROPOUT = 3000;
const MAX_MISORDER = 100;
/** How many packets back a second copy is known as one; a power of two above MAX_MISORDER. */
const REMEMBERED = 256;

export interface ReceptionReport {
  readonly received: number;
  /** Expected by sequence number but not received; negative when duplicates came. */
  readonly lost: number;
  readonly highestSequence: number;
  /** Interarrival jitter, ms. */
  readonly jitterMs: number;
  readonly maxJitterMs: number;
  /** Came after a later one, for the first time. */
  readonly reordered: number;
  /** Copies of packets that had come; they count as received (RFC 3550 section 6.4.1). */
  readonly duplicates: number;
}

/**
 * Sequence bookkeeping of one source (RFC 3550 A.1, A.3) and interarrival jitter (A.8). Turns 16-bit sequence numbers into
 * ever-growing ones, so that what follows need not think about wrapping.
 */
export class Reception {
  #base = -1;
  #highest = 0;
  #bad = -1;
  #received = 0;
  #jitter = 0;
  #maxJitter = 0;
  #reordered = 0;
  #duplicates = 0;
  /** Extended sequence numbers that came, each at its place around the circle. */
  readonly #seen = new Float64Array(REMEMBERED);
  #transit: number | null = null;

  /**
   * @returns the extended sequence number; 'restart' when the sender began a new sequence (this packet is its second);
   *   null when the packet is to be dropped, a second copy among them
   */
  sequence(sequence: number): number | 'restart' | null {
    if (this.#base < 0) {
      // One cycle up, so that a packet from just before the first one keeps a positive number.
      this.#base = this.#highest = sequence + 65_536;
      this.#received = 1;
      this.#note(this.#highest);
      return this.#highest;
    }
    const ahead = (sequence - this.#highest) & 0xffff;
    if (ahead < MAX_DROPOUT) {
      this.#highest += ahead;
      this.#received++;
      this.#bad = -1;
      return this.#note(this.#highest) ? this.#highest : null;
    }
    if (ahead > 65_536 - MAX_MISORDER) {
      this.#received++;
      const late = this.#highest - (65_536 - ahead);
      if (!this.#note(late)) return null;
      this.#reordered++;
      return late;
    }
    // A very large jump: two in a row mean that the sender restarted without telling (RFC 3550 A.1).
    const restarted = sequence === this.#bad;
    this.#bad = (sequence + 1) & 0xffff;
    return restarted ? 'restart' : null;
  }

  /**
   * RFC 3550 A.8. Only for packets whose timestamp moves with time: not for telephone events.
   * @param arrivalMs monotonic
   */
  arrival(timestamp: number, arrivalMs: number): void {
    const transit = arrivalMs * 8 - timestamp;
    if (this.#transit !== null) {
      // The timestamp wraps at 2^32; the difference is taken around the circle.
      let difference = transit - this.#transit;
      difference -= Math.round(difference / 2 ** 32) * 2 ** 32;
      this.#jitter += (Math.min(Math.abs(difference), 16_000) - this.#jitter) / 16;
      this.#maxJitter = Math.max(this.#maxJitter, this.#jitter);
    }
    this.#transit = transit;
  }

  report(): ReceptionReport {
    const expected = this.#base < 0 ? 0 : this.#highest - this.#base + 1;
    return {
      received: this.#received,
      lost: expected - this.#received,
      highestSequence: this.#highest - 65_536,
      jitterMs: this.#jitter / 8,
      maxJitterMs: this.#maxJitter / 8,
      reordered: this.#reordered,
      duplicates: this.#duplicates,
    };
  }

  /** @returns false when this packet had come already */
  #note(sequence: number): boolean {
    const place = sequence % REMEMBERED;
    if (this.#seen[place] === sequence) {
      this.#duplicates++;
      return false;
    }
    this.#seen[place] = sequence;
    return true;
  }
}
