import { openRtcp, openRtp, sealRtcp, sealRtp, type ReferenceTag } from './srtp-reference.ts';
import type { Wire } from './rtp-peer.ts';

/** One direction's counter: the far end's own reading of RFC 3711 section 3.3.1, for packets in order. */
class Counter {
  #last = -1;
  rollOver = 0;

  next(sequence: number): number {
    if (sequence < this.#last - 2 ** 15) this.rollOver++;
    this.#last = sequence;
    return this.rollOver;
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

  constructor(suite: string, sends: string, hears: string) {
    this.#tag = suite.endsWith('_32') ? 4 : 10;
    this.#sends = Buffer.from(sends, 'base64');
    this.#hears = Buffer.from(hears, 'base64');
  }

  /** Another key for what it sends; the counter goes on, or begins again as with senders that forget it. */
  rekey(sends: string, hears: string, forgets: boolean): void {
    this.#sends = Buffer.from(sends, 'base64');
    this.#hears = Buffer.from(hears, 'base64');
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
