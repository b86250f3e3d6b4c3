import { FRAME_MS, FRAME_SAMPLES } from '#voice/media/audio.ts';
import { Inbound, type InboundStats } from '#voice/media/inbound.ts';
import { Outbound } from '#voice/media/outbound.ts';
import { parseRtp } from '#voice/media/rtp.ts';
import type { Impairment } from './udp-impairment.ts';

const FORMAT = { codec: 'PCMU', payloadType: 0, dtmfPayloadType: null, ptime: 20 } as const;
/** The receiver's clock goes on so long after the last packet was sent, ms. */
const TAIL_MS = 400;

export interface Carried {
  readonly pcm: Int16Array;
  readonly stats: InboundStats;
}

/**
 * Sound through our own sender, a line and our own receiver: real RTP packets, in time that is counted and not waited for, so that
 * the same fate always gives the same sound.
 * @param driftPpm by how much the sender's clock is fast
 */
export const carrySound = (pcm: Int16Array, fate: Impairment, driftPpm = 0): Carried => {
  const out = new Outbound(FORMAT, { ssrc: 7, sequence: 65_000, timestamp: 4_294_900_000 });
  const arrivals: { readonly at: number; readonly datagram: Buffer }[] = [];
  const sendEvery = FRAME_MS / (1 + driftPpm / 1e6);
  const frames = Math.ceil(pcm.length / FRAME_SAMPLES);
  for (let i = 0; i < frames; i++) {
    const frame = new Int16Array(FRAME_SAMPLES);
    frame.set(pcm.subarray(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES));
    for (const datagram of out.tick(frame)) {
      for (const delay of fate('a-to-b', i, datagram)) arrivals.push({ at: i * sendEvery + delay, datagram });
    }
  }
  arrivals.sort((a, b) => a.at - b.at);
  const inbound = new Inbound(FORMAT);
  const heard: Int16Array[] = [];
  let next = 0;
  for (let now = 0; now < frames * FRAME_MS + TAIL_MS; now += FRAME_MS) {
    for (; next < arrivals.length && (arrivals[next]?.at ?? 0) <= now; next++) {
      const { at = 0, datagram } = arrivals[next] ?? {};
      const packet = datagram ? parseRtp(datagram) : null;
      if (packet && inbound.accepts(packet)) inbound.push(packet, at);
    }
    heard.push(...inbound.tick(now));
  }
  const whole = new Int16Array(heard.length * FRAME_SAMPLES);
  heard.forEach((frame, i) => whole.set(frame, i * FRAME_SAMPLES));
  return { pcm: whole, stats: inbound.stats() };
};
