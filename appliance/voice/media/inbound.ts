import { FRAME_MS, FRAME_SAMPLES, rms, samplesToMs } from './audio.ts';
import { Concealment } from './concealment.ts';
import { decodeG711, type G711Law } from './g711.ts';
import { holdFor, JitterBuffer } from './jitter-buffer.ts';
import { Reception, type ReceptionReport } from './reception.ts';
import type { RtpPacket } from './rtp.ts';

/** RFC 3551 section 6: static payload types. Comfort noise (RFC 3389) is heard as silence. */
export const PT_PCMU = 0;
export const PT_PCMA = 8;
export const PT_COMFORT_NOISE = 13;

/** A frame below this level may be dropped to catch up: about -55 dBFS. */
const SILENT_RMS = 58;
/** More audio than this waiting is given up at once, in samples (half a second). */
const MAX_BACKLOG = 4000;
/**
 * With nothing at all waiting, this long passes before sound is made up: what comes late is still heard whole, and a recognizer
 * minds a repeated frame more than a late one.
 */
const UNDERRUN_MS = 60;
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
  readonly duplicates: number;
  /** Frames made up because nothing had come in time. */
  readonly concealedFrames: number;
  /** Frames of silence dropped to catch up with the sender. */
  readonly droppedFrames: number;
}

/**
 * One stream coming in: packets of any length go in as they arrive, frames of 20 ms come out, one a tick on the average.
 * The count of frames given out never runs ahead of the ticks and never stays behind by more than the hold time, so the
 * frame's number times 20 ms is media time.
 */
export class Inbound {
  #format: InboundFormat;
  #ssrc: number | null = null;
  #reception = new Reception();
  #jitter = new JitterBuffer();
  #jitterMs = 0;
  readonly #concealment = new Concealment();
  readonly #pieces: Int16Array[] = [];
  #ready = 0;
  #owed = 0;
  #concealed = 0;
  #dropped = 0;
  #heardAny = false;
  #packetSamples = FRAME_SAMPLES;

  constructor(format: InboundFormat) {
    this.#format = format;
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
    const samples = this.lawOf(packet.payloadType) === null ? 0 : packet.payload.length;
    if (samples > 0) {
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
    const frames: Int16Array[] = [];
    const hold = holdFor(this.#jitterMs);
    // A sender of 60 ms packets leaves two ticks out of three empty without being late.
    const spacing = Math.max(0, samplesToMs(this.#packetSamples) - FRAME_MS);
    const patience = Math.max(hold, UNDERRUN_MS) + spacing;
    this.#owed += ticks;
    while (this.#owed > 0) {
      this.#fill(now, hold);
      if (this.#ready < FRAME_SAMPLES) {
        if (this.#heardAny && this.#owed * FRAME_MS <= patience) break;
        this.#makeUp(FRAME_SAMPLES - this.#ready);
      }
      frames.push(this.#cut());
      this.#owed--;
    }
    this.#catchUp(now, hold, hold + spacing);
    return frames;
  }

  stats(): InboundStats {
    return {
      ...this.#reception.report(),
      givenUp: this.#jitter.lost,
      late: this.#jitter.late,
      duplicates: this.#jitter.duplicates,
      concealedFrames: this.#concealed,
      droppedFrames: this.#dropped,
    };
  }

  get ssrc(): number | null {
    return this.#ssrc;
  }

  #restart(): void {
    this.#reception = new Reception();
    this.#jitter = new JitterBuffer();
  }

  #fill(now: number, hold: number): void {
    while (this.#ready < FRAME_SAMPLES) {
      const item = this.#jitter.take(now, hold);
      if (item === null) return;
      if (item.kind === 'audio') {
        const pcm = decodeG711(this.lawOf(item.payloadType) ?? this.#format.codec, item.payload);
        this.#concealment.heard(pcm);
        this.#heardAny = true;
        this.#add(pcm);
      } else {
        this.#add(item.kind === 'lost' ? this.#concealment.fill(item.samples) : new Int16Array(item.samples));
      }
    }
  }

  #makeUp(samples: number): void {
    this.#jitter.madeUp(samples);
    if (this.#heardAny) this.#concealed++;
    this.#add(this.#concealment.fill(samples));
  }

  #add(pcm: Int16Array): void {
    this.#pieces.push(pcm);
    this.#ready += pcm.length;
  }

  #cut(): Int16Array {
    const frame = new Int16Array(FRAME_SAMPLES);
    for (let at = 0; at < FRAME_SAMPLES; ) {
      const piece = this.#pieces[0] as Int16Array;
      const part = piece.subarray(0, FRAME_SAMPLES - at);
      frame.set(part, at);
      at += part.length;
      if (part.length === piece.length) this.#pieces.shift();
      else this.#pieces[0] = piece.subarray(part.length);
    }
    this.#ready -= FRAME_SAMPLES;
    return frame;
  }

  /** What waits beyond the jitter is delay: silence in it is dropped, a frame a tick; far too much is dropped unheard. */
  #catchUp(now: number, hold: number, allowed: number): void {
    const backlog = (): number => this.#ready + this.#jitter.depth * this.#packetSamples;
    if (backlog() <= (allowed / FRAME_MS + 1) * FRAME_SAMPLES) return;
    this.#fill(now, hold);
    while (this.#ready >= FRAME_SAMPLES) {
      const frame = this.#cut();
      if (rms(frame) > SILENT_RMS && backlog() < MAX_BACKLOG) {
        this.#pieces.unshift(frame);
        this.#ready += FRAME_SAMPLES;
        return;
      }
      this.#dropped++;
      if (backlog() < MAX_BACKLOG) return;
      this.#fill(now, hold);
    }
  }
}
