import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cryptoValues, readCrypto } from './crypto-attribute.ts';
import { MasterKey } from './master-key.ts';

const KEY = 'd0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj';
const line = (rest: string): string => `1 AES_CM_128_HMAC_SHA1_80 ${rest}`;

describe('a=crypto as RFC 4568 sections 6 and 9 have it', () => {
  test.each([
    ['the key alone', `inline:${KEY}`],
    ['a lifetime as a power of two', `inline:${KEY}|2^20`],
    ['a lifetime as a number', `inline:${KEY}|1048576`],
    ['the size of a replay window', `inline:${KEY} WSH=64`],
    ['a parameter that may be ignored', `inline:${KEY}|2^31 -X=1 WSH=128`],
  ])('taken: %s', (_, rest) => {
    const read = readCrypto(line(rest));
    expect(read).toMatchObject({ tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80' });
    expect(read?.key.tell()).toBe(KEY);
  });

  test.each([
    ['an unknown suite', `2 F8_128_HMAC_SHA1_80 inline:${KEY}`],
    ['AES-256, which we do not speak', `2 AES_256_CM_HMAC_SHA1_80 inline:${KEY}`],
    ['no tag', `AES_CM_128_HMAC_SHA1_80 inline:${KEY}`],
    ['a key that is too short', line(`inline:${KEY.slice(4)}`)],
    ['a key that is no base64', line('inline:%%%')],
    ['no key', line('')],
    ['a key elsewhere', line('uri:https://keys.example.com/1')],
    ['a master key identifier (MKI)', line(`inline:${KEY}|2^20|1:4`)],
    ['an MKI without a lifetime', line(`inline:${KEY}|1:4`)],
    ['several keys', line(`inline:${KEY}|2^20|1:4;inline:${KEY}|2^20|2:4`)],
    ['a lifetime above 2^48', line(`inline:${KEY}|2^49`)],
    ['a lifetime of nothing', line(`inline:${KEY}|0`)],
    ['packets in the clear', line(`inline:${KEY} UNENCRYPTED_SRTP`)],
    ['reports in the clear', line(`inline:${KEY} UNENCRYPTED_SRTCP`)],
    ['packets without a tag', line(`inline:${KEY} WSH=64 UNAUTHENTICATED_SRTP`)],
    ['a key derivation rate', line(`inline:${KEY} KDR=20`)],
    ['an unknown parameter', line(`inline:${KEY} X=1`)],
  ])('passed over: %s', (_, value) => expect(readCrypto(value)).toBeNull());

  test('each section has its own, whatever ends the lines', () => {
    const sdp =
      'v=0\r\na=crypto:9 session\r\nm=audio 1 RTP/SAVP 0\r\na=crypto:1 A b\r\na=crypto:2 C d e f\nm=video\na=CRYPTO:3 G';
    expect(cryptoValues(sdp)).toEqual([['1 A b', '2 C d e f'], ['3 G']]);
  });

  test('no text makes it throw', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readCrypto(text)?.tag ?? 0).toBeGreaterThanOrEqual(0);
        expect(cryptoValues(text)).toBeInstanceOf(Array);
      }),
    ));
});

test('a master key shows itself to nobody', () => {
  const key = MasterKey.fresh();
  const shown = [
    JSON.stringify({ key }),
    inspect({ key }),
    key.toString(),
    inspect([[[[key]]]], { depth: 9, showHidden: true }),
  ];
  for (const text of shown) {
    expect(text).not.toContain(key.tell());
    expect(text).not.toContain(Buffer.from(key.octets()).toString('hex').slice(0, 8));
  }
  expect(MasterKey.parse(key.tell())?.equals(key)).toBe(true);
  expect(MasterKey.fresh().equals(key)).toBe(false);
});
