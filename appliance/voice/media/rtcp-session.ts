import { hostname } from 'node:os';
import type { Inbound } from './inbound.ts';
import type { Outbound } from './outbound.ts';
import { middleNtp, parseRtcp, serializeReport, type ReportBlock } from './rtcp.ts';

/** The reports of one call: what we tell the peer about its stream, and what it tells about ours. */
export class RtcpSession {
  readonly #inbound: Inbound;
  readonly #outbound: Outbound;
  readonly #cname = `line@${hostname()}`;
  #lastSr = 0;
  #lastSrAt = 0;
  #before = { expected: 0, received: 0 };
  roundTripMs: number | null = null;
  peerLoss: number | null = null;

  constructor(inbound: Inbound, outbound: Outbound) {
    this.#inbound = inbound;
    this.#outbound = outbound;
  }

  /**
   * @param wall epoch ms, for the NTP time
   * @param now monotonic ms
   */
  report(wall: number, now: number, leaving: boolean): Buffer {
    const { ssrc, timestamp, packets, octets } = this.#outbound;
    const sender = packets === 0 ? null : { at: wall, timestamp, packets, octets };
    return serializeReport({ ssrc, sender, block: this.#block(now) }, this.#cname, leaving);
  }

  receive(datagram: Uint8Array, wall: number, now: number): void {
    const heard = parseRtcp(datagram);
    if (heard === null) return;
    if (heard.lastSr !== null) {
      this.#lastSr = heard.lastSr;
      this.#lastSrAt = now;
    }
    const block = heard.report?.blocks.find(({ ssrc }) => ssrc === this.#outbound.ssrc);
    if (!block) return;
    this.peerLoss = block.fractionLost / 256;
    if (block.lastSr === 0) return;
    // RFC 3550 section 6.4.1: arrival less the time the peer kept it, less our sending time, all in 1/65536 s.
    const trip = (middleNtp(wall) - block.lastSr - block.delaySinceLastSr) | 0;
    if (trip >= 0) this.roundTripMs = (trip * 1000) / 65_536;
  }

  /** RFC 3550 A.3 for the fraction lost since the last report. */
  #block(now: number): ReportBlock | null {
    const ssrc = this.#inbound.ssrc;
    if (ssrc === null) return null;
    const { received, lost, highestSequence, jitterMs } = this.#inbound.report();
    const expectedNow = received + lost - this.#before.expected;
    const lostNow = expectedNow - (received - this.#before.received);
    this.#before = { expected: received + lost, received };
    return {
      ssrc,
      fractionLost: expectedNow <= 0 || lostNow <= 0 ? 0 : Math.min(255, Math.floor((lostNow * 256) / expectedNow)),
      lost,
      highestSequence,
      jitter: Math.round(jitterMs * 8),
      lastSr: this.#lastSr,
      delaySinceLastSr: this.#lastSr === 0 ? 0 : Math.round((now - this.#lastSrAt) * 65.536),
    };
  }
}
