import { beforeEach, describe, expect, test } from 'vitest';
import type { NegotiatedMedia } from '../session/media.ts';
import {
  freshAgent,
  timers,
  network,
  agent,
  caller,
  calls,
  ends,
  HERE,
  SDP,
  message,
  send,
  statuses,
  header,
  tagOf,
  only,
  established,
} from '#fakes/agent-under-test.ts';

beforeEach(freshAgent);

describe('a call to us', () => {
  test('100, 180, 200 with an answer, ACK, BYE', async () => {
    await send(message('INVITE', { body: SDP() }));
    const call = only();
    expect(call).toMatchObject({
      id: 'c1',
      from: { user: '5551230000', display: 'Ann' },
      to: { user: '100' },
      offer: { remotePort: 4000 },
    });
    call.ring();
    const media = await call.answer(HERE);
    await timers.advance(2);
    expect(statuses()).toEqual(['100', '180', '200']);
    expect(tagOf(caller.got('180')[0]?.text)).toBe(tagOf());
    expect(header('Contact')).toBe('<sip:pilot@127.0.0.1:5060>');
    expect(caller.last()).toContain('m=audio 20000 RTP/AVP 0 101');
    expect(media).toMatchObject({ remoteHost: '127.0.0.2', remotePort: 4000, codec: 'pcmu', dtmfPayloadType: 101 });
    const tag = tagOf();
    await send(message('ACK', { tag }));
    await timers.advance(60_000);
    expect(statuses()).toEqual(['100', '180', '200']);
    await send(message('BYE', { tag, seq: 2, more: 'Reason: Q.850;cause=16\n' }));
    expect(statuses().at(-1)).toBe('200');
    expect(ends).toEqual([{ by: 'remote', reason: 'Q.850 16 normal call clearing', status: null }]);
    await timers.advance(60_000);
    expect(agent.liveCalls()).toBe(0);
    expect(timers.pending()).toBe(0);
  });

  test('the INVITE that comes again makes no second call and gets the last response again', async () => {
    const invite = message('INVITE', { body: SDP() });
    await send(invite);
    only().ring();
    await send(invite);
    expect(calls).toHaveLength(1);
    expect(statuses()).toEqual(['100', '180', '180']);
  });

  test('180 is repeated each minute while nobody answers', async () => {
    await send(message('INVITE', { body: SDP() }));
    only().ring();
    await timers.advance(121_000);
    expect(statuses()).toEqual(['100', '180', '180', '180']);
  });

  test('without an ACK the 200 is sent again until 32 s, then BYE ends it', async () => {
    await send(message('INVITE', { body: SDP() }));
    await only().answer(HERE);
    await timers.advance(40_000);
    expect(caller.got('200').map(({ at }) => at - (caller.got('200')[0]?.at ?? 0))).toEqual([
      0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500,
    ]);
    expect(caller.got('BYE')[0]?.text).toContain('CSeq: 1 BYE');
    expect(ends).toEqual([{ by: 'error', reason: 'no ACK came', status: 408 }]);
  });

  test('we hang up: BYE waits for the ACK', async () => {
    await send(message('INVITE', { body: SDP() }));
    await only().answer(HERE);
    only().hangup('done');
    await timers.advance(400);
    expect(caller.got('BYE')).toHaveLength(0);
    const tag = tagOf();
    await send(message('ACK', { tag }));
    expect(caller.got('BYE sip:ann@127.0.0.2:5070')).toHaveLength(1);
    expect(header('To')).toBe('"Ann" <sip:5551230000@127.0.0.2>;tag=hers');
    expect(header('From')).toBe(`<sip:100@127.0.0.1>;tag=${tag}`);
    expect(ends).toEqual([{ by: 'local', reason: 'done', status: null }]);
  });

  test('BYEs that cross are both answered', async () => {
    const tag = await established();
    only().hangup();
    await send(message('BYE', { tag, seq: 2 }));
    expect(statuses().slice(-2)).toEqual(['BYE', '200']);
    expect(ends).toHaveLength(1);
  });

  test('requests go through the proxies that recorded themselves', async () => {
    const proxy = network.peer('127.0.0.9', 5090);
    await established('Record-Route: <sip:127.0.0.9:5090;lr>\nRecord-Route: <sip:127.0.0.8;lr>\n');
    expect(caller.got('200')[0]?.text.match(/^Record-Route: .*$/gm)).toHaveLength(2);
    only().hangup();
    await timers.advance(2);
    expect(proxy.inbox[0]?.text).toMatch(
      /^BYE sip:ann@127\.0\.0\.2:5070 [\s\S]*Route: <sip:127\.0\.0\.9:5090;lr>\r\nRoute: <sip:127\.0\.0\.8;lr>\r\n/,
    );
  });
});

