import { sealRtcp, sealRtp } from '#fakes/srtp-reference.ts';
import { describe, expect, test } from 'vitest';
import { serializeRtp } from '../rtp.ts';
import { SrtpSession } from './session.ts';
import type { SrtpKeys } from './suite.ts';

const key = (octet: number): Buffer => Buffer.alloc(30, octet);
const KEYS: SrtpKeys = { suite: 'AES_CM_128_HMAC_SHA1_80', send: key(1), receive: key(2) };

const packet = (sequence: number, ssrc = 9): Buffer =>
  serializeRtp({
    marker: false,
    payloadType: 0,
    sequence: sequence & 0xffff,
    timestamp: sequence * 160,
    ssrc,
    payload: Uint8Array.of(sequence & 0xff, 2, 3),
  });
/** The far end's packet of this running number, from its own counter. */
const sent = (number: number, options: { master?: Buffer; ssrc?: number; tag?: 10 | 4 } = {}): Buffer =>
  sealRtp(options.master ?? key(2), options.tag ?? 10, packet(number, options.ssrc), Math.floor(number / 65_536));
const taken = (session: SrtpSession, number: number, options: Parameters<typeof sent>[1] = {}, now = 0): boolean =>
  session.openRtp(sent(number, options), now)?.equals(packet(number, options.ssrc)) === true;

describe('ROC: the roll-over counter (RFC 3711 section 3.3.1)', () => {
  test('goes up at the wrap; what is late from before it is taken', () => {
    const session = new SrtpSession(KEYS);
    const order = [65_533, 65_535, 65_536, 65_534, 65_538, 65_537, 65_532];
    expect(order.map((number) => taken(session, number))).toEqual(order.map(() => true));
  });

  test('follows a stream through many wraps', () => {
    const session = new SrtpSession(KEYS);
    for (let number = 60_000; number < 400_000; number += 20_000)
      expect(taken(session, number), `${number}`).toBe(true);
  });

  test('a stream whose packets before its first wrap were lost or are late is taken all the same', () => {
    const session = new SrtpSession(KEYS);
    expect([65_537, 65_536, 65_535, 65_538].map((number) => taken(session, number))).toEqual([true, true, true, true]);
  });

  test('a sender that jumps far ahead in its first cycle is followed', () => {
    const session = new SrtpSession(KEYS);
    expect([100, 101, 40_000, 40_001].map((number) => taken(session, number))).toEqual([true, true, true, true]);
  });

  test('ours is what a far end counts, over the wrap', () => {
    const session = new SrtpSession(KEYS);
    for (let number = 65_530; number < 65_545; number++) {
      const expected = sealRtp(key(1), 10, packet(number), Math.floor(number / 65_536));
      expect(session.sealRtp(packet(number))).toEqual(expected);
    }
  });
});

test('what we hand on out of order is sealed under its own index, none twice (RFC 3711 section 9.1)', () => {
  const session = new SrtpSession(KEYS);
  for (const number of [65_534, 65_537, 65_535, 65_536]) {
    const expected = sealRtp(key(1), 10, packet(number), Math.floor(number / 65_536));
    expect(session.sealRtp(packet(number)), `${number}`).toEqual(expected);
  }
  expect([session.sealRtp(packet(65_535)), session.sealRtp(packet(60_000))]).toEqual([null, null]);
  const fresh = new SrtpSession(KEYS);
  fresh.sealRtp(packet(3));
  expect(fresh.sealRtp(packet(65_530))).toBeNull();
  expect(fresh.sealRtp(packet(4))).toEqual(sealRtp(key(1), 10, packet(4), 0));
});

describe('replay (RFC 3711 section 3.3.2)', () => {
  test('no packet is taken twice, nor one older than the window', () => {
    const session = new SrtpSession(KEYS);
    for (let number = 1000; number < 1200; number++) if (number !== 1071 && number !== 1073) taken(session, number);
    expect([1199, 1100, 1072].map((number) => taken(session, number))).toEqual([false, false, false]);
    // 128 back is too old; 126 back was never seen.
    expect([taken(session, 1071), taken(session, 1073), taken(session, 1073)]).toEqual([false, true, false]);
    expect([session.replayed, session.unauthenticated]).toEqual([5, 0]);
  });

  test('of reports too', () => {
    const session = new SrtpSession(KEYS);
    const report = (index: number): Buffer => sealRtcp(key(2), Buffer.from('80c9000100000009', 'hex'), index);
    const took = [7, 8, 7, 2, 500, 371].map((index) => session.openRtcp(report(index), 0) !== null);
    expect(took).toEqual([true, true, false, true, true, false]);
  });
});

