import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StreamFramer, type Frame } from './framing.ts';

const message = (body = '', more = ''): string =>
  `OPTIONS sip:a@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bKa\r\n${more}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const bytes = (text: string): Buffer => Buffer.from(text);
const said = (frames: readonly Frame[]): string[] =>
  frames.map((one) => (one.kind === 'message' ? one.bytes.toString() : one.kind === 'broken' ? one.cause : one.kind));
const read = (text: string): string[] => said(new StreamFramer().push(bytes(text)));

describe('stream framing (RFC 3261 section 18.3)', () => {
  test('messages are cut by Content-Length in bytes, however the stream is cut', () => {
    const bodies = ['', 'v=0\r\n\r\nv=1\r\n', 'ä€😀', 'OPTIONS sip:b SIP/2.0\r\n\r\n'];
    const stream = bytes(bodies.map((body) => message(body)).join(''));
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
        const framer = new StreamFramer();
        const places = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const frames = places.slice(1).flatMap((end, i) => framer.push(stream.subarray(places[i], end)));
        expect(said(frames)).toEqual(bodies.map((body) => message(body)));
        expect(framer.pending).toBe(false);
      }),
    );
  });

  test('compact, folded and repeated Content-Length', () => {
    const head = 'OPTIONS sip:a SIP/2.0\r\n';
    for (const lines of ['l: 2', 'Content-Length:\r\n  2', 'content-length : 2 ', 'L:2\r\nContent-Length: 2'])
      expect(read(`${head}${lines}\r\n\r\nab`), lines).toEqual([`${head}${lines}\r\n\r\nab`]);
  });

  test.each([
    ['none at all', '', 'no Content-Length on a stream'],
    ['negative', 'Content-Length: -1\r\n', 'Content-Length cannot be read'],
    ['a word', 'Content-Length: many\r\n', 'Content-Length cannot be read'],
    ['empty', 'Content-Length:\r\n', 'Content-Length cannot be read'],
    ['huge', 'Content-Length: 99999999999\r\n', 'Content-Length cannot be read'],
    ['more than a message may have', 'Content-Length: 65535\r\n', 'longer than 65535 bytes'],
    ['two of them', 'Content-Length: 1\r\nl: 2\r\n', 'more than one content-length'],
  ])('a Content-Length that is %s ends the reading, and what came is kept for an answer', (_, line, cause) => {
    const framer = new StreamFramer();
    const head = `OPTIONS sip:a SIP/2.0\r\n${line}\r\n`;
    expect(framer.push(bytes(`${head}OPTIONS`))).toEqual([{ kind: 'broken', cause, head: bytes(head) }]);
    expect(framer.push(bytes(message()))).toEqual([]);
    expect(framer.pending).toBe(false);
  });

  test('a header section without end is given up at 16 kB, a long message is not', () => {
    const framer = new StreamFramer();
    for (let sent = 0; sent < 16; sent++) expect(framer.push(bytes('a'.repeat(1_024)))).toEqual([]);
    expect(said(framer.push(bytes('a')))).toEqual(['header section longer than 16384 bytes']);
    expect(read(message('x'.repeat(65_000)))).toEqual([message('x'.repeat(65_000))]);
  });
});

describe('keep-alive (RFC 5626 sections 3.5.1, 4.4.1)', () => {
  test('two line breaks are a ping, also in two pieces, and between messages', () => {
    expect(read('\r\n\r\n')).toEqual(['ping']);
    const framer = new StreamFramer();
    expect(framer.push(bytes('\r\n'))).toEqual([]);
    expect(framer.pending).toBe(false);
    expect(said(framer.push(bytes('\r\n')))).toEqual(['ping']);
    expect(read(`\r\n\r\n${message('b')}\r\n\r\n\r\n\r\n`)).toEqual(['ping', message('b'), 'ping', 'ping']);
  });

  test('one line break is a pong where one is awaited', () => {
    expect(said(new StreamFramer().push(bytes('\r\n'), true))).toEqual(['pong']);
    expect(said(new StreamFramer().push(bytes(`\r\n${message()}`)))).toEqual(['pong', message()]);
  });

  test('no bytes make it throw, and none that are no message are held for long', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 30 }), (chunks) => {
        const framer = new StreamFramer();
        const frames = chunks.flatMap((chunk) => framer.push(Buffer.from(chunk)));
        const whole = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
        const given = frames.reduce((sum, one) => sum + (one.kind === 'message' ? one.bytes.length : 0), 0);
        expect(given).toBeLessThanOrEqual(whole);
        expect(frames.filter(({ kind }) => kind === 'broken').length).toBeLessThanOrEqual(1);
        if (whole > 20_000 && !frames.some(({ kind }) => kind === 'message')) expect(framer.pending).toBe(false);
      }),
    );
  });
});
