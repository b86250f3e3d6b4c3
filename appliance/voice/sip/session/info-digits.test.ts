import { describe, expect, test } from 'vitest';
import { Headers } from '../parse/headers.ts';
import type { SipRequest } from '../parse/message.ts';
import { readInfo } from './info-digits.ts';

const info = (type: string, body: string, more: Record<string, string> = {}): SipRequest => ({
  kind: 'request',
  method: 'INFO',
  uri: 'sip:a@h',
  headers: Headers.of({ 'content-type': type, ...more }),
  body: Buffer.from(body),
});

describe('keys told by INFO', () => {
  test.each([
    ['application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n', '5'],
    ['application/dtmf-relay', 'Signal= *\r\nDuration= 250\r\n', '*'],
    ['Application/DTMF-Relay;charset=x', 'duration=100\r\nSIGNAL = d\r\n', 'D'],
    ['application/dtmf-relay', 'Signal=11\r\n', '#'],
    ['application/dtmf', '7', '7'],
    ['application/dtmf', ' #\r\n', '#'],
    ['application/dtmf', 'Signal=9\r\nDuration=100', '9'],
    ['application/dtmf-relay', 'Signal=flash\r\n', null],
    ['application/dtmf', '16', null],
    ['application/dtmf-relay', '', null],
  ])('%s %j', (type, body, digit) => expect(readInfo(info(type, body))).toEqual({ status: 200, digit }));

  test.each([
    ['application/dtmf-relay', 'Duration=160\r\n', {}, 400],
    ['application/dtmf', '   ', {}, 400],
    ['application/media_control+xml', '<x/>', {}, 415],
    ['application/dtmf', '5', { 'info-package': 'foo' }, 469],
  ])('%s %j %j: refused', (type, body, more, status) => expect(readInfo(info(type, body, more)).status).toBe(status));
});