describe('what is not authentic (RFC 3711 section 4.2)', () => {
  test('is counted and dropped, and leaves the counters as they were', () => {
    const session = new SrtpSession(KEYS);
    taken(session, 10);
    const broken = sent(11);
    broken[14] = (broken[14] ?? 0) ^ 1;
    expect(session.openRtp(broken, 0)).toBeNull();
    expect(session.openRtp(packet(11), 0)).toBeNull();
    expect(taken(session, 60_000, { master: key(7) })).toBe(false);
    expect(session.unauthenticated).toBe(3);
    expect([taken(session, 11), taken(session, 12)]).toEqual([true, true]);
  });

  test('the short tag of _32 is for RTP, reports have the long one (RFC 4568 section 6.2.2)', () => {
    const session = new SrtpSession({ ...KEYS, suite: 'AES_CM_128_HMAC_SHA1_32' });
    expect([taken(session, 1, { tag: 4 }), taken(session, 2, { tag: 10 })]).toEqual([true, false]);
    expect(session.sealRtp(packet(5))?.length).toBe(packet(5).length + 4);
    expect(session.sealRtcp(Buffer.alloc(8)).length).toBe(8 + 4 + 10);
  });
});

test('another stream in mid-call (SSRC change) counts from nothing, and the first may come back', () => {
  const session = new SrtpSession(KEYS);
  expect(taken(session, 65_536)).toBe(true);
  expect(taken(session, 3, { ssrc: 77 })).toBe(true);
  expect(taken(session, 65_537)).toBe(true);
});

describe('rekey on re-INVITE (RFC 4568 section 7.1.4)', () => {
  test('the same keys again keep the counters: hold and resume', () => {
    const session = new SrtpSession(KEYS);
    session.sealRtp(packet(65_535));
    taken(session, 65_540);
    expect(session.rekey({ ...KEYS, send: key(1), receive: key(2) }, 0)).toBe(false);
    expect(session.sealRtp(packet(65_536))).toEqual(sealRtp(key(1), 10, packet(65_536), 1));
    expect([taken(session, 65_540), taken(session, 65_541)]).toEqual([false, true]);
  });

  test('packets under way under the old key are taken for two seconds', () => {
    const session = new SrtpSession(KEYS);
    taken(session, 100);
    session.rekey({ ...KEYS, receive: key(3) }, 1000);
    expect(taken(session, 102, { master: key(3) }, 1010)).toBe(true);
    expect(taken(session, 101, {}, 1020)).toBe(true);
    expect(taken(session, 103, {}, 3001)).toBe(false);
  });

  test.each([
    ['goes on counting, as RFC 3711 section 3.3.1 has it', 65_541],
    ['begins to count again', 5],
  ])('a far end that %s is understood', (_, number) => {
    const session = new SrtpSession(KEYS);
    for (let n = 65_530; n < 65_541; n++) taken(session, n);
    session.rekey({ ...KEYS, receive: key(3) }, 0);
    expect(taken(session, number, { master: key(3) })).toBe(true);
    expect(taken(session, number + 1, { master: key(3) })).toBe(true);
  });

  test('ours goes on counting below the first wrap; past it a new stream is asked for, and counts from nothing', () => {
    const session = new SrtpSession(KEYS);
    session.sealRtp(packet(65_534));
    expect(session.rekey({ ...KEYS, send: key(4) }, 0)).toBe(false);
    session.sealRtp(packet(65_535));
    session.sealRtp(packet(65_536));
    expect(session.rekey({ ...KEYS, send: key(5) }, 0)).toBe(true);
    expect(session.sealRtp(packet(17, 99))).toEqual(sealRtp(key(5), 10, packet(17, 99), 0));
  });

  test('another suite with other keys', () => {
    const session = new SrtpSession(KEYS);
    taken(session, 1);
    session.rekey({ suite: 'AES_CM_128_HMAC_SHA1_32', send: key(6), receive: key(7) }, 0);
    expect(taken(session, 2, { master: key(7), tag: 4 })).toBe(true);
    expect(session.sealRtp(packet(2))).toEqual(sealRtp(key(6), 4, packet(2), 0));
  });
});
