import { describe, expect, it } from 'vitest';
import { rms } from './audio.ts';
import { decodeG711, encodeG711 } from './g711.ts';
import { Inbound } from './inbound.ts';
import type { RtpPacket } from './rtp.ts';

const FORMAT = { codec: 'PCMU', payloadType: 0, dtmfPayloadType: 101 } as const;

/** A packet of loud sound, its level telling its number. */
const loud = (n: number, samples = 160, over: Partial<RtpPacket> = {}): RtpPacket => {
  const payload = new Uint8Array(samples);
  encodeG711('PCMU', new Int16Array(samples).fill(1000 + 200 * (n % 20)), payload);
  return {
    marker: false,
    payloadType: 0,
    sequence: (65_530 + n) & 0xffff,
    timestamp: (4_294_966_000 + n * samples) >>> 0,
    ssrc: 7,
    payload,
    ...over,
  };
};

/** Runs the clock from 0, a tick every 20 ms; a packet is there when its arrival has passed. */
const listen = (
  arrivals: readonly [at: number, packet: RtpPacket][],
  untilMs: number,
  inbound = new Inbound(FORMAT),
) => {
  const queue = arrivals.toSorted(([a], [b]) => a - b);
  const frames: { at: number; level: number }[] = [];
  for (let now = 10; now < untilMs; now += 20) {
    for (let head = queue[0]; head !== undefined && head[0] <= now; head = queue[0]) {
      inbound.push(head[1], head[0]);
      queue.shift();
    }
    for (const frame of inbound.tick(now)) frames.push({ at: now, level: Math.round(rms(frame)) });
  }
  return { frames, inbound };
};

const steady = (count: number, samples = 160): [number, RtpPacket][] =>
  Array.from({ length: count }, (_, n) => [(n * samples) / 8, loud(n, samples)]);

describe('one stream coming in', () => {
  it('gives each packet in the tick after it came, across the wrap of number and timestamp', () => {
    const { frames, inbound } = listen(steady(50), 1000);
    expect(frames.length).toBe(50);
    expect(frames.every(({ level }) => level > 900)).toBe(true);
    expect(inbound.stats()).toMatchObject({ received: 50, lost: 0, late: 0, concealedFrames: 0 });
  });

  it('conceals a lost packet and stays in time', () => {
    const { frames, inbound } = listen(
      steady(50).filter((_, n) => n !== 20),
      1000,
    );
    expect(inbound.stats()).toMatchObject({ received: 49, lost: 1 });
    expect(frames.length).toBeGreaterThanOrEqual(48);
    // Repeated and 6 dB down, not silent.
    expect(frames[20]?.level).toBeGreaterThan(300);
    expect(frames[20]?.level).toBeLessThan(frames[19]?.level ?? 0);
    expect(frames[21]?.level).toBeGreaterThan(900);
  });

  it('falls silent 60 ms into a long gap and goes on ticking', () => {
    const { frames } = listen(steady(10), 2000);
    expect(frames.length).toBeGreaterThanOrEqual(96);
    expect(frames.slice(15).every(({ level }) => level === 0)).toBe(true);
  });

  it('puts reordered packets back', () => {
    const swapped = steady(40).map(([at, packet], n): [number, RtpPacket] => [n % 10 === 5 ? at + 25 : at, packet]);
    const { inbound } = listen(swapped, 900);
    expect(inbound.stats()).toMatchObject({ received: 40, lost: 0, late: 0 });
  });

  it.each([10, 30, 60])('takes packets of %i ms without making anything up', (ms) => {
    const { frames, inbound } = listen(steady(1200 / ms, ms * 8), 1200);
    expect(inbound.stats().concealedFrames).toBe(0);
    expect(frames.filter(({ level }) => level > 900).length).toBeGreaterThanOrEqual(57);
  });

  it('hears what a stalled line delivers late, and drops only silence to catch up', () => {
    const speech = Array.from({ length: 40 }, (_, n): [number, RtpPacket] => [
      n < 10 ? n * 20 : Math.max(500, n * 20),
      loud(n),
    ]);
    const quiet = (n: number): RtpPacket => loud(n, 160, { payload: new Uint8Array(160).fill(0xff) });
    const after = Array.from({ length: 60 }, (_, n): [number, RtpPacket] => [800 + n * 20, quiet(40 + n)]);
    const { frames, inbound } = listen([...speech, ...after], 2000);
    const expected = Array.from({ length: 30 }, (_, n) => Math.round(rms(decodeG711('PCMU', loud(n + 10).payload))));
    const heard = frames.filter(({ level }) => level > 900).map(({ level }) => level);
    expect(heard.slice(-30)).toEqual(expected);
    expect(inbound.stats().droppedFrames).toBeGreaterThan(5);
    expect(frames.length).toBeLessThanOrEqual(100);
  });

  it('starts anew with another source', () => {
    const second = steady(10).map(([at, packet], n): [number, RtpPacket] => [
      at + 200,
      { ...packet, ssrc: 8, sequence: 30_000 + n, timestamp: n * 160 },
    ]);
    const { frames } = listen([...steady(10), ...second], 400);
    expect(frames.filter(({ level }) => level > 900).length).toBe(20);
  });

  it('ignores one wild sequence number and follows a sender that restarted', () => {
    const wild = loud(10, 160, { sequence: 30_000 });
    const restarted = steady(10).map(([at, packet], n): [number, RtpPacket] => [
      at + 220,
      { ...packet, sequence: 20_000 + n },
    ]);
    const { inbound } = listen([...steady(10), [205, wild], ...restarted], 500);
    // The first packet after a restart shows the jump, the second confirms it.
    expect(inbound.report()).toMatchObject({ received: 9, lost: 0 });
    expect(inbound.stats()).toMatchObject({ received: 19, lost: 0 });
  });

  it('takes comfort noise and keys as part of the sequence, not as loss', () => {
    const packets = steady(30).map(([at, packet], n): [number, RtpPacket] => {
      if (n === 12) return [at, { ...packet, payloadType: 13, payload: Uint8Array.of(60) }];
      if (n > 15 && n < 20) {
        return [
          at,
          { ...packet, payloadType: 101, timestamp: loud(16).timestamp, payload: Uint8Array.of(1, 10, 0, 160) },
        ];
      }
      return [at, packet];
    });
    const { inbound, frames } = listen(packets, 600);
    expect(inbound.stats()).toMatchObject({ received: 30, lost: 0, late: 0 });
    expect(frames.length).toBeGreaterThanOrEqual(27);
  });

  it('refuses what cannot be of this call', () => {
    const inbound = new Inbound(FORMAT);
    expect(inbound.accepts(loud(0, 160, { payloadType: 96 }))).toBe(false);
    expect(inbound.accepts(loud(0, 2000))).toBe(false);
    expect(inbound.accepts(loud(0, 160, { payload: new Uint8Array(0) }))).toBe(false);
    expect(inbound.accepts(loud(0, 160, { payloadType: 8 }))).toBe(true);
  });
});
