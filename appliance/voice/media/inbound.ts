import { FRAME_SAMPLES } from './audio.ts';
import { FrameFlow } from './frame-flow.ts';
import { decodeG711, type G711Law } from './g711.ts';
import { holdFor, JitterBuffer } from './jitter-buffer.ts';
import { Reception, type ReceptionReport } from './reception.ts';
import type { RtpPacket } from './rtp.ts';

/** RFC 3551 section 6: static payload types. Comfort noise (RFC 3389) is heard as silence. */
export const PT_PCMU = 0;
export const PT_PCMA = 8;
export const PT_COMFORT_NOISE = 13;

/** 120 ms: the longest packet taken. */
const MAX_PACKET_SAMPLES = 960;

export interface InboundFormat {
  readonly codec: G711Law;
  readonly payloadType: number;
  readonly dtmfPayloadType: number | null;
}

export interface InboundStats extends ReceptionReport {
  /** Packets that were given up on; some of them may have come later. */
  readonly givenUp: number;
  readonly late: number;
  /** Frames made up because nothing had come in time. */
  readonly concealedFrames: number;
  /** Frames of silence dropped to catch up with the sender. */
  readonly droppedFrames: number;
}

type Counts = Omit<InboundStats, 'highestSequence' | 'jitterMs' | 'concealedFrames' | 'droppedFrames'>;
const NONE: Counts = { received: 0, lost: 0, reordered: 0, duplicates: 0, maxJitterMs: 0, givenUp: 0, late: 0 };

/** One stream coming in: packets of any length go in as they arrive, frames of 20 ms come out, one a tick on the average. */
export class Inbound {
  #format: InboundFormat;
  #ssrc: number | null = null;
  #reception = new Reception();
  #jitter = new JitterBuffer();
  #jitterMs = 0;
  /** Of the streams before this one. */
  #past = NONE;
  #law: G711Law;
  readonly #flow = new FrameFlow({
    more: (now, hold) => this.#more(now, hold),
    waiting: () => this.#jitter.depth * this.#packetSamples,
    madeUp: (samples) => this.#jitter.madeUp(samples),
  });
  #packetSamples = FRAME_SAMPLES;

  constructor(format: InboundFormat) {
    this.#format = format;
    this.#law = format.codec;
  }

  setFormat(format: InboundFormat): void {
    this.#format = format;
  }

  /** Which law a payload type stands for. The other static law is heard too: some peers switch without a re-INVITE. */
  lawOf(payloadType: number): G711Law | null {
    if (payloadType === this.#format.payloadType) return this.#format.codec;
    if (payloadType === PT_PCMU) return 'PCMU';
    return payloadType === PT_PCMA ? 'PCMA' : null;
  }

  isEvent(packet: RtpPacket): boolean {
    return packet.payloadType === this.#format.dtmfPayloadType;
  }

  /** Whether a packet may belong to this stream at all. */
  accepts(packet: RtpPacket): boolean {
    if (this.isEvent(packet)) return packet.payload.length >= 4;
    if (packet.payloadType === PT_COMFORT_NOISE) return true;
    const size = packet.payload.length;
    return this.lawOf(packet.payloadType) !== null && size > 0 && size <= MAX_PACKET_SAMPLES;
  }

  /** @param now monotonic ms of arrival */
  push(packet: RtpPacket, now: number): void {
    if (packet.ssrc !== this.#ssrc) {
      this.#restart();
      this.#ssrc = packet.ssrc;
    }
    let sequence = this.#reception.sequence(packet.sequence);
    if (sequence === null) return;
    if (sequence === 'restart') {
      this.#restart();
      sequence = this.#reception.sequence(packet.sequence) as number;
    }
    const law = this.lawOf(packet.payloadType);
    const samples = law === null ? 0 : packet.payload.length;
    if (law !== null && samples > 0) {
      this.#law = law;
      this.#packetSamples = samples;
      this.#reception.arrival(packet.timestamp, now);
      this.#jitterMs = this.#reception.report().jitterMs;
    }
    this.#jitter.push({
      sequence,
      timestamp: packet.timestamp,
      payloadType: packet.payloadType,
      samples,
      payload: packet.payload,
      arrivedAt: now,
    });
  }

  /** Frames that `ticks` more ticks of the clock entitle to, in order; may be none now and two the next time. */
  tick(now: number, ticks = 1): Int16Array[] {
    return this.#flow.tick(now, ticks, { hold: holdFor(this.#jitterMs), piece: this.#packetSamples });
  }

  /** Of the whole call, whatever streams it had. */
  stats(): InboundStats {
    const { highestSequence, jitterMs } = this.#reception.report();
    return {
      ...this.#counts(),
      highestSequence,
      jitterMs,
      concealedFrames: this.#flow.concealed,
      droppedFrames: this.#flow.dropped,
    };
  }

  /** Of the stream that comes now (its SSRC): what RTCP reports. */
  report(): ReceptionReport {
    return this.#reception.report();
  }

  /** The law of the latest sound; that of the format before any. */
  get law(): G711Law {
    return this.#law;
  }

  get ssrc(): number | null {
    return this.#ssrc;
  }

  #restart(): void {
    this.#past = this.#counts();
    this.#reception = new Reception();
    this.#jitter = new JitterBuffer();
  }

  #counts(): Counts {
    const past = this.#past;
    const { received, lost, reordered, duplicates, maxJitterMs } = this.#reception.report();
    return {
      received: past.received + received,
      lost: past.lost + lost,
      reordered: past.reordered + reordered,
      duplicates: past.duplicates + duplicates,
      maxJitterMs: Math.max(past.maxJitterMs, maxJitterMs),
      givenUp: past.givenUp + this.#jitter.lost,
      late: past.late + this.#jitter.late,
    };
  }

  #more(now: number, hold: number): boolean {
    const item = this.#jitter.take(now, hold);
    if (item === null) return false;
    if (item.kind === 'audio')
      this.#flow.heard(decodeG711(this.lawOf(item.payloadType) ?? this.#format.codec, item.payload));
    else if (item.kind === 'lost') this.#flow.lost(item.samples);
    else this.#flow.silent(item.samples);
    return true;
  }
}
