import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Headers } from './headers.ts';
import { contactOf, cseqOf, fromOf, fromTag, toOf, topVia, type SipMessage } from './message.ts';
import { isKeepAlive, parseMessage, type ParseFailure } from './reader.ts';
import { writeMessage } from './writer.ts';

const wire = (text: string): Buffer => Buffer.from(text.replaceAll('\n', '\r\n'));

const INVITE = `INVITE sip:100@192.0.2.1 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.9:5062;branch=z9hG4bKabc;rport
Max-Forwards: 70
From: "Ann \\"the boss\\" Lee" <sip:5551230000@192.0.2.9>;tag=one
To: <sip:100@192.0.2.1>
Call-ID: a@192.0.2.9
CSeq: 1 INVITE
Contact: <sip:5551230000@192.0.2.9:5062>
Content-Length: 0

`;

const good = (text: string): SipMessage => {
  const parsed = parseMessage(wire(text));
  if (!parsed.ok) throw new Error(`refused: ${parsed.cause}`);
  return parsed.message;
};

const bad = (text: string): ParseFailure => {
  const parsed = parseMessage(wire(text));
  if (parsed.ok) throw new Error('the message was accepted');
  return parsed;
};

describe('messages that must be read', () => {
  test('an INVITE with escaped quotes in the display name', () => {
    const message = good(INVITE);
    expect(message).toMatchObject({ kind: 'request', method: 'INVITE', uri: 'sip:100@192.0.2.1' });
    expect(fromOf(message)).toMatchObject({ display: 'Ann "the boss" Lee', uri: { user: '5551230000' } });
    expect(cseqOf(message)).toEqual({ number: 1, method: 'INVITE' });
  });

  test('compact forms, any case, folding, white space before the colon, several values on a line', () => {
    const message = good(`INVITE sip:100@192.0.2.1;unknown=1 SIP/2.0
v:  SIP / 2.0 / UDP   192.0.2.9 : 5062 ;branch=z9hG4bKx , SIP/2.0/TCP 192.0.2.8;branch=z9hG4bKy
TO :
 sip:100@192.0.2.1 ;   x=y
f: A. Lee <sip:ann@192.0.2.9;transport=udp> ;
\ttag = two
i: fold.1@192.0.2.9
cSeQ: 0009
  INVITE
m:"Quoted, comma <and> bracket" <sip:ann@192.0.2.9?subject=a%2Cb>;q=0.5, <sip:b@192.0.2.8>
s:
l: 0

`);
    expect(topVia(message)).toMatchObject({ transport: 'UDP', host: '192.0.2.9', port: 5062 });
    expect(message.headers.list('via')).toHaveLength(2);
    expect(fromTag(message)).toBe('two');
    expect(fromOf(message)?.display).toBe('A. Lee');
    expect(toOf(message)?.params.get('x')).toBe('y');
    expect(cseqOf(message)).toEqual({ number: 9, method: 'INVITE' });
    expect(contactOf(message)?.display).toBe('Quoted, comma <and> bracket');
    expect(message.headers.list('contact')).toHaveLength(2);
  });

  test('the body is counted in bytes, what follows it is cut off', () => {
    const message = good(`${INVITE.replace('Content-Length: 0', 'Content-Length: 6')}häus!!garbage`);
    expect(message.body.toString()).toBe('häus!');
    expect(good(`${INVITE.replace('Content-Length: 0\n', '')}to the end`).body.toString()).toBe('to the end');
  });

  test('leading line breaks, bare line feeds, a response without a reason, an unknown method and an IPv6 host', () => {
    expect(parseMessage(Buffer.from(`\r\n\r\n${INVITE}`)).ok).toBe(true);
    expect(good(INVITE.replace('INVITE sip', 'NEWMETHOD sip').replace('1 INVITE', '1 NEWMETHOD'))).toMatchObject({
      method: 'NEWMETHOD',
    });
    expect(good(INVITE.replace('INVITE sip:100@192.0.2.1 SIP/2.0', 'SIP/2.0 200'))).toMatchObject({
      status: 200,
      reason: '',
    });
    expect(topVia(good(INVITE.replace('192.0.2.9:5062;b', '[2001:db8::9]:5062;b')))).toMatchObject({
      host: '2001:db8::9',
      port: 5062,
    });
  });
});

