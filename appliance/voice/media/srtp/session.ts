import { KeyReceiver, type Opened } from './receiver.ts';
import { SrtpSender } from './sender.ts';
import type { SrtpKeys, SrtpSuite } from './suite.ts';

/** How long packets under the key before the present one are still taken: they were under way, ms. */
const OLD_KEY_MS = 2000;

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((octet, i) => octet === b[i]);

/** Sealing and opening the packets of one call, through changes of its keys. What is not authentic is counted and dropped. */
export class SrtpSession {
  readonly #sender: SrtpSender;
  #receiver: KeyReceiver;
  #old: { readonly receiver: KeyReceiver; readonly until: number } | null = null;
  #keys: SrtpKeys;
  /** Packets that no key of the call opens. */
  unauthenticated = 0;
  /** Packets that came a second time, or far too late. */
  replayed = 0;

  constructor(keys: SrtpKeys) {
    this.#keys = keys;
    this.#sender = new SrtpSender(keys.suite, keys.send);
    this.#receiver = new KeyReceiver(keys.suite, keys.receive, new Map());
  }

  get suite(): SrtpSuite {
    return this.#keys.suite;
  }

  /**
   * What a new answer agreed; with the keys that hold already nothing changes, roll-over counters least of all.
   * @param now monotonic ms
   * @returns true when what we send must begin a new stream (SSRC): its roll-over counter is past zero, and who joins with the new
   *   key may not know it
   */
  rekey(keys: SrtpKeys, now: number): boolean {
    const { suite, send, receive } = this.#keys;
    this.#keys = keys;
    if (keys.suite !== suite || !same(keys.receive, receive)) {
      this.#old = { receiver: this.#receiver, until: now + OLD_KEY_MS };
      this.#receiver = new KeyReceiver(keys.suite, keys.receive, this.#receiver.highest);
    }
    if (keys.suite === suite && same(keys.send, send)) return false;
    this.#sender.rekey(keys.suite, keys.send);
    if (!this.#sender.rolledOver) return false;
    this.#sender.restart();
    return true;
  }

  sealRtp(packet: Buffer): Buffer | null {
    return this.#sender.rtp(packet);
  }

  sealRtcp(packet: Buffer): Buffer {
    return this.#sender.rtcp(packet);
  }

  /** @param now monotonic ms; @returns null when the packet is dropped */
  openRtp(packet: Buffer, now: number): Buffer | null {
    return this.#open((receiver) => receiver.rtp(packet), now);
  }

  openRtcp(packet: Buffer, now: number): Buffer | null {
    return this.#open((receiver) => receiver.rtcp(packet), now);
  }

  #open(by: (receiver: KeyReceiver) => Opened, now: number): Buffer | null {
    if (this.#old !== null && now > this.#old.until) this.#old = null;
    let opened = by(this.#receiver);
    if (opened === 'unauthenticated' && this.#old !== null) opened = by(this.#old.receiver);
    if (opened === 'unauthenticated') this.unauthenticated++;
    else if (opened === 'replayed') this.replayed++;
    else return opened;
    return null;
  }
}