describe('giving up', () => {
  test('CANCEL before the answer: 200 and 487, and the call ends', async () => {
    const invite = message('INVITE', { body: SDP(), branch: 'z9hG4bKsame' });
    let cancelled = 0;
    await send(invite);
    only().onCancel(() => cancelled++);
    await send(message('CANCEL', { branch: 'z9hG4bKsame' }));
    expect(statuses()).toEqual(['100', '200', '487']);
    expect(tagOf(caller.got('200')[0]?.text)).toBe(tagOf());
    expect(cancelled).toBe(1);
    expect(ends).toEqual([{ by: 'remote', reason: 'cancelled', status: 487 }]);
    await expect(only().answer(HERE)).rejects.toMatchObject({ code: 'sip_call_over' });
    await send(message('ACK', { tag: tagOf(), branch: 'z9hG4bKsame' }));
    await timers.advance(60_000);
    expect(statuses()).toEqual(['100', '200', '487']);
  });

  test('CANCEL after the answer changes nothing', async () => {
    await send(message('INVITE', { body: SDP(), branch: 'z9hG4bKsame' }));
    await only().answer(HERE);
    await send(message('CANCEL', { branch: 'z9hG4bKsame' }));
    expect(statuses()).toEqual(['100', '200', '200']);
    expect(ends).toEqual([]);
  });

  test('CANCEL of nothing is 481', async () => {
    await send(message('CANCEL'));
    expect(statuses()).toEqual(['481']);
  });

  test('BYE before the answer ends it as CANCEL does', async () => {
    await send(message('INVITE', { body: SDP() }));
    only().ring();
    await timers.advance(2);
    await send(message('BYE', { tag: tagOf(), seq: 2 }));
    expect(statuses()).toEqual(['100', '180', '200', '487']);
  });

  test('we turn it away: 486 until the ACK', async () => {
    await send(message('INVITE', { body: SDP(), branch: 'z9hG4bKsame' }));
    only().reject(486, 'Busy', 30);
    await timers.advance(600);
    expect(statuses()).toEqual(['100', '486', '486']);
    expect(header('Retry-After')).toBe('30');
    await send(message('ACK', { tag: tagOf(), branch: 'z9hG4bKsame' }));
    await timers.advance(60_000);
    expect(statuses()).toEqual(['100', '486', '486']);
    expect(ends).toEqual([{ by: 'local', reason: 'Busy', status: 486 }]);
    expect(timers.pending()).toBe(0);
  });
});