describe('messages that must be refused, with the cause named', () => {
  test.each([
    ['no Via', INVITE.replace(/Via.*\n/, ''), 'the Via header cannot be read', false],
    [
      'an unclosed quote in From',
      INVITE.replace(/From.*/, 'From: "Ann <sip:a@192.0.2.9>;tag=1'),
      'the From header cannot be read',
      true,
    ],
    ['two From headers', INVITE.replace('To:', 'From: <sip:b@192.0.2.9>\nTo:'), 'more than one from', true],
    ['no To', INVITE.replace(/To:.*\n/, ''), 'the To header cannot be read', true],
    ['no Call-ID', INVITE.replace(/Call-ID.*\n/, ''), 'no Call-ID', true],
    ['another method in CSeq', INVITE.replace('1 INVITE', '1 BYE'), 'the method of CSeq is another', true],
    ['a CSeq out of range', INVITE.replace('1 INVITE', '4294967296 INVITE'), 'the CSeq header cannot be read', true],
    ['a negative Content-Length', INVITE.replace('Length: 0', 'Length: -9'), 'Content-Length cannot be read', true],
    [
      'a Content-Length too large',
      INVITE.replace('Length: 0', 'Length: 9999'),
      'the body is shorter than Content-Length',
      true,
    ],
    ['a header without a name', INVITE.replace('Max', ': what\nMax'), 'a header line without a name', true],
    [
      'brackets round the Request-URI',
      INVITE.replace('sip:100@192.0.2.1 S', '<sip:100@192.0.2.1> S'),
      'the Request-URI cannot be read',
      true,
    ],
    ['no version', INVITE.replace(' SIP/2.0\nVia', '\nVia'), 'the request line cannot be read', true],
    [
      'an unknown protocol version in Via',
      INVITE.replace('Via: SIP/2.0', 'Via: SIP/9.0'),
      'the Via header cannot be read',
      false,
    ],
    ['a port out of range in Via', INVITE.replace(':5062;b', ':70000;b'), 'the Via header cannot be read', false],
    ['nothing of SIP at all', 'GET / HTTP/1.1\nHost: x\n\n', 'the request line cannot be read', false],
    ['a status out of range', 'SIP/2.0 4242 What\n\n', 'the status line cannot be read', false],
    ['random text', '\u0001\u0002\u0003', 'the request line cannot be read', false],
  ])('%s', (_name, text, cause, answerable) => {
    const failure = bad(text);
    expect(failure.request !== null).toBe(answerable);
    expect(failure.cause).toBe(cause);
  });

  test('SIP/7.0 is answered 505', () => {
    expect(bad(INVITE.replace(' SIP/2.0\nVia', ' SIP/7.0\nVia'))).toMatchObject({
      status: 505,
      request: { method: 'INVITE' },
    });
  });

  test('an ACK is never answered', () => {
    expect(bad(INVITE.replace('INVITE sip', 'ACK sip').replace('Length: 0', 'Length: x')).request).toBeNull();
  });

  test('a hundred and one headers', () => {
    expect(bad(INVITE.replace('Max', `${'X: y\n'.repeat(101)}Max`)).cause).toContain('100 header lines');
  });
});

test('keep-alives are told from messages', () => {
  expect([Buffer.from('\r\n\r\n'), Buffer.from('\0'), Buffer.alloc(0), Buffer.from('a')].map(isKeepAlive)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('never throws, whatever bytes come', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(() => parseMessage(Buffer.from(bytes))).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});

test('never throws on a message with bytes changed, taken out and put in; what it reads can be written', () => {
  const cut = fc.tuple(fc.nat(INVITE.length), fc.nat(20), fc.string({ maxLength: 20 }));
  fc.assert(
    fc.property(fc.array(cut, { minLength: 1, maxLength: 4 }), (cuts) => {
      let text = INVITE;
      for (const [at, length, put] of cuts) text = text.slice(0, at) + put + text.slice(at + length);
      const parsed = parseMessage(wire(text));
      const again = parsed.ok ? parseMessage(writeMessage(parsed.message)) : null;
      expect(again?.ok ?? true).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('headers written are headers read', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z-]{1,12}$/);
  const value = fc.string({ maxLength: 40 });
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 10 }), (fields) => {
      const base = good(INVITE);
      const headers = base.headers.copy();
      for (const [one, text] of fields) headers.add(`x-${one}`, text);
      const parsed = parseMessage(writeMessage({ ...base, headers }));
      const rest = (all: Headers) =>
        [...all.entries()].filter(([n]) => n !== 'content-length').map(([n, v]) => [n, v.trim()]);
      expect(parsed.ok && rest(parsed.message.headers)).toEqual(rest(headers));
    }),
  );
});

test('a value cannot smuggle in a header', () => {
  const headers = new Headers().add('subject', 'a\r\nEvil: yes').set('subject', 'b\nEvil: yes');
  expect([...headers.entries()]).toEqual([['subject', 'b Evil: yes']]);
});

test('set puts one value at the place of the first', () => {
  const headers = Headers.of({ via: ['a', 'b'], to: 'x' })
    .add('via', 'c')
    .set('v', 'd');
  expect([...headers.entries()]).toEqual([
    ['via', 'd'],
    ['to', 'x'],
  ]);
});
