import type { RtpPacket } from './rtp.ts';

/** A jump of the source's sequence beyond this is another stream, though it kept its SSRC. */
const MAX_JUMP = 1000;

interface Place {
  readonly sequence: number;
  readonly timestamp: number;
}

/**
 * Fits the packets of another stream into ours (a translator, RFC 3550 section 7.1): sequence numbers and timestamps are moved by
 * what separates both, so that what was lost or reordered before is seen as lost or reordered behind.
 */
export class Splice {
  #joint: { readonly ssrc: number; last: number; readonly sequence: number; readonly timestamp: number } | null = null;

  /**
   * @param next where our stream would go on by itself; packets begin to follow on there
   * @returns its place in our stream; `fresh` for the first of a stretch, which carries the marker
   */
  place(packet: Pick<RtpPacket, 'ssrc' | 'sequence' | 'timestamp'>, next: Place): Place & { readonly fresh: boolean } {
    const known = this.#joint;
    const ahead = known === null ? 0 : ((packet.sequence - known.last) << 16) >> 16;
    const fresh = known === null || known.ssrc !== packet.ssrc || Math.abs(ahead) > MAX_JUMP;
    const joint = fresh
      ? {
          ssrc: packet.ssrc,
          last: packet.sequence,
          sequence: next.sequence - packet.sequence,
          timestamp: next.timestamp - packet.timestamp,
        }
      : known;
    if (ahead > 0) joint.last = packet.sequence;
    this.#joint = joint;
    return {
      sequence: (packet.sequence + joint.sequence) & 0xffff,
      timestamp: (packet.timestamp + joint.timestamp) >>> 0,
      fresh,
    };
  }

  /** Something else went out on our stream: the next packet follows on that. */
  cut(): void {
    this.#joint = null;
  }
}
