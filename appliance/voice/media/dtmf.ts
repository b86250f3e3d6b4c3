import type { RtpPacket } from './rtp.ts';

/**
 * Telephone events, RFC 4733 section 2.3.
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |     event     |E|R| volume    |          duration             |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
export interface TelephoneEvent {
  readonly event: number;
  readonly end: boolean;
  readonly volume: number;
  /** In timestamp units: 8 to the millisecond. */
  readonly duration: number;
}

/** Event codes 0 to 15 (RFC 4733 section 3.2). */
export const DIGITS = '0123456789*#ABCD';

export const parseTelephoneEvent = (payload: Uint8Array): TelephoneEvent | null => {
  if (payload.length < 4) return null;
  const [event = 0, flags = 0, high = 0, low = 0] = payload;
  return { event, end: (flags & 0x80) !== 0, volume: flags & 0x3f, duration: (high << 8) | low };
};

export const serializeTelephoneEvent = (event: TelephoneEvent): Buffer =>
  Buffer.from([
    event.event,
    (event.end ? 0x80 : 0) | (event.volume & 0x3f),
    (event.duration >> 8) & 0xff,
    event.duration & 0xff,
  ]);

/** A reordered retransmission of an older event may still come in after its successor began. */
const REMEMBERED = 8;
const LONGEST_SEGMENT = 0xffff;

/**
 * Hears keys. One event is one timestamp (RFC 4733 section 2.5.1.2): whichever of its packets comes first gives the key, so
 * neither a lost marker, a lost end nor the end's three copies matter.
 */
export class DigitReceiver {
  readonly #seen: number[] = [];
  #last: { event: number; timestamp: number; duration: number; ended: boolean } | null = null;

  /** @returns the key that was pressed, or null when this packet tells nothing new */
  receive(packet: Pick<RtpPacket, 'timestamp' | 'payload'>): string | null {
    const event = parseTelephoneEvent(packet.payload);
    if (event === null) return null;
    const digit = DIGITS[event.event];
    if (digit === undefined) return null;
    const last = this.#last;
    if (last !== null && last.timestamp === packet.timestamp) {
      last.duration = Math.max(last.duration, event.duration);
      last.ended ||= event.end;
      return null;
    }
    if (this.#seen.includes(packet.timestamp)) return null;
    this.#seen.push(packet.timestamp);
    if (this.#seen.length > REMEMBERED) this.#seen.shift();
    // A key held longer than the duration field can say goes on in a new segment (RFC 4733 section 2.5.1.3).
    const continues =
      last !== null &&
      !last.ended &&
      last.event === event.event &&
      (packet.timestamp - last.timestamp) >>> 0 === LONGEST_SEGMENT;
    this.#last = { event: event.event, timestamp: packet.timestamp, duration: event.duration, ended: event.end };
    return continues ? null : digit;
  }
}

/** How long a key sounds and how long it is quiet after it, in ticks of 20 ms. */
const TONE_TICKS = 5;
const GAP_TICKS = 3;
const END_COPIES = 3;
const VOLUME = 10;

export interface EventPacket {
  readonly marker: boolean;
  readonly timestamp: number;
  readonly payload: Buffer;
}

/** Presses keys: asked once a tick, gives the packets to send in place of audio. */
export class DigitSender {
  #waiting: number[] = [];
  #tick = 0;
  #start = 0;

  /** Characters that are no key are left out. */
  queue(digits: string): void {
    for (const digit of digits.toUpperCase()) {
      const event = DIGITS.indexOf(digit);
      if (event >= 0) this.#waiting.push(event);
    }
  }

  get busy(): boolean {
    return this.#waiting.length > 0;
  }

  /** @returns packets in place of this tick's audio; null when no key is being pressed */
  next(timestamp: number, samples: number): EventPacket[] | null {
    const event = this.#waiting[0];
    if (event === undefined) return null;
    if (this.#tick === 0) this.#start = timestamp;
    this.#tick++;
    if (this.#tick > TONE_TICKS) {
      if (this.#tick < TONE_TICKS + GAP_TICKS) return null;
      this.#waiting.shift();
      this.#tick = 0;
      return null;
    }
    const end = this.#tick === TONE_TICKS;
    const payload = serializeTelephoneEvent({ event, end, volume: VOLUME, duration: this.#tick * samples });
    const packet = { marker: this.#tick === 1, timestamp: this.#start, payload };
    return end ? Array.from({ length: END_COPIES }, () => packet) : [packet];
  }
}
