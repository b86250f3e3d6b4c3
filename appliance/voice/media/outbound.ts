import { FRAME_SAMPLES } from './audio.ts';
import { DigitSender } from './dtmf.ts';
import { encodeG711, transcodeG711, type G711Law } from './g711.ts';
import { RTP_HEADER_BYTES, serializeRtp, writeRtpHeader, type RtpPacket } from './rtp.ts';
import { Splice } from './splice.ts';

export interface OutboundFormat {
  readonly codec: G711Law;
  readonly payloadType: number;
  readonly dtmfPayloadType: number | null;
  /** Packet length, ms: 10, 20, 30, 40 or 60. */
  readonly ptime: number;
}

export interface OutboundSource {
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
}

/** One stream going out: a frame of 20 ms a tick goes in, packets of the agreed length come out. */
export class Outbound {
  readonly digits = new DigitSender();
  readonly #splice = new Splice();
  #ssrc: number;
  #format: OutboundFormat;
  #sequence: number;
  /** Of the next sample that has not been put into a packet. */
  #timestamp: number;
  #waiting: Uint8Array = new Uint8Array(0);
  #marker = true;
  /** Of the present stream, for its sender reports. */
  packets = 0;
  octets = 0;
  /** Of all streams. */
  sent = 0;

  /** @param source random start values (RFC 3550 section 5.1) */
  constructor(format: OutboundFormat, source: OutboundSource) {
    this.#format = format;
    this.#ssrc = source.ssrc;
    this.#sequence = source.sequence;
    this.#timestamp = source.timestamp;
  }

  get ssrc(): number {
    return this.#ssrc;
  }

  /** Goes on as another stream, in the same time. */
  restart({ ssrc, sequence }: Pick<OutboundSource, 'ssrc' | 'sequence'>): void {
    this.#ssrc = ssrc;
    this.#sequence = sequence;
    this.#marker = true;
    this.packets = 0;
    this.octets = 0;
  }

  setFormat(format: OutboundFormat): void {
    if (format.codec !== this.#format.codec) this.#flush();
    this.#format = format;
  }

  /** RTP timestamp of the next sample. */
  get timestamp(): number {
    return this.#timestamp >>> 0;
  }

  /** Whether keys are being pressed: what is to be said waits for them. */
  get pressing(): boolean {
    return this.#format.dtmfPayloadType !== null && this.digits.busy;
  }

  /**
   * A packet of another stream as it goes out on ours: not decoded where both speak one law, octet by octet where they do not.
   * @param law of its sound; null for a key (RFC 4733)
   * @returns null for a key that the peer takes none of, and while keys of our own are pressed
   */
  relay(packet: RtpPacket, law: G711Law | null): Buffer | null {
    const { codec, dtmfPayloadType } = this.#format;
    const payloadType = law === null ? dtmfPayloadType : this.#format.payloadType;
    if (payloadType === null || this.pressing) return null;
    this.#flush();
    const next = { sequence: this.#sequence & 0xffff, timestamp: this.timestamp };
    const { sequence, timestamp, fresh } = this.#splice.place(packet, next);
    const ahead = ((sequence + 1 - next.sequence) << 16) >> 16;
    if (ahead > 0) this.#sequence += ahead;
    const later = (timestamp + (law === null ? 0 : packet.payload.length) - next.timestamp) | 0;
    if (later > 0) this.#timestamp += later;
    const payload = law === null || law === codec ? packet.payload : transcodeG711(law, codec, packet.payload);
    const marker = packet.marker || fresh;
    this.#marker = false;
    return this.#count(serializeRtp({ marker, payloadType, sequence, timestamp, ssrc: this.ssrc, payload }));
  }

  /** Packets to send in this tick. */
  tick(frame: Int16Array): Buffer[] {
    this.#splice.cut();
    const { dtmfPayloadType } = this.#format;
    const keys = dtmfPayloadType === null ? null : this.digits.next(this.timestamp, FRAME_SAMPLES);
    if (keys !== null && dtmfPayloadType !== null) {
      this.#flush();
      this.#timestamp += FRAME_SAMPLES;
      this.#marker = true;
      return keys.map((key) =>
        this.#count(
          serializeRtp({ ...key, payloadType: dtmfPayloadType, sequence: this.#sequence++, ssrc: this.ssrc }),
        ),
      );
    }
    const size = this.#format.ptime * 8;
    const packets: Buffer[] = [];
    let octets = new Uint8Array(this.#waiting.length + frame.length);
    octets.set(this.#waiting);
    encodeG711(this.#format.codec, frame, octets, this.#waiting.length);
    for (; octets.length >= size; octets = octets.subarray(size)) packets.push(this.#packet(octets.subarray(0, size)));
    this.#waiting = octets;
    return packets;
  }

  /** Steps over time in which nothing could be sent; the next packet carries the marker. */
  skip(ticks: number): void {
    this.#splice.cut();
    this.#flush();
    this.#timestamp += ticks * FRAME_SAMPLES;
    this.#marker = true;
  }

  #flush(): void {
    this.#timestamp += this.#waiting.length;
    this.#waiting = new Uint8Array(0);
  }

  #packet(payload: Uint8Array): Buffer {
    const out = Buffer.allocUnsafe(RTP_HEADER_BYTES + payload.length);
    writeRtpHeader(out, {
      marker: this.#marker,
      payloadType: this.#format.payloadType,
      sequence: this.#sequence++,
      timestamp: this.#timestamp,
      ssrc: this.ssrc,
    });
    out.set(payload, RTP_HEADER_BYTES);
    this.#timestamp += payload.length;
    this.#marker = false;
    return this.#count(out);
  }

  #count(packet: Buffer): Buffer {
    this.sent++;
    this.packets++;
    this.octets += packet.length - RTP_HEADER_BYTES;
    return packet;
  }
}
