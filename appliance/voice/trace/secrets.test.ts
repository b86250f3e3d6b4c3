import { describe, expect, it } from 'vitest';
import { withoutSecrets } from './secrets.ts';

const lines = (...all: string[]): string => all.join('\r\n');

describe('what no trace ever holds', () => {
  it('SRTP keys (RFC 4568 section 6.1), each of a line, and the k= of SDP', () => {
    const offer = lines(
      'INVITE sip:100@192.0.2.1 SIP/2.0',
      '',
      'v=0',
      'k=base64:c2VjcmV0IG9mIHRoZSBzZXNzaW9u',
      'm=audio 4000 RTP/SAVP 0',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:4;inline:NzB4d1BINUAvLEw6UzF3WSJ+PSdFcGdUJShpX1Zj|2^20|2:4',
      'a=key-mgmt:mikey AQAFgM0XflABAAAAAAAAAAAAAAsAyO',
    );
    const kept = withoutSecrets(offer);
    for (const secret of ['d0RmdmcmVC', 'NzB4d1BI', 'AQAFgM0X', 'c2VjcmV0']) expect(kept).not.toContain(secret);
    expect(kept).toContain('a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:***|2^20|1:4;inline:***|2^20|2:4');
  });

  it('digest proofs (RFC 7616), folded or not, and basic ones; the challenge stays', () => {
    const request = lines(
      'REGISTER sip:carrier.example SIP/2.0',
      'WWW-Authenticate: Digest realm="carrier.example", nonce="n1"',
      'Authorization: Digest username="15555550100", realm="carrier.example", nonce="n1", cnonce="c0ffee", nc=00000001,',
      ' response="6629fae49393a05397450978507c4ef1"',
      'Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=',
      '',
      '',
    );
    const kept = withoutSecrets(request);
    expect(kept).not.toMatch(/6629fae4|c0ffee|dXNlcjpz/);
    expect(kept).toContain('nonce="n1"');
    expect(kept).toContain('nc=00000001');
  });

  it('keys that were pressed, told by INFO in either way', () => {
    const relay = lines(
      'INFO sip:a@b SIP/2.0',
      'Content-Type: application/dtmf-relay',
      '',
      'Signal= 7',
      'Duration=160',
    );
    expect(withoutSecrets(relay)).toContain('Signal=***\r\nDuration=160');
    expect(withoutSecrets(lines('INFO sip:a@b SIP/2.0', 'Content-Type: application/dtmf', '', '7'))).toMatch(
      /\r\n\*\*\*$/,
    );
  });

  it('a message without any stays as it is', () => {
    const plain = lines(
      'SIP/2.0 200 OK',
      'Call-ID: a',
      'Content-Type: application/sdp',
      '',
      'v=0',
      'o=- 1 1 IN IP4 192.0.2.1',
    );
    expect(withoutSecrets(plain)).toBe(plain);
  });
});
