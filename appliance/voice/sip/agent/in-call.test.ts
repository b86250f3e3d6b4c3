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

describe('Re-INVITE and overlapping offers (RFC 3261 sections 14.1, 14.2)', () => {
  const reply = (status: string, request: string, body = ''): string => {
    const kept = request.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
    return `SIP/2.0 ${status}\n${kept.join('\n')}\nContact: <sip:ann@127.0.0.2:5070>\n\n${body}`;
  };

  test('an empty re-INVITE whose ACK brings no answer, or none we can use: what was agreed holds', async () => {
    const tag = await established();
    const media: NegotiatedMedia[] = [];
    only().onMediaChange((one) => media.push(one));
    for (const [seq, body] of [
      [2, ''],
      [3, SDP().replace('RTP/AVP 0', 'RTP/AVP 18')],
    ] as const) {
      await send(message('INVITE', { tag, seq }));
      expect(caller.last()).toContain('m=audio 20000 RTP/AVP 0 8 101');
      await send(message('ACK', { tag, seq, body }));
    }
    expect([media, ends]).toEqual([[], []]);
    await send(message('INVITE', { tag, seq: 4, body: SDP('a=sendonly\n') }));
    expect(media).toMatchObject([{ direction: 'recvonly' }]);
  });

  test('an offer of ours that is refused by 488 leaves the call as it was; the next one is made', async () => {
    await established();
    const refused = only().offerMedia('sendonly');
    await send('');
    await send(reply('488 Not Acceptable Here', caller.last()));
    expect([await refused, ends]).toEqual([null, []]);
    const taken = only().offerMedia('sendonly');
    await send('');
    await send(reply('200 OK', caller.got('INVITE').at(-1)?.text ?? '', SDP('a=recvonly\n')));
    expect(await taken).toMatchObject({ direction: 'sendonly' });
  });

  test('while an offer of ours is out none other of ours is made, and theirs by UPDATE is 491', async () => {
    const tag = await established();
    const first = only().offerMedia('sendonly');
    expect(await only().offerMedia('inactive')).toBeNull();
    await send(message('UPDATE', { tag, seq: 2, body: SDP('a=inactive\n') }));
    expect(statuses().at(-1)).toBe('491');
    await send(reply('200 OK', caller.got('INVITE').at(-1)?.text ?? '', SDP('a=recvonly\n')));
    expect(await first).toMatchObject({ direction: 'sendonly' });
  });

  test('an INVITE in the dialog before the first one was answered is 500 with Retry-After', async () => {
    await send(message('INVITE', { body: SDP() }));
    only().ring();
    await send('');
    const tag = /^To:.*;tag=(\w+)/m.exec(caller.got('180')[0]?.text ?? '')?.[1] ?? '';
    await send(message('INVITE', { tag, seq: 2, body: SDP('a=sendonly\n') }));
    expect(statuses().at(-1)).toBe('500');
    expect(Number(header('Retry-After'))).toBeLessThanOrEqual(10);
    expect(ends).toEqual([]);
  });
});
