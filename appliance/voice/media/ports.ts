import { PilotError } from '#shared/errors.ts';

export interface PortRange {
  /** First port that may be used; RTP takes even ports and RTCP the odd one above (RFC 3550 section 11). */
  readonly from: number;
  /** Last port that may be used, inclusive. */
  readonly to: number;
}

/**
 * Hands out even ports, the longest unused first, and keeps a port out of use for a while after its call: packets of the
 * old call may still arrive and must not be heard in the next one.
 */
export class PortPool {
  readonly #range: PortRange;
  readonly #quarantineMs: number;
  /** Free ports, longest unused first, with the instant from which they may be used. */
  #free: { readonly port: number; readonly from: number }[] = [];

  constructor(range: PortRange, quarantineMs: number) {
    this.#range = range;
    this.#quarantineMs = quarantineMs;
    for (let port = range.from + (range.from % 2); port + 1 <= range.to; port += 2) {
      this.#free.push({ port, from: Number.NEGATIVE_INFINITY });
    }
  }

  /**
   * @param now monotonic ms
   * @throws PilotError `media.ports_exhausted`
   */
  take(now: number): number {
    const next = this.#free[0];
    if (next === undefined || next.from > now) {
      const { from, to } = this.#range;
      throw new PilotError('media.ports_exhausted', `no free RTP port is left between ${from} and ${to}`, {
        fix: 'Widen the RTP port range (two ports a call, and as many again for calls that just ended).',
        retryable: true,
      });
    }
    this.#free.shift();
    return next.port;
  }

  /** Puts a port back after its call; it rests first. */
  release(port: number, now: number): void {
    this.#free.push({ port, from: now + this.#quarantineMs });
  }
}
