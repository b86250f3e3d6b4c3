import { Authentication } from './authentication.ts';
import { CounterMode } from './counter-mode.ts';
import { headerBytes, RTCP_CLEAR_BYTES, RTCP_ENCRYPTED, RTCP_INDEX_BYTES } from './header.ts';
import { deriveKeys } from './key-derivation.ts';
import { firstIndices, likelyIndex, rollOver } from './packet-index.ts';
import { ReplayWindow } from './replay-window.ts';
import { type SrtpSuite, tagBytes } from './suite.ts';

/** A packet in the clear, or why it is dropped. */
export type Opened = Buffer | 'unauthenticated' | 'replayed';

/** Streams of one key that are kept apart; only who has the key can make one. */
const MAX_STREAMS = 16;

class Windows {
  readonly #windows = new Map<number, ReplayWindow>();

  get(ssrc: number): ReplayWindow | undefined {
    return this.#windows.get(ssrc);
  }

  get highest(): ReadonlyMap<number, number> {
    return new Map([...this.#windows].map(([ssrc, window]) => [ssrc, window.highest]));
  }

  add(ssrc: number, index: number): void {
    let window = this.#windows.get(ssrc);
    if (window === undefined) {
      const [oldest] = this.#windows.keys();
      if (this.#windows.size >= MAX_STREAMS && oldest !== undefined) this.#windows.delete(oldest);
      window = new ReplayWindow();
      this.#windows.set(ssrc, window);
    }
    window.add(index);
  }
}

/** Opens what comes under one master key: any number of streams, each with its own counters (RFC 3711 section 3.3). */
export class KeyReceiver {
  readonly #rtp: { readonly mode: CounterMode; readonly authentication: Authentication };
  readonly #rtcp: { readonly mode: CounterMode; readonly authentication: Authentication };
  readonly #streams = new Windows();
  readonly #reports = new Windows();
  readonly #before: ReadonlyMap<number, number>;

  /**
   * @param before highest indices, by SSRC, under the key that this one replaces: these streams may go on counting there (section
   *   3.3.1)
   */
  constructor(suite: SrtpSuite, master: Uint8Array, before: ReadonlyMap<number, number>) {
    const rtp = deriveKeys(master, 'rtp');
    const rtcp = deriveKeys(master, 'rtcp');
    this.#rtp = {
      mode: new CounterMode(rtp.cipher, rtp.salt),
      authentication: new Authentication(rtp.auth, tagBytes(suite, 'rtp')),
    };
    this.#rtcp = {
      mode: new CounterMode(rtcp.cipher, rtcp.salt),
      authentication: new Authentication(rtcp.auth, tagBytes(suite, 'rtcp')),
    };
    this.#before = before;
  }

  /** Highest index of each stream, by SSRC. */
  get highest(): ReadonlyMap<number, number> {
    return this.#streams.highest;
  }

  /** Opens an SRTP packet in place: it stays as it was when it is dropped. */
  rtp(packet: Buffer): Opened {
    const { mode, authentication } = this.#rtp;
    const end = packet.length - authentication.tagBytes;
    const header = headerBytes(packet.subarray(0, Math.max(0, end)));
    if (header === null) return 'unauthenticated';
    const ssrc = packet.readUInt32BE(8);
    const window = this.#streams.get(ssrc);
    let replayed = false;
    for (const index of this.#indices(window, ssrc, packet.readUInt16BE(2))) {
      if (window?.has(index) === true) {
        replayed = true;
        continue;
      }
      if (!this.#isAuthentic(packet, end, rollOver(index))) continue;
      mode.apply(packet.subarray(header, end), ssrc, index);
      this.#streams.add(ssrc, index);
      return packet.subarray(0, end);
    }
    return replayed ? 'replayed' : 'unauthenticated';
  }

  /** Opens an SRTCP packet in place. One that is authenticated but not encrypted is taken (section 3.4). */
  rtcp(packet: Buffer): Opened {
    const { mode, authentication } = this.#rtcp;
    const covered = packet.length - authentication.tagBytes;
    const end = covered - RTCP_INDEX_BYTES;
    if (end < RTCP_CLEAR_BYTES) return 'unauthenticated';
    const word = packet.readUInt32BE(end);
    const index = word % RTCP_ENCRYPTED;
    const ssrc = packet.readUInt32BE(4);
    if (this.#reports.get(ssrc)?.has(index) === true) return 'replayed';
    if (!authentication.verify(packet.subarray(0, covered), packet.subarray(covered))) return 'unauthenticated';
    if (word >= RTCP_ENCRYPTED) mode.apply(packet.subarray(RTCP_CLEAR_BYTES, end), ssrc, index);
    this.#reports.add(ssrc, index);
    return packet.subarray(0, end);
  }

  /** What a sequence number may stand for, the likeliest first. */
  #indices(window: ReplayWindow | undefined, ssrc: number, sequence: number): readonly number[] {
    // Before the first cycle there is nothing: a sender that jumped far ahead is still in it.
    const likely = (highest: number): number => {
      const index = likelyIndex(highest, sequence);
      return index < 0 ? sequence : index;
    };
    if (window !== undefined) return [likely(window.highest)];
    const before = this.#before.get(ssrc);
    // With a new key some senders go on counting, as they must, and some begin again.
    return before === undefined ? firstIndices(sequence) : [...new Set([likely(before), ...firstIndices(sequence)])];
  }

  #isAuthentic(packet: Buffer, end: number, counter: number): boolean {
    const tag = Buffer.from(packet.subarray(end));
    // The counter is authenticated where the tag stands.
    packet.writeUInt32BE(counter, end);
    const authentic = this.#rtp.authentication.verify(packet.subarray(0, end + 4), tag);
    if (!authentic) packet.set(tag, end);
    return authentic;
  }
}
