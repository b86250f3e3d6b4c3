import { describe, expect, it } from 'vitest';
import { Outbound } from './outbound.ts';
import { parseRtp } from './rtp.ts';

const SOURCE = { ssrc: 7, sequence: 65_535, timestamp: 4_294_967_200 };
const open = (ptime = 20, dtmfPayloadType: number | null = 101) =>
  new Outbound({ codec: 'PCMU', payloadType: 0, dtmfPayloadType, ptime }, SOURCE);

const send = (outbound: Outbound, ticks: number) =>
  Array.from({ length: ticks }, () => outbound.tick(new Int16Array(160)))
    .flat()
    .map((datagram) => {
      const packet = parseRtp(datagram);
      if (packet === null) throw new Error('no RTP');
      const { marker, payloadType, sequence, timestamp, payload } = packet;
      return { marker, payloadType, sequence, timestamp, size: payload.length };
    });

describe('the stream going out', () => {
  it.each([
    [10, 12, 80],
    [20, 6, 160],
    [30, 4, 240],
    [40, 3, 320],
    [60, 2, 480],
  ])('has packets of %i ms', (ptime, count, size) => {
    const packets = send(open(ptime), 6);
    expect(packets).toHaveLength(count);
    packets.forEach((packet, i) =>
      expect(packet).toEqual({
        marker: i === 0,
        payloadType: 0,
        sequence: (65_535 + i) & 0xffff,
        timestamp: (4_294_967_200 + i * size) >>> 0,
        size,
      }),
    );
  });

  it('carries a key in place of sound, at one timestamp, and a marker on the sound after it', () => {
    const outbound = open();
    outbound.digits.queue('5');
    const packets = send(outbound, 6);
    const key = packets.filter(({ payloadType }) => payloadType === 101);
    expect(new Set(key.map(({ timestamp }) => timestamp))).toEqual(new Set([4_294_967_200]));
    expect(key.map(({ marker }) => marker)).toEqual([true, ...key.slice(1).map(() => false)]);
    const after = packets.at(-1);
    expect(after).toMatchObject({ marker: true, payloadType: 0, timestamp: (4_294_967_200 + 800) >>> 0 });
    expect(packets.map(({ sequence }) => sequence)).toEqual(packets.map((_, i) => (65_535 + i) & 0xffff));
  });

  it('presses no key where the peer takes none', () => {
    const outbound = open(20, null);
    outbound.digits.queue('5');
    expect(outbound.pressing).toBe(false);
    expect(send(outbound, 3).map(({ payloadType }) => payloadType)).toEqual([0, 0, 0]);
  });

  it('steps over time it could not send in, and marks the packet after it', () => {
    const outbound = open();
    const before = send(outbound, 2).at(-1);
    outbound.skip(5);
    const [after] = send(outbound, 1);
    expect(after?.marker).toBe(true);
    expect(after?.sequence).toBe(((before?.sequence ?? 0) + 1) & 0xffff);
    expect(((after?.timestamp ?? 0) - (before?.timestamp ?? 0)) >>> 0).toBe(6 * 160);
  });
});