describe('offer and answer', () => {
  test('hold and resume by re-INVITE get fresh answers', async () => {
    const tag = await established();
    const media: NegotiatedMedia[] = [];
    only().onMediaChange((one) => media.push(one));
    for (const [seq, more] of [
      [2, 'a=sendonly\n'],
      [3, 'a=inactive\n'],
      [4, ''],
    ] as const) {
      await send(message('INVITE', { tag, seq, body: SDP(more) }));
      await send(message('ACK', { tag, seq }));
    }
    expect(media.map(({ direction }) => direction)).toEqual(['recvonly', 'inactive', 'sendrecv']);
    const versions = caller.got('200').map(({ text }) => Number(/^o=- \d+ (\d+)/m.exec(text)?.[1]));
    expect(versions.map((one) => one - (versions[0] ?? 0))).toEqual([0, 1, 2, 3]);
  });

  test('another codec and address in mid-call', async () => {
    const tag = await established();
    const media: NegotiatedMedia[] = [];
    only().onMediaChange((one) => media.push(one));
    await send(message('INVITE', { tag, seq: 2, body: SDP().replace('4000 RTP/AVP 0', '4010 RTP/AVP 8') }));
    expect(media).toMatchObject([{ codec: 'pcma', remotePort: 4010 }]);
    expect(caller.last()).toContain('RTP/AVP 8 101');
  });

  test('a re-INVITE may move the far end: our BYE follows it', async () => {
    const elsewhere = network.peer('127.0.0.4', 5080);
    const tag = await established();
    await send(message('INVITE', { tag, seq: 2, body: SDP() }).replace('ann@127.0.0.2:5070', 'ann@127.0.0.4:5080'));
    await send(message('ACK', { tag, seq: 2 }));
    only().hangup();
    await timers.advance(2);
    expect(elsewhere.got('BYE sip:ann@127.0.0.4:5080')).toHaveLength(1);
  });

  test('a re-INVITE we cannot answer is 488 and the call goes on', async () => {
    const tag = await established();
    await send(message('INVITE', { tag, seq: 2, body: SDP().replace('RTP/AVP 0 101', 'RTP/AVP 18') }));
    expect(statuses().at(-1)).toBe('488');
    expect(ends).toEqual([]);
  });

  test('late offer: our 200 offers, the ACK answers', async () => {
    await send(message('INVITE'));
    expect(only().offer).toBeNull();
    const answering = only().answer(HERE);
    await timers.advance(2);
    expect(caller.last()).toContain('m=audio 20000 RTP/AVP 0 8 101');
    await send(message('ACK', { tag: tagOf(), body: SDP().replace('RTP/AVP 0 101', 'RTP/AVP 8 101') }));
    expect(await answering).toMatchObject({ codec: 'pcma', remotePort: 4000 });
  });

  test('late offer and an ACK without an answer: BYE', async () => {
    await send(message('INVITE'));
    const answering = only()
      .answer(HERE)
      .then(
        () => 'answered',
        (error: { code: string }) => error.code,
      );
    await timers.advance(2);
    await send(message('ACK', { tag: tagOf() }));
    expect(await answering).toBe('sip_call_over');
    expect(statuses().at(-1)).toBe('BYE');
    expect(ends[0]?.by).toBe('error');
  });

  test('an empty re-INVITE gets an offer of ours; one more meanwhile is 491', async () => {
    const tag = await established();
    await send(message('INVITE', { tag, seq: 2 }));
    expect(caller.last()).toContain('m=audio 20000 RTP/AVP 0 8 101');
    await send(message('INVITE', { tag, seq: 3, body: SDP() }));
    expect(statuses().at(-1)).toBe('491');
    await send(message('ACK', { tag, seq: 2, body: SDP('a=sendonly\n') }));
    await send(message('INVITE', { tag, seq: 4, body: SDP() }));
    expect(statuses().at(-1)).toBe('200');
  });

  test('glare: both offer, both get 491, ours is tried again', async () => {
    const tag = await established();
    const offering = only().offerMedia('sendonly');
    await timers.advance(2);
    const ours = caller.last();
    expect(ours).toContain('a=sendonly');
    await send(message('INVITE', { tag, seq: 2, body: SDP() }));
    expect(statuses().at(-1)).toBe('491');
    const reply = (status: string, text: string, body = ''): string => {
      const kept = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
      return `SIP/2.0 ${status}\n${kept.join('\n')}\nContact: <sip:ann@127.0.0.2:5070>\n\n${body}`;
    };
    await send(reply('491 Request Pending', ours));
    await timers.advance(2_010);
    const again = caller.got('INVITE').at(-1)?.text ?? '';
    expect(header('CSeq', again)).toBe('2 INVITE');
    await send(reply('200 OK', again, SDP('a=recvonly\n')));
    expect(await offering).toMatchObject({ direction: 'sendonly' });
    expect(caller.got('ACK').at(-1)?.text).toContain('CSeq: 2 ACK');
  });

  test('an INVITE without a codec of ours is 488 and makes no call', async () => {
    await send(message('INVITE', { body: SDP().replace('RTP/AVP 0 101', 'RTP/AVP 18') }));
    expect(statuses()).toEqual(['488']);
    expect(header('Warning')).toContain('PCMU');
    expect(calls).toEqual([]);
  });
});
