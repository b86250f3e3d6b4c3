import { describe, expect, it } from 'vitest';
import { masked, maskUser } from './masking.ts';

const INVITE = [
  'INVITE sip:+19375550100@192.0.2.1:5060;user=phone SIP/2.0',
  'Via: SIP/2.0/UDP 203.0.113.7:5060;branch=z9hG4bK77;rport',
  'From: "Pat, \\"P\\" Example" <sip:+19375550142@203.0.113.7>;tag=abc',
  't: Front Desk <tel:+1-937-555-0100>',
  'P-Asserted-Identity: Pat Example <sip:+19375550142@203.0.113.7>, <tel:+19375550142>',
  'Diversion: <sip:9375550177@203.0.113.7>;reason=unconditional',
  'Call-ID: 7af3@203.0.113.7',
  'CSeq: 1 INVITE',
  'Identity: eyJhbGciOiJFUzI1NiJ9.eyJvcmlnIjp7InRuIjoiMTkzNzU1NTAxNDIifX0.sig;info=<https://cert.example/a>',
  'X-Caller-City: Dayton',
  'X-Note: first',
  ' pat@home.example',
  'Authorization: Digest username="19375550100", uri="sip:19375550100@192.0.2.1", response="***"',
  'Contact: <sip:9375550142@203.0.113.7:5060;transport=udp>',
  'Content-Type: application/sdp',
  'Content-Length: 200',
  '',
  'v=0',
  'o=pat 1 1 IN IP4 203.0.113.7',
  's=Pat is calling',
  'e=pat@home.example',
  'c=IN IP4 203.0.113.7',
  'm=audio 4000 RTP/AVP 0 101',
  'a=rtpmap:101 telephone-event/8000',
].join('\r\n');

describe('a masked message', () => {
  it('holds no number, name or address of a person', () => {
    const text = masked(INVITE);
    expect(text).not.toMatch(/93755501|555-01|937-5|Pat|pat|Example"|Front|Dayton|home\.example|eyJ/);
    expect(text).toContain('INVITE sip:+xxxxxxxxx00@192.0.2.1:5060;user=phone SIP/2.0');
    expect(text).toContain('From: "xxx" <sip:+xxxxxxxxx42@203.0.113.7>;tag=abc');
    expect(text).toContain('X-Caller-City: xxx');
  });

  it('still says how the line works', () => {
    const text = masked(INVITE);
    for (const line of [
      'Via: SIP/2.0/UDP 203.0.113.7:5060;branch=z9hG4bK77;rport',
      'Call-ID: 7af3@203.0.113.7',
      'c=IN IP4 203.0.113.7',
      'm=audio 4000 RTP/AVP 0 101',
      'a=rtpmap:101 telephone-event/8000',
    ])
      expect(text.split('\r\n')).toContain(line);
    expect(text).toContain('Contact: <sip:xxxxxxxx42@203.0.113.7:5060;transport=udp>');
  });

  it('keeps of other bodies the status line of a NOTIFY, and else their length', () => {
    expect(masked('NOTIFY sip:a@b SIP/2.0\r\n\r\nSIP/2.0 486 Pat is busy\r\nTo: x')).toMatch(/\r\n\r\nSIP\/2\.0 486$/);
    expect(masked('MESSAGE sip:a@b SIP/2.0\r\n\r\ncall me at 937 555 0142')).toMatch(/\r\n\r\n\[23 characters\]$/);
  });

  it('does not let a hostile line hold up the box', () => {
    const hostile = `INVITE sip:a@b SIP/2.0\r\nFrom: ${' '.repeat(15_000)}\r\nTo: ${'"'.repeat(15_000)}\r\nContact: ${'sip:'.repeat(4000)}`;
    const started = performance.now();
    masked(hostile);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

it('a number keeps its last two digits, an extension none', () => {
  expect(['+19375550142', '937-555-0142', '100', 'pat.example'].map(maskUser)).toEqual([
    '+xxxxxxxxx42',
    'xxx-xxx-xx42',
    'xxx',
    'xxx.xxxxxxx',
  ]);
});
