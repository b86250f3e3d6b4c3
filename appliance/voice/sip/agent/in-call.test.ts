import { beforeEach, describe, expect, test } from 'vitest';
import {
  caller,
  ends,
  established,
  freshAgent,
  header,
  message,
  only,
  SDP,
  send,
  statuses,
} from '#fakes/agent-under-test.ts';
import type { NegotiatedMedia } from '../session/media.ts';

beforeEach(freshAgent);

const info = (tag: string, seq: number, body: string, type = 'application/dtmf-relay'): string =>
  message('INFO', { tag, seq, body }).replace('application/sdp', type);

describe('keys by SIP INFO', () => {
  test('each INFO is one key; the same INFO sent again is none', async () => {
    const tag = await established();
    let keys = '';
    only().onDigit((digit) => (keys += digit));
    const first = info(tag, 2, 'Signal=4\nDuration=160\n');
    await send(first);
    await send(first);
    await send(info(tag, 3, '#', 'application/dtmf'));
    expect(keys).toBe('4#');
    expect(statuses().slice(-3)).toEqual(['200', '200', '200']);
  });

  test('what is no key is answered as what it is, and the call goes on', async () => {
    const tag = await established();
    let keys = '';
    only().onDigit((digit) => (keys += digit));
    await send(info(tag, 2, '<picture_fast_update/>', 'application/media_control+xml'));
    expect([statuses().at(-1), header('Accept')]).toEqual([
      '415',
      'application/sdp, application/dtmf-relay, application/dtmf',
    ]);
    await send(message('INFO', { tag, seq: 3, body: 'x', more: 'Info-Package: foo\n' }));
    expect([statuses().at(-1), caller.last()]).toEqual(['469', expect.stringMatching(/^Recv-Info: *\r$/m)]);
    await send(message('INFO', { tag, seq: 4 }));
    expect(statuses().at(-1)).toBe('200');
    await send(message('INFO', { seq: 5, callId: 'nobody' }));
    expect(statuses().at(-1)).toBe('481');
    expect([keys, ends]).toEqual(['', []]);
  });
});

describe('hold by the far end', () => {
  test.each([
    ['by direction', SDP('a=sendonly\n'), 'recvonly', 'a=recvonly'],
    ['without its music', SDP('a=inactive\n'), 'inactive', 'a=inactive'],
    ['by 0.0.0.0', SDP().replace('c=IN IP4 127.0.0.2', 'c=IN IP4 0.0.0.0'), 'recvonly', 'a=recvonly'],
    ['by 0.0.0.0 of the section', SDP('c=IN IP4 0.0.0.0\na=inactive\n'), 'inactive', 'a=inactive'],
  ])('%s, and back', async (_, offer, direction, line) => {
    const tag = await established();
    const media: NegotiatedMedia[] = [];
    only().onMediaChange((one) => media.push(one));
    await send(message('INVITE', { tag, seq: 2, body: offer }));
    expect(caller.last()).toContain(line);
    await send(message('ACK', { tag, seq: 2 }));
    await send(message('INVITE', { tag, seq: 3, body: SDP() }));
    expect(caller.last()).toContain('a=sendrecv');
    await send(message('ACK', { tag, seq: 3 }));
    expect(media).toMatchObject([{ direction }, { direction: 'sendrecv', remoteHost: '127.0.0.2' }]);
  });
});
