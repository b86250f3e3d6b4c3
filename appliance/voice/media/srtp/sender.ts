import { Authentication } from './authentication.ts';
import { CounterMode } from './counter-mode.ts';
import { headerBytes, RTCP_CLEAR_BYTES, RTCP_ENCRYPTED, RTCP_INDEX_BYTES } from './header.ts';
import { deriveKeys } from './key-derivation.ts';
import { likelyIndex, rollOver } from './packet-index.ts';
import { ReplayWindow } from './replay-window.ts';
import { type SrtpSuite, tagBytes } from './suite.ts';

interface Sealing {
  readonly mode: CounterMode;
  readonly authentication: Authentication;
}

const sealing = (suite: SrtpSuite, master: Uint8Array, kind: 'rtp' | 'rtcp'): Sealing => {
  const { cipher, salt, auth } = deriveKeys(master, kind);
  return { mode: new CounterMode(cipher, salt), authentication: new Authentication(auth, tagBytes(suite, kind)) };
};

/**
 * Seals what we send (RFC 3711 sections 3.1 and 3.4).
 *
 *   SRTP:  header | payload, encrypted | tag over both and the roll-over counter
 *   SRTCP: header | rest, encrypted | E, index | tag over all before it
 */
export class SrtpSender {
  #rtp: Sealing;
  #rtcp: Sealing;
  /** What was sealed: no index is used twice, or two packets would tell each other's text (section 9.1). */
  #sealed = new ReplayWindow();
  #rtcpIndex = 0;

  constructor(suite: SrtpSuite, master: Uint8Array) {
    this.#rtp = sealing(suite, master, 'rtp');
    this.#rtcp = sealing(suite, master, 'rtcp');
  }

  /** Whether the sequence number has wrapped: somebody who joins now cannot know the roll-over counter. */
  get rolledOver(): boolean {
    return rollOver(Math.max(0, this.#sealed.highest)) > 0;
  }

  /** Another master key: the counters go on, they must never begin again for the same stream (section 3.3.1). */
  rekey(suite: SrtpSuite, master: Uint8Array): void {
    this.#rtp = sealing(suite, master, 'rtp');
    this.#rtcp = sealing(suite, master, 'rtcp');
  }

  /** Another stream (SSRC) follows, under a key that sealed nothing yet. */
  restart(): void {
    this.#sealed = new ReplayWindow();
  }

  /**
   * Packets may come out of order, where those of another leg are handed on.
   * @returns the sealed packet; null for what is no RTP, for one that was sealed before, and for one from before the stream began
   */
  rtp(packet: Buffer): Buffer | null {
    const header = headerBytes(packet);
    if (header === null) return null;
    const sequence = packet.readUInt16BE(2);
    const { highest } = this.#sealed;
    const index = highest < 0 ? sequence : likelyIndex(highest, sequence);
    if (index < 0 || this.#sealed.has(index)) return null;
    this.#sealed.add(index);
    const { mode, authentication } = this.#rtp;
    const end = packet.length;
    const sealed = Buffer.allocUnsafe(end + Math.max(authentication.tagBytes, 4));
    sealed.set(packet);
    mode.apply(sealed.subarray(header, end), packet.readUInt32BE(8), index);
    // The counter is authenticated, but not sent: it stands where the tag is put over it.
    sealed.writeUInt32BE(rollOver(index), end);
    sealed.set(authentication.tag(sealed.subarray(0, end + 4)), end);
    return sealed;
  }

  /** @param packet a compound packet */
  rtcp(packet: Buffer): Buffer {
    const { mode, authentication } = this.#rtcp;
    const end = packet.length;
    const covered = end + RTCP_INDEX_BYTES;
    const sealed = Buffer.allocUnsafe(covered + authentication.tagBytes);
    sealed.set(packet);
    mode.apply(sealed.subarray(RTCP_CLEAR_BYTES, end), packet.readUInt32BE(4), this.#rtcpIndex);
    sealed.writeUInt32BE(RTCP_ENCRYPTED + this.#rtcpIndex, end);
    sealed.set(authentication.tag(sealed.subarray(0, covered)), covered);
    this.#rtcpIndex = (this.#rtcpIndex + 1) % 2 ** 31;
    return sealed;
  }
}
