import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRtp, serializeRtp } from './rtp.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

const packet = fc.record({
  marker: fc.boolean(),
  // 64..95 with a marker would read as RTCP (RFC 5761).
  payloadType: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 96, max: 127 })),
  sequence: fc.integer({ min: 0, max: 65_535 }),
  timestamp: fc.integer({ min: 0, max: 0xffff_ffff }),
  ssrc: fc.integer({ min: 0, max: 0xffff_ffff }),
  payload: fc.uint8Array({ maxLength: 300 }),
});

describe('RTP', () => {
  it('comes back from the wire as it went', () => {
    fc.assert(
      fc.property(packet, (sent) => {
        const heard = parseRtp(serializeRtp(sent));
        expect(heard).toEqual({ ...sent, payload: expect.anything() });
        expect([...(heard?.payload ?? [])]).toEqual([...sent.payload]);
      }),
    );
  });

  it('steps over contributing sources, an extension and padding', () => {
    const heard = parseRtp(hex('b1 00 0001 00000002 00000003 0000000a beef 0001 11223344 aa 00 02'));
    // P, X and CC = 1; four octets of extension; payload aa, padding of two.
    expect(heard).toMatchObject({ sequence: 1, timestamp: 2, ssrc: 3, payloadType: 0, marker: false });
    expect([...(heard?.payload ?? [])]).toEqual([0xaa]);
  });

  it.each([
    ['empty', ''],
    ['shorter than a header', '80 00 0001 00000002 0000'],
    ['of version 1', '40 00 0001 00000002 00000003 ff'],
    ['with more padding than packet', 'a0 00 0001 00000002 00000003 ff 40'],
    ['with padding of nothing', 'a0 00 0001 00000002 00000003 ff 00'],
    ['whose sources run past the end', '8f 00 0001 00000002 00000003 ff'],
    ['whose extension runs past the end', '90 00 0001 00000002 00000003 beef 00ff 00'],
    ['an RTCP report', '80 c8 0006 00000002 00000003 00000000'],
  ])('refuses a datagram %s', (_, text) => expect(parseRtp(hex(text))).toBeNull());

  it('never throws and never reads past the datagram', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const heard = parseRtp(bytes);
        if (heard !== null) expect(heard.payload.length).toBeLessThanOrEqual(bytes.length - 12);
      }),
      { numRuns: 2000 },
    );
  });
});
