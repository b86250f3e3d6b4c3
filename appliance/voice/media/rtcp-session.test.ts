import { describe, expect, it } from 'vitest';
import { Inbound } from './inbound.ts';
import { Outbound } from './outbound.ts';
import { middleNtp, parseRtcp, serializeReport } from './rtcp.ts';
import { RtcpSession } from './rtcp-session.ts';

const FORMAT = { codec: 'PCMU', payloadType: 0, dtmfPayloadType: 101, ptime: 20 } as const;
const WALL = Date.UTC(2026, 0, 5, 12);

const open = () => {
  const inbound = new Inbound(FORMAT);
  const outbound = new Outbound(FORMAT, { ssrc: 7, sequence: 0, timestamp: 1000 });
  const hear = (sequence: number, now: number): void =>
    inbound.push(
      { marker: false, payloadType: 0, sequence, timestamp: sequence * 160, ssrc: 9, payload: new Uint8Array(160) },
      now,
    );
  return { hear, outbound, session: new RtcpSession(inbound, outbound) };
};

describe('the reports of a call', () => {
  it('begin as receiver reports without a block, and tell what was sent once something was', () => {
    const { outbound, session } = open();
    expect(parseRtcp(session.report(WALL, 0, false))).toMatchObject({ report: { ssrc: 7, sender: null, blocks: [] } });
    for (let i = 0; i < 3; i++) outbound.tick(new Int16Array(160));
    expect(parseRtcp(session.report(WALL, 60, false))?.report?.sender).toEqual({
      at: WALL,
      timestamp: 1480,
      packets: 3,
      octets: 480,
    });
  });

  it('tell the part lost since the report before', () => {
    const { hear, session } = open();
    for (const sequence of [1, 2, 3, 4]) hear(sequence, sequence * 20);
    expect(parseRtcp(session.report(WALL, 100, false))?.report?.blocks[0]).toMatchObject({
      ssrc: 9,
      fractionLost: 0,
      lost: 0,
    });
    for (const sequence of [5, 7, 9, 12]) hear(sequence, sequence * 20);
    const block = parseRtcp(session.report(WALL, 300, false))?.report?.blocks[0];
    expect(block).toMatchObject({ fractionLost: 128, lost: 4, highestSequence: 12 });
  });

  it('give back when the peer’s report came, so that it can measure the way', () => {
    const { hear, session } = open();
    hear(1, 0);
    const theirs = { ssrc: 9, sender: { at: WALL, timestamp: 5, packets: 1, octets: 160 }, block: null };
    session.receive(serializeReport(theirs, 'peer', false), WALL, 1000);
    const block = parseRtcp(session.report(WALL, 1500, false))?.report?.blocks[0];
    expect(block).toMatchObject({ lastSr: middleNtp(WALL), delaySinceLastSr: 32_768 });
  });

  it('measure the way there and back, and what the peer lost of ours; another stream’s block is nobody’s', () => {
    const { session } = open();
    const block = {
      ssrc: 7,
      fractionLost: 64,
      lost: 3,
      highestSequence: 9,
      jitter: 0,
      lastSr: middleNtp(WALL),
      delaySinceLastSr: 6554,
    };
    session.receive(
      serializeReport({ ssrc: 9, sender: null, block: { ...block, ssrc: 8 } }, 'peer', false),
      WALL + 150,
      0,
    );
    expect([session.peerLoss, session.roundTripMs]).toEqual([null, null]);
    // Ours is the second block of the report: a conference tells about every stream.
    const other = serializeReport({ ssrc: 9, sender: null, block: { ...block, ssrc: 8 } }, 'peer', false);
    const ours = serializeReport({ ssrc: 9, sender: null, block }, 'peer', false);
    const both = Buffer.concat([other.subarray(0, 32), ours.subarray(8)]);
    both[0] = 0x82;
    both.writeUInt16BE(13, 2);
    session.receive(both, WALL + 150, 0);
    expect(session.peerLoss).toBe(0.25);
    // 150 ms since our report, 100 of them with the peer.
    expect(session.roundTripMs).toBeCloseTo(50, 0);
  });
});
