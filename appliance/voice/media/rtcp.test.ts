import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { middleNtp, parseRtcp, serializeReport } from './rtcp.ts';

const at = Date.UTC(2026, 0, 5, 12, 0, 0, 250);
const sender = { at, timestamp: 4_000_000_000, packets: 500, octets: 80_000 };
const block = {
  ssrc: 9,
  fractionLost: 25,
  lost: -3,
  highestSequence: 70_000,
  jitter: 40,
  lastSr: middleNtp(at),
  delaySinceLastSr: 65_536,
};

describe('RTCP', () => {
  it('reports come back from the wire as they went', () => {
    const heard = parseRtcp(serializeReport({ ssrc: 5, sender, block }, 'line@box', true));
    expect(heard).toEqual({ report: { ssrc: 5, sender, blocks: [block] }, lastSr: middleNtp(at), bye: true });
  });
  it('a receiver report without a sender or a block is one', () => {
    const heard = parseRtcp(serializeReport({ ssrc: 5, sender: null, block: null }, 'line@box', false));
    expect(heard).toEqual({ report: { ssrc: 5, sender: null, blocks: [] }, lastSr: null, bye: false });
  });
  it('every report block of a compound is read, of further receiver reports too', () => {
    const [first, second] = [8, 9].map((ssrc) =>
      serializeReport({ ssrc: 5, sender: null, block: { ...block, ssrc } }, '', false),
    );
    if (!first || !second) throw new Error('no reports');
    const both = Buffer.concat([first.subarray(0, 32), second.subarray(8, 32)]);
    both[0] = 0x82;
    both.writeUInt16BE(both.length / 4 - 1, 2);
    const two = { report: { blocks: [{ ssrc: 8 }, { ssrc: 9 }] } };
    expect(parseRtcp(both)).toMatchObject(two);
    expect(parseRtcp(Buffer.concat([first, second]))).toMatchObject(two);
    // A count that says more than is there.
    both[0] = 0x9f;
    expect(parseRtcp(both)?.report?.blocks).toHaveLength(2);
  });
  it('refuses what does not begin with a report or is cut off, and never throws', () => {
    const whole = serializeReport({ ssrc: 5, sender, block }, 'line@box', false);
    expect(parseRtcp(whole.subarray(0, whole.length - 1))).toBeNull();
    expect(parseRtcp(whole.subarray(52))).toBeNull();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => void parseRtcp(bytes)));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (index, value) => {
        const broken = Uint8Array.from(whole);
        broken[index] = value;
        void parseRtcp(broken);
      }),
    );
  });
});
