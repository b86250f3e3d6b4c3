import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mutants, runs } from '#fakes/sip-mutants.ts';
import { readSdp } from '../session/sdp-reader.ts';
import { Headers } from './headers.ts';
import { contactOf, cseqOf, fromOf, fromTag, toOf, toTag, topVia, type SipMessage } from './message.ts';
import { parseMessage } from './reader.ts';
import { writeMessage } from './writer.ts';

/** Everything a message is asked for later on. */
const readAll = (message: SipMessage): void => {
  for (const ask of [topVia, fromOf, toOf, contactOf, cseqOf, fromTag, toTag, (one: SipMessage) => readSdp(one.body)])
    ask(message);
  for (const name of ['via', 'contact', 'route', 'record-route', 'require', 'accept']) message.headers.list(name);
};

describe('messages nobody thought of', () => {
  test('mutants of the table: nothing throws, and what is read can be written and read again as it was', () => {
    fc.assert(
      fc.property(mutants, (data) => {
        const parsed = parseMessage(data);
        if (!parsed.ok) {
          expect(parsed.cause.length).toBeLessThan(100);
          return;
        }
        readAll(parsed.message);
        const again = parseMessage(writeMessage(parsed.message));
        if (!again.ok) throw new Error(`written, it was refused: ${again.cause}`);
        const { headers, ...rest } = again.message;
        const { headers: before, ...restBefore } = parsed.message;
        expect(rest).toEqual(restBefore);
        const told = (all: Headers) => [...all.entries()].filter(([name]) => name !== 'content-length');
        expect(told(headers)).toEqual(told(before));
      }),
      runs(3000),
    );
  });

  const token = fc.stringMatching(/^[\w\-.!%*+`'~]{1,12}$/);
  const text = fc.string({ unit: 'grapheme', maxLength: 30 }).map((value) => value.replaceAll(/\s+/g, ' ').trim());
  const own = ['via', 'from', 'to', 'call-id', 'cseq', 'content-length', 'max-forwards', 'content-type'];
  const compact = new Set(Array.from('abcdefijklmorstuvxy'));
  const fields = fc.array(
    fc.tuple(
      token.filter((name) => !own.includes(name.toLowerCase()) && !compact.has(name.toLowerCase())),
      text,
    ),
    { maxLength: 12 },
  );
  const body = fc.uint8Array({ maxLength: 200 }).map((all) => Buffer.from(all));
  const display = fc.string({ maxLength: 12 }).map((one) => one.replaceAll(/[\r\n]/g, ''));
  const heading = fc.record({
    branch: token,
    tag: token,
    display,
    callId: token,
    number: fc.nat(2 ** 31),
    method: token,
  });

  const message = fc
    .record({ heading, fields, body, status: fc.option(fc.integer({ min: 100, max: 699 })) })
    .map((made): SipMessage => {
      const { branch, tag, callId, number, method } = made.heading;
      const quoted = `"${made.heading.display.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
      const headers = Headers.of({
        via: `SIP/2.0/UDP 192.0.2.1;branch=${branch}`,
        from: `${quoted} <sip:a@192.0.2.1>;tag=${tag}`,
        to: '<sip:b@192.0.2.2>',
        'call-id': callId,
        cseq: `${number} ${method}`,
      });
      for (const [name, value] of made.fields) headers.add(name, value);
      const rest = { headers, body: made.body };
      return made.status === null
        ? { kind: 'request', method, uri: 'sip:b@192.0.2.2', ...rest }
        : { kind: 'response', status: made.status, reason: 'Said', ...rest };
    });

  test('what is written is read as it was: request or response, any headers, any bytes of body', () => {
    fc.assert(
      fc.property(message, (made) => {
        const parsed = parseMessage(writeMessage(made));
        if (!parsed.ok) throw new Error(parsed.cause);
        const { headers, ...rest } = parsed.message;
        const { headers: before, ...restBefore } = made;
        expect(rest).toEqual(restBefore);
        expect([...headers.entries()].filter(([name]) => name !== 'content-length')).toEqual([...before.entries()]);
        expect(fromTag(parsed.message)).toBe(fromTag(made));
        expect(fromOf(parsed.message)?.display).toBe(fromOf(made)?.display);
      }),
      runs(1000),
    );
  });

  /** The largest datagram, made of what makes a careless pattern try every way there is. */
  const head =
    'INVITE sip:a@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKa\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n';
  test.each([
    ['spaces in the request line', `INVITE a${' '.repeat(16_000)}x\r\n\r\n`],
    ['spaces and versions', `INVITE sip:x ${' SIP/2.0'.repeat(2000)}x\r\n\r\n`],
    ['open brackets', `${head}Contact: ${'<'.repeat(15_000)}\r\n\r\n`],
    ['open quotes', `${head}Contact: ${'"\\'.repeat(7000)}\r\n\r\n`],
    ['semicolons and spaces', `${head}Contact: <sip:a@h>${'; '.repeat(7000)}x\r\n\r\n`],
    ['spaces behind a semicolon', `${head}Contact: <sip:a@h>;${' '.repeat(15_000)}x\r\n\r\n`],
    ['commas', `${head}Contact: ${'a,'.repeat(7000)}\r\n\r\n`],
    ['spaces in Via', `${head.replace('192.0.2.9', `${' '.repeat(15_000)}x y`)}\r\n`],
    ['percent signs', `${head}Contact: <sip:${'%61'.repeat(5000)}@h;${'%61'.repeat(20)}>\r\n\r\n`],
    ['folds', `${head}Subject:${'\r\n x'.repeat(3900)}\r\n\r\n`],
    ['line breaks alone', '\r\n'.repeat(32_000)],
    ['a session of spaces', `${head}Content-Type: application/sdp\r\n\r\nv=0\r\na=${' '.repeat(60_000)}x\r\n`],
    [
      'a session of attributes',
      `${head}Content-Type: application/sdp\r\n\r\nv=0\r\nm=audio 1 RTP/AVP 0\r\n${'a=rtpmap:0 x/1\r\n'.repeat(3900)}`,
    ],
    ['a session of digits', `${head}Content-Type: application/sdp\r\n\r\nv=0\r\nm=audio ${'1 '.repeat(30_000)}\r\n`],
    [
      'a candidate line without end',
      `${head}Content-Type: application/sdp\r\n\r\nv=0\r\nm=audio 1 RTP/AVP 0\r\na=candidate:${'1 '.repeat(30_000)}\r\n`,
    ],
  ])('a packet of %s is done with in no time', (_, packet) => {
    const spent = (): number => {
      const before = process.cpuUsage();
      const parsed = parseMessage(Buffer.from(packet));
      if (parsed.ok) readAll(parsed.message);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    // A few ms of work; what tries every way there is takes hundreds. The best of three: the machine may be busy.
    expect(Math.min(spent(), spent(), spent())).toBeLessThan(100);
  });

  test('what is kept of a message is no more than it held', () => {
    const packet = Buffer.from(`${head}${'X: y\r\n'.repeat(94)}\r\n`);
    const parsed = parseMessage(packet);
    expect(parsed.ok && [...parsed.message.headers.entries()].length).toBe(99);
    const refused = ['X: y\r\n'.repeat(200), `X: ${'y'.repeat(17_000)}\r\n`].map((more) =>
      parseMessage(Buffer.from(`${head}${more}\r\n`)),
    );
    expect(refused.map((one) => !one.ok && one.cause)).toEqual([
      'more than 100 header lines',
      'header section longer than 16384 bytes',
    ]);
    expect(parseMessage(Buffer.alloc(65_536, 'x'))).toMatchObject({ ok: false, cause: 'longer than 65535 bytes' });
  });
});
