import { describe, expect, test } from 'vitest';
import { TORTURE, wireOf } from '#fixtures/sip/torture.ts';
import { contactOf, fromOf, toOf, type SipMessage } from './message.ts';
import { parseMessage } from './reader.ts';

const read = (name: string): SipMessage => {
  const row = TORTURE.find((one) => one.name === name);
  const parsed = parseMessage(wireOf(row?.text ?? ''));
  if (!parsed.ok) throw new Error(`${name}: ${parsed.cause}`);
  return parsed.message;
};

describe('what the parser makes of a tortuous message (RFC 4475)', () => {
  test.each(TORTURE)('$section $name', ({ text, refused }) => {
    const parsed = parseMessage(wireOf(text));
    expect(parsed.ok ? undefined : parsed.cause).toBe(refused);
  });

  test('every section of the RFC has its row', () => {
    const numbers = (section: string, last: number) => Array.from({ length: last }, (_, i) => `${section}.${i + 1}`);
    const sections = new Set(TORTURE.map(({ section }) => section));
    const all = [...numbers('3.1.1', 13), ...numbers('3.1.2', 19), '3.2.1', ...numbers('3.3', 15), '3.4.1'];
    expect(all.filter((section) => !sections.has(section))).toEqual([]);
  });

  test('what stands in the valid ones', () => {
    const short = read('a short tortuous INVITE');
    expect(fromOf(short)).toMatchObject({ display: 'Ann \\"', params: new Map([['tag', '98zu8']]) });
    expect(short.headers.list('via')).toHaveLength(3);
    expect(contactOf(short)?.params.get('q')).toBe('0.33');
    expect(short.headers.get('newfangledheader')).toBe('newfangled value continued newfangled value');

    const wide = read('the wide range of valid characters');
    expect(toOf(wide)?.display).toBe('BEL:\u0007 NUL:\0 DEL:\u007f');
    expect(fromOf(wide)?.params.get("fromparam''~+*_!.-%")).toBe('работающий');
    expect(wide.headers.get("extensionHeader-!.%*+_`'~")).toBe('大停電');

    const escaped = read('escapes where they are escapes');
    expect(toOf(escaped)?.uri.user).toBe('user');
    expect(contactOf(escaped)?.uri.params).toEqual(
      new Map([
        ['lr', null],
        ['name', 'value%41'],
      ]),
    );
    expect(toOf(read('escaped zero bytes in URIs'))?.uri.user).toBe('null-\0-null');

    const percent = read('percent signs that are no escapes');
    expect([percent.kind === 'request' && percent.method, toOf(percent)?.display]).toEqual(['RE%47IST%45R', '%Z%45']);
    expect(percent.headers.list('contact')).toEqual(['<sip:alias1@host1.example.com>']);
    expect(fromOf(read('no space between display name and bracket'))?.display).toBe('caller');
    expect(read('long values in header fields').headers.list('via')).toHaveLength(34);
    expect(read('more in the datagram than the message').body).toHaveLength(0);
    expect(read('an unusual reason phrase')).toMatchObject({
      reason: '= 2**3 * 5**2 но сто девяносто девять - простое',
    });
    expect(read('an empty reason phrase')).toMatchObject({ status: 100, reason: '' });
    expect(read('a body of several parts, one of them of any bytes').body.includes(0)).toBe(true);
  });

  test('where a parameter belongs to Contact, and where to its URI', () => {
    const outside = contactOf(read('a REGISTER with a parameter of Contact'));
    const inside = contactOf(read('a REGISTER with a parameter of the URI in Contact'));
    expect([outside?.params.has('unknownparam'), outside?.uri.params.has('unknownparam')]).toEqual([true, false]);
    expect([inside?.params.has('unknownparam'), inside?.uri.params.has('unknownparam')]).toEqual([false, true]);
    const headers = contactOf(read('a REGISTER with headers in the URI of Contact'))?.uri.headers;
    expect(headers).toBe('Route=%3Csip:sip.example.com%3E');
    expect(fromOf(read('a comma in a display name without quotes'))?.display).toBe('Bell, Alexander');
    expect(toOf(read('spaces round the URI in brackets'))?.uri.user).toBe('office');
  });
});
