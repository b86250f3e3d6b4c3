import { expect, it } from 'vitest';
import { Inbound } from './inbound.ts';
import { Latch } from './latch.ts';
import { LineNotes } from './line-notes.ts';
import type { LegEvent, LegFormat } from './messages.ts';
import type { RtpPacket } from './rtp.ts';

const FORMAT: LegFormat = {
  remoteHost: '192.0.2.7',
  remotePort: 4000,
  codec: 'PCMU',
  payloadType: 0,
  dtmfPayloadType: 101,
  ptime: 20,
  srtp: null,
  carrier: [],
};

it('tells each change of source, stream and codec once, and nothing while all stays as it is', () => {
  const told: string[] = [];
  const notes = new LineNotes(
    (event: LegEvent) => event.type === 'note' && told.push(`${event.kind}: ${event.detail}`),
  );
  const [latch, inbound] = [new Latch({ host: '192.0.2.7', port: 4000 }), new Inbound(FORMAT)];
  let sequence = 0;
  const comes = (host: string, ssrc: number, payloadType: number, now: number): void => {
    const packet: RtpPacket = {
      marker: false,
      payloadType,
      sequence: ++sequence,
      timestamp: sequence * 160,
      ssrc,
      payload: new Uint8Array(160),
    };
    if (!latch.accept({ host, port: 4000 }, ssrc, now)) return;
    inbound.push(packet, now);
    notes.packet(latch, inbound);
  };
  notes.agreed(FORMAT);
  const key = new Uint8Array(30);
  notes.agreed({ ...FORMAT, srtp: { suite: 'AES_CM_128_HMAC_SHA1_32', send: key, receive: key } });
  for (const now of [0, 20, 40]) comes('198.51.100.1', 1, 0, now);
  for (const now of [60, 80]) comes('192.0.2.7', 1, 0, now);
  for (const now of [100, 120]) comes('192.0.2.7', 2, 8, now);
  for (let i = 0; i < 49; i++) notes.unopened();
  comes('192.0.2.7', 2, 8, 140);
  for (let i = 0; i < 120; i++) notes.unopened();
  expect(told).toEqual([
    'agreed: PCMU (0), 20 ms, keys 101, to 192.0.2.7:4000',
    'agreed: PCMU (0), 20 ms, keys 101, SRTP AES_CM_128_HMAC_SHA1_32, to 192.0.2.7:4000',
    'source: 198.51.100.1:4000',
    'source: 198.51.100.1:4000 -> 192.0.2.7:4000',
    'stream: 00000001 -> 00000002',
    'codec: PCMU -> PCMA',
    'keys: encrypted sound comes that no key agreed on opens',
  ]);
});
