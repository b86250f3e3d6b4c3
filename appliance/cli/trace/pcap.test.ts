import { expect, it } from 'vitest';
import type { TraceRecord } from '#shared/api/trace.ts';
import { playSampleCall } from '#fakes/sample-trace.ts';
import { PacketLog } from '#voice/media/packet-log.ts';
import { serializeRtp } from '#voice/media/rtp.ts';
import { Traces } from '#voice/trace/traces.ts';
import { pcapOf } from './pcap.ts';

interface Captured {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly payload: Buffer;
  /** On the wire. */
  readonly length: number;
}

const sumOf = (data: Buffer): number => {
  let sum = 0;
  for (let i = 0; i < data.length; i += 2) sum += data.readUInt16BE(i);
  return ((sum & 0xffff) + (sum >>> 16)) & 0xffff;
};

/** Reads a capture by its own words: classic pcap, IPv4 or IPv6, UDP. */
const readPcap = (file: Buffer): Captured[] => {
  expect([file.readUInt32LE(0), file.readUInt16LE(4), file.readUInt16LE(6), file.readUInt32LE(20)]).toEqual([
    0xa1b2c3d4, 2, 4, 101,
  ]);
  const packets: Captured[] = [];
  for (let at = 24; at < file.length; ) {
    const [seconds, micros, kept, length] = [0, 4, 8, 12].map((i) => file.readUInt32LE(at + i)) as [
      number,
      number,
      number,
      number,
    ];
    const ip = file.subarray(at + 16, at + 16 + kept);
    const six = (ip[0] ?? 0) >> 4 === 6;
    const size = six ? 40 : 20;
    const name = (i: number): string =>
      six
        ? Array.from({ length: 8 }, (_, k) => ip.readUInt16BE(i + 2 * k).toString(16)).join(':')
        : ip.subarray(i, i + 4).join('.');
    if (six) expect(ip.readUInt16BE(4)).toBe(length - 40);
    else expect([ip.readUInt16BE(2), sumOf(ip.subarray(0, 20))]).toEqual([length, 0xffff]);
    const udp = ip.subarray(size);
    expect([ip[six ? 6 : 9], udp.readUInt16BE(4)]).toEqual([17, length - size]);
    packets.push({
      at: seconds * 1000 + micros / 1000,
      from: `${name(six ? 8 : 12)}:${udp.readUInt16BE(0)}`,
      to: `${name(six ? 24 : 16)}:${udp.readUInt16BE(2)}`,
      payload: udp.subarray(8),
      length: length - size - 8,
    });
    at += 16 + kept;
  }
  return packets;
};

const sample = (): { trace: TraceRecord; now: number } => {
  const start = Date.UTC(2026, 10, 24, 1, 10);
  let now = start;
  const traces = new Traces(() => now);
  playSampleCall(traces, 'call-1', (ms) => {
    now += ms;
  });
  const trace = traces.record('call-1', false);
  if (!trace) throw new Error('no trace');
  return { trace, now: start };
};

it('holds the SIP messages with their addresses and times, masked as the trace is', () => {
  const { trace, now } = sample();
  const packets = readPcap(pcapOf(trace));
  expect(packets).toHaveLength(12);
  expect(packets[0]).toMatchObject({ at: now, from: '203.0.113.7:5060', to: '192.0.2.1:5060' });
  expect(packets[1]).toMatchObject({ at: now + 4, from: '192.0.2.1:5060', to: '203.0.113.7:5060' });
  expect(packets[0]?.payload.toString()).toBe(trace.entries[0]?.text);
  expect(packets.map(({ payload }) => payload.toString()).join('')).not.toMatch(/9375550|Pat/);
});

it('holds the headers of RTP packets and nothing of their sound, in the order of time', () => {
  const { trace, now } = sample();
  const log = new PacketLog();
  for (let i = 0; i < 3500; i++) {
    const datagram = serializeRtp({
      marker: i === 0,
      payloadType: 0,
      sequence: i,
      timestamp: i * 160,
      ssrc: 9,
      payload: Buffer.alloc(160, 0x55),
    });
    log.add(i % 2 === 0, datagram, { host: '203.0.113.7', port: 4000 }, i * 10);
  }
  const { records, peers } = log.take() ?? { records: new Uint8Array(), peers: [] };
  const packets = {
    local: '192.0.2.1:20000',
    peers: [...peers],
    zero: now,
    records: Buffer.from(records).toString('base64'),
  };
  const captured = readPcap(pcapOf({ ...trace, packets }));
  const rtp = captured.filter(({ from, to }) => [from, to].includes('203.0.113.7:4000'));
  expect(rtp).toHaveLength(3000);
  expect(rtp[0]).toMatchObject({ at: now + 5000, from: '203.0.113.7:4000', to: '192.0.2.1:20000', length: 172 });
  expect(rtp[1]).toMatchObject({ at: now + 5010, from: '192.0.2.1:20000', to: '203.0.113.7:4000' });
  expect(rtp.map(({ payload }) => payload.readUInt16BE(2))).toEqual(Array.from({ length: 3000 }, (_, i) => i + 500));
  expect(rtp.every(({ payload }) => payload.length === 12 && payload.readUInt32BE(8) === 9)).toBe(true);
  expect(captured.map(({ at }) => at)).toEqual(captured.map(({ at }) => at).toSorted((a, b) => a - b));
});

it('writes IPv6 addresses', () => {
  const { trace } = sample();
  const [first] = trace.entries;
  if (!first) throw new Error('no message');
  const six = { ...first, local: '[2001:db8::1]:5060', peer: '[2001:db8:0:0:1::2]:5061' };
  expect(readPcap(pcapOf({ ...trace, entries: [six] }))[0]).toMatchObject({
    from: '2001:db8:0:0:1:0:0:2:5061',
    to: '2001:db8:0:0:0:0:0:1:5060',
  });
});
