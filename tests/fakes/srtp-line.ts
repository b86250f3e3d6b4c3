import { openRtcp, openRtp, sealRtcp, sealRtp, type ReferenceTag } from './srtp-reference.ts';
import type { Wire } from './rtp-peer.ts';

/** One direction's counter: the far end's own reading of RFC 3711 section 3.3.1, for packets that are little out of order. */
class Counter {
  #highest = -1;

  next(sequence: number): number {
    const cycle = Math.max(0, Math.floor(this.#highest / 65_536));
    const near = [cycle - 1, cycle, cycle + 1].map((one) => one * 65_536 + sequence);
    const off = (index: number): number => Math.abs(index - Math.max(0, this.#highest));
    const index = this.#highest < 0 ? sequence : near.reduce((best, one) => (off(one) < off(best) ? one : best));
    this.#highest = Math.max(this.#highest, index);
    return Math.floor(index / 65_536);
  }
}

/** A far end's SRTP: 30 octets of master key and salt a side. */
export class SrtpLine implements Wire {
  readonly #tag: ReferenceTag;
  #sends: Buffer;
  #hears: Buffer;
  #sent = new Counter();
  readonly #heard = new Map<number, Counter>();
  #reports = 0;

  constructor(suite: string, sends: Buffer, hears: Buffer) {
    this.#tag = suite.endsWith('_32') ? 4 : 10;
    this.#sends = sends;
    this.#hears = hears;
  }

  /** Another key for what it sends; the counter goes on, or begins again as with senders that forget it. */
  rekey(sends: Buffer, hears: Buffer, forgets: boolean): void {
    this.#sends = sends;
    this.#hears = hears;
    if (forgets) this.#sent = new Counter();
  }

  seal(packet: Buffer): Buffer {
    return sealRtp(this.#sends, this.#tag, packet, this.#sent.next(packet.readUInt16BE(2)));
  }

  open(packet: Buffer): Buffer | null {
    const ssrc = packet.readUInt32BE(8);
    const counter = this.#heard.get(ssrc) ?? new Counter();
    this.#heard.set(ssrc, counter);
    return openRtp(this.#hears, this.#tag, packet, counter.next(packet.readUInt16BE(2)));
  }

  sealReport(packet: Buffer): Buffer {
    return sealRtcp(this.#sends, packet, this.#reports++);
  }

  openReport(packet: Buffer): Buffer | null {
    return openRtcp(this.#hears, packet)?.text ?? null;
  }
}
