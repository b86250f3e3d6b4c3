import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdFor, JitterBuffer, type JitterItem, type JitterPacket } from './jitter-buffer.ts';

const packet = (n: number, arrivedAt = 0, timestamp = n * 160): JitterPacket => ({
  sequence: n,
  timestamp,
  payloadType: 0,
  samples: 160,
  payload: Uint8Array.of(n & 0xff, n >> 8),
  arrivedAt,
});

const drain = (buffer: JitterBuffer, now: number, hold = 40): JitterItem[] => {
  const items: JitterItem[] = [];
  for (let item = buffer.take(now, hold); item !== null; item = buffer.take(now, hold)) items.push(item);
  return items;
};

const names = (items: readonly JitterItem[]): (number | string)[] =>
  items.map((item) => (item.kind === 'audio' ? (item.payload[0] ?? 0) : `${item.kind} ${item.samples}`));

describe('the jitter buffer', () => {
  it('gives a packet in its turn at once', () => {
    const buffer = new JitterBuffer();
    buffer.push(packet(5));
    expect(names(drain(buffer, 0))).toEqual([5]);
    buffer.push(packet(6));
    expect(names(drain(buffer, 0))).toEqual([6]);
  });

  it('waits for a missing packet and puts it in its place', () => {
    const buffer = new JitterBuffer();
    buffer.push(packet(1));
    drain(buffer, 0);
    buffer.push(packet(3, 40));
    expect(drain(buffer, 60)).toEqual([]);
    buffer.push(packet(2, 70));
    expect(names(drain(buffer, 70))).toEqual([2, 3]);
    expect(buffer.lost).toBe(0);
  });

  it('gives up on it after the hold time, and drops it when it comes after all', () => {
    const buffer = new JitterBuffer();
    buffer.push(packet(1));
    drain(buffer, 0);
    buffer.push(packet(4, 40));
    expect(drain(buffer, 79)).toEqual([]);
    expect(names(drain(buffer, 80))).toEqual(['lost 320', 4]);
    buffer.push(packet(2, 90));
    expect(drain(buffer, 90)).toEqual([]);
    expect([buffer.lost, buffer.late]).toEqual([2, 1]);
  });

  it('reads a gap in time without a gap in number as silence', () => {
    const buffer = new JitterBuffer();
    buffer.push(packet(1, 0, 160));
    buffer.push(packet(2, 500, 160 + 160 * 25));
    expect(names(drain(buffer, 500))).toEqual([1, 'silence 3840', 2]);
  });

  it('takes what was made up meanwhile off that silence', () => {
    const buffer = new JitterBuffer();
    buffer.push(packet(1, 0, 160));
    drain(buffer, 0);
    buffer.madeUp(3680);
    buffer.push(packet(2, 500, 160 + 160 * 25));
    expect(names(drain(buffer, 500))).toEqual(['silence 160', 2]);
  });

  it('makes no silence of a clock that jumped', () => {
    const buffer = new JitterBuffer();
    buffer.push(packet(1, 0, 4_294_967_200));
    buffer.push(packet(2, 20, 64));
    buffer.push(packet(3, 40, 3_000_000_000));
    expect(names(drain(buffer, 40))).toEqual([1, 2, 3]);
  });

  it('holds 20 to 80 ms, twice the jitter', () => {
    expect([0, 5, 15, 30, 100].map(holdFor)).toEqual([20, 20, 30, 60, 80]);
  });

  it('gives every packet that came, once and in order, and accounts for each that did not, however they come', () => {
    const arrivals = fc
      .array(fc.record({ delay: fc.integer({ min: 0, max: 90 }), lost: fc.boolean(), twice: fc.boolean() }), {
        minLength: 2,
        maxLength: 60,
      })
      .map((fates) =>
        fates.flatMap(({ delay, lost, twice }, n) => {
          // The first packet sets the beginning and the last one shows what is missing before it.
          if (lost && n > 0 && n < fates.length - 1) return [];
          const at = n * 20 + (n === 0 ? 0 : delay);
          return twice ? [packet(n, at), packet(n, at + 30)] : [packet(n, at)];
        }),
      );
    fc.assert(
      fc.property(arrivals, (packets) => {
        const buffer = new JitterBuffer();
        const out: JitterItem[] = [];
        const queue = packets.toSorted((a, b) => a.arrivedAt - b.arrivedAt);
        for (let now = 0; now < 2000; now += 20) {
          while ((queue[0]?.arrivedAt ?? Infinity) <= now) buffer.push(queue.shift() as JitterPacket);
          out.push(...drain(buffer, now));
        }
        const played = out.flatMap((item) => (item.kind === 'audio' ? [item.payload[0] ?? 0] : []));
        expect(played).toEqual(played.toSorted((a, b) => a - b));
        expect(new Set(played).size).toBe(played.length);
        // Time is kept: what was played and what was made up fill the whole stretch.
        const samples = out.reduce((sum, item) => sum + (item.kind === 'audio' ? 160 : item.samples), 0);
        expect(samples).toBe(((played.at(-1) ?? 0) + 1) * 160);
        const came = new Set(packets.map(({ sequence }) => sequence)).size;
        expect(played.length).toBeGreaterThanOrEqual(came - buffer.late);
        expect(buffer.depth).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
