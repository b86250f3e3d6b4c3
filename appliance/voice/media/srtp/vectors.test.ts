import * as reference from '#fakes/srtp-reference.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CounterMode } from './counter-mode.ts';
import { deriveKeys } from './key-derivation.ts';
import { KeyReceiver } from './receiver.ts';
import { SrtpSender } from './sender.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** Master key and salt of RFC 3711 appendix B.3. */
const MASTER = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6');

describe('SRTP _80 and _32: test vectors (RFC 3711 appendix B)', () => {
  test('keystream of AES in counter mode (B.2)', () => {
    const key = hex('2B7E151628AED2A6ABF7158809CF4F3C');
    const salt = hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD');
    const stream = new Uint8Array(0xff02 * 16);
    new CounterMode(key, salt).apply(stream, 0, 0);
    const block = (n: number): string => Buffer.from(stream.subarray(16 * n, 16 * n + 16)).toString('hex');
    const expected = [
      [0, 'e03ead0935c95e80e166b16dd92b4eb4'],
      [1, 'd23513162b02d0f72a43a2fe4a5f97ab'],
      [2, '41e95b3bb0a2e8dd477901e4fca894c0'],
      [0xfeff, 'ec8cdf7398607cb0f2d21675ea9ea1e4'],
      [0xff00, '362b7c3c6773516318a077d7fc5073ae'],
      [0xff01, '6a2cc3787889374fbeb4c81b17ba6c44'],
    ] as const;
    expect(expected.map(([n]) => [n, block(n)])).toEqual(expected);
    const iv = BigInt(`0x${salt.toString('hex')}0000`);
    expect(reference.keystream(key, iv, 48).toString('hex')).toBe(block(0) + block(1) + block(2));
  });

  test('session keys (B.3)', () => {
    const { cipher, salt, auth } = deriveKeys(MASTER, 'rtp');
    expect(cipher).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'));
    expect(salt).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'));
    expect(auth).toEqual(hex('CEBE321F6FF7716B6FD4AB49AF256A15 6D38BAA4'));
    expect([0, 2, 1].map((label, i) => reference.sessionKey(MASTER, label, [16, 14, 20][i] ?? 0))).toEqual([
      cipher,
      salt,
      auth,
    ]);
  });

  test('whole packets, as libsrtp seals them (test/srtp_driver.c)', () => {
    const plain = hex('800f1234decafbadcafebabe abababababababababababababababab');
    const sealed = hex('800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb');
    expect(new SrtpSender('AES_CM_128_HMAC_SHA1_80', MASTER).rtp(plain)).toEqual(sealed);
    expect(reference.sealRtp(MASTER, 10, plain, 0)).toEqual(sealed);
    const report = hex('81c8000bcafebabe abababababababababababababababab');
    const sealedReport = hex('81c8000bcafebabe 7128035be487b9bdbef89041f977a5a8 80000001 993e08cd54d6c1230798');
    const sender = new SrtpSender('AES_CM_128_HMAC_SHA1_80', MASTER);
    sender.rtcp(report);
    expect(sender.rtcp(report)).toEqual(sealedReport);
    expect(reference.sealRtcp(MASTER, report, 1)).toEqual(sealedReport);
  });
});

describe('beside an implementation of its own (RFC 3711 sections 3.1, 3.4)', () => {
  const arbitrary = fc.record({
    master: fc.uint8Array({ minLength: 30, maxLength: 30 }),
    tag: fc.constantFrom(10 as const, 4 as const),
    first: fc.nat(15),
    extension: fc.option(
      fc.uint8Array({ maxLength: 12 }).map((data) => data.subarray(0, 4 * Math.floor(data.length / 4))),
    ),
    fields: fc.uint8Array({ minLength: 11, maxLength: 11 }),
    payload: fc.uint8Array({ maxLength: 400 }),
  });
  const suiteOf = (tag: 10 | 4) => (tag === 10 ? 'AES_CM_128_HMAC_SHA1_80' : 'AES_CM_128_HMAC_SHA1_32');

  test('packets with contributing sources and extensions go there and back', () => {
    fc.assert(
      fc.property(arbitrary, ({ master, tag, first, extension, fields, payload }) => {
        const more = extension === null ? [] : [Buffer.of(1, 2, 0, extension.length / 4), extension];
        const packet = Buffer.concat([
          Buffer.of(0x80 + first + (extension === null ? 0 : 0x10)),
          fields,
          Buffer.alloc(4 * first, 7),
          ...more,
          payload,
        ]);
        const sealed = new SrtpSender(suiteOf(tag), master).rtp(packet) ?? Buffer.alloc(0);
        expect(sealed).toEqual(reference.sealRtp(master, tag, packet, 0));
        expect(new KeyReceiver(suiteOf(tag), master, new Map()).rtp(Buffer.from(sealed))).toEqual(packet);
      }),
    );
  });

  test('reports go there and back, readable ones too', () => {
    fc.assert(
      fc.property(arbitrary, fc.boolean(), ({ master, fields, payload }, encrypted) => {
        const packet = Buffer.concat([Buffer.of(0x80), fields, payload]);
        expect(reference.openRtcp(master, new SrtpSender(suiteOf(4), master).rtcp(packet))).toEqual({
          text: packet,
          index: 0,
        });
        const receiver = new KeyReceiver(suiteOf(4), master, new Map());
        expect(receiver.rtcp(reference.sealRtcp(master, packet, 5, encrypted))).toEqual(packet);
      }),
    );
  });

  test('noise is never taken, never thrown over, and stays as it was', () => {
    const receiver = new KeyReceiver('AES_CM_128_HMAC_SHA1_32', MASTER, new Map());
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => {
        const packet = Buffer.from(noise);
        expect([receiver.rtp(packet), receiver.rtcp(packet)]).toEqual(['unauthenticated', 'unauthenticated']);
        expect(packet).toEqual(Buffer.from(noise));
      }),
      { numRuns: 1000 },
    );
  });
});
