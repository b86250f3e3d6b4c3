import { beforeEach, describe, expect, test } from 'vitest';
import type { NegotiatedMedia } from '../session/media.ts';
import {
  HERE,
  SDP,
  agent,
  caller,
  ends,
  established,
  freshAgent,
  header,
  message,
  only,
  send,
  statuses,
  timers,
} from '#fakes/agent-under-test.ts';

beforeEach(freshAgent);

const reply = async (status: string, request: string, more = '', body = ''): Promise<void> => {
  const kept = request.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
  const type = body === '' ? '' : 'Content-Type: application/sdp\n';
  await send(`SIP/2.0 ${status}\n${kept.join('\n')}\nContact: <sip:ann@127.0.0.2:5070>\n${more}${type}\n${body}`);
};
const TIMER = 'Supported: timer\n';
const BY_UAC = `${TIMER}Session-Expires: 120;refresher=uac\n`;
const BY_UAS = `${TIMER}Session-Expires: 120;refresher=uas\n`;

describe('a session that the caller keeps alive', () => {
  test('dies in time when nothing comes, and is ended by BYE', async () => {
    await established(BY_UAC);
    expect(header('Session-Expires', caller.got('200')[0]?.text)).toBe('120;refresher=uac');
    expect(header('Require', caller.got('200')[0]?.text)).toBe('timer');
    await timers.advance(87_900);
    expect(ends).toEqual([]);
    await timers.advance(200);
    expect(statuses().at(-1)).toBe('BYE');
    expect(ends).toEqual([{ by: 'error', reason: 'the session was not refreshed', status: null }]);
  });

  test('lives on by UPDATE and by re-INVITE', async () => {
    const tag = await established(BY_UAC);
    await timers.advance(60_000);
    await send(message('UPDATE', { tag, seq: 2, more: BY_UAC }));
    expect(statuses().at(-1)).toBe('200');
    expect([header('Session-Expires'), header('Contact')]).toEqual(['120;refresher=uac', '<sip:pilot@127.0.0.1:5060>']);
    await timers.advance(60_000);
    await send(message('INVITE', { tag, seq: 3, body: SDP(), more: BY_UAC }));
    await send(message('ACK', { tag, seq: 3 }));
    await timers.advance(80_000);
    expect(ends).toEqual([]);
    await timers.advance(10_000);
    expect(ends).toHaveLength(1);
  });

  test('too short: 422 with Min-SE, at the start and later', async () => {
    await send(message('INVITE', { body: SDP(), more: 'Supported: timer\nSession-Expires: 60\n' }));
    expect([statuses(), header('Min-SE')]).toEqual([['422'], '90']);
    await freshAgent();
    const tag = await established(BY_UAC);
    await send(message('UPDATE', { tag, seq: 2, more: 'Supported: timer\nSession-Expires: 60\n' }));
    expect([statuses().at(-1), header('Min-SE')]).toEqual(['422', '90']);
    expect(ends).toEqual([]);
  });
});

describe('a session that we keep alive', () => {
  test('by UPDATE where the far end takes it, at half its life', async () => {
    await established(`${BY_UAS}Allow: INVITE, UPDATE\n`);
    for (const seq of [1, 2, 3]) {
      await timers.advance(60_010);
      const update = caller.last();
      expect([header('CSeq', update), header('Session-Expires', update)]).toEqual([
        `${seq} UPDATE`,
        '120;refresher=uac',
      ]);
      expect(update.endsWith('\r\n\r\n')).toBe(true);
      await reply('200 OK', update, 'Session-Expires: 120;refresher=uac\n');
    }
    expect(ends).toEqual([]);
    only().hangup();
    await timers.advance(2);
    await reply('200 OK', caller.last());
    await timers.advance(200_000);
    expect(timers.pending()).toBe(0);
    expect(agent.liveCalls()).toBe(0);
  });

  test('by re-INVITE where it does not, also when UPDATE turns out unknown', async () => {
    await established(`${BY_UAS}Allow: INVITE, UPDATE\n`);
    await timers.advance(60_010);
    await reply('405 Method Not Allowed', caller.last());
    await timers.advance(6_000);
    const again = caller.got('INVITE').at(-1)?.text ?? '';
    expect([header('CSeq', again), header('Session-Expires', again)]).toEqual(['2 INVITE', '120;refresher=uac']);
    expect(again).toContain('m=audio 20000');
    await reply('200 OK', again, 'Session-Expires: 120;refresher=uac\n', SDP());
    expect(statuses().at(-1)).toBe('ACK');
    await timers.advance(59_000);
    const invites = (): number => new Set(caller.got('INVITE').map(({ text }) => header('CSeq', text))).size;
    expect(invites()).toBe(1);
    await timers.advance(2_000);
    expect(invites()).toBe(2);
  });

  test('422: asks again for as long as the far end wants', async () => {
    await established(`${BY_UAS}Allow: UPDATE\n`);
    await timers.advance(60_010);
    await reply('422 Session Interval Too Small', caller.last(), 'Min-SE: 600\n');
    expect([header('Session-Expires'), header('Min-SE')]).toEqual(['600;refresher=uac', '600']);
    await reply('200 OK', caller.last(), 'Session-Expires: 600;refresher=uac\n');
    await timers.advance(200_000);
    expect(ends).toEqual([]);
  });

  test('nobody answers the refresh: BYE', async () => {
    await established(`${BY_UAS}Allow: UPDATE\n`);
    await timers.advance(60_000 + 28_100);
    expect(ends).toMatchObject([{ by: 'error' }]);
    expect(caller.got('BYE').length).toBeGreaterThan(0);
  });

  test('481 to the refresh: the far end has forgotten us', async () => {
    await established(`${BY_UAS}Allow: UPDATE\n`);
    await timers.advance(60_010);
    await reply('481 Call/Transaction Does Not Exist', caller.last());
    expect(ends).toEqual([{ by: 'error', reason: 'the far end no longer knows the call', status: null }]);
  });
});

describe('UPDATE (RFC 3311)', () => {
  test('may bring an offer, answered at once without an ACK', async () => {
    const tag = await established();
    const media: NegotiatedMedia[] = [];
    only().onMediaChange((one) => media.push(one));
    await send(message('UPDATE', { tag, seq: 2, body: SDP('a=sendonly\n') }));
    expect(statuses().at(-1)).toBe('200');
    expect(caller.last()).toContain('a=recvonly');
    expect(media).toMatchObject([{ direction: 'recvonly' }]);
    await timers.advance(40_000);
    expect(ends).toEqual([]);
  });

  test('crossing an offer of ours: 491; unspeakable: 488; the call goes on', async () => {
    const tag = await established();
    await send(message('UPDATE', { tag, seq: 2, body: SDP().replace('RTP/AVP 0 101', 'RTP/AVP 18') }));
    expect(statuses().at(-1)).toBe('488');
    void only().offerMedia('sendonly');
    await timers.advance(2);
    await send(message('UPDATE', { tag, seq: 3, body: SDP() }));
    expect(statuses().at(-1)).toBe('491');
    expect(ends).toEqual([]);
  });

  test('before the answer: 200 without an offer, 500 with one; outside a dialog 481', async () => {
    await send(message('INVITE', { body: SDP() }));
    only().ring();
    await timers.advance(2);
    const tag = /^To:.*;tag=(\w+)/m.exec(caller.last())?.[1] ?? '';
    await send(message('UPDATE', { tag, seq: 2 }));
    await send(message('UPDATE', { tag, seq: 3, body: SDP() }));
    expect(statuses().slice(-2)).toEqual(['200', '500']);
    expect(header('Retry-After')).toBe('2');
    await send(message('UPDATE', { seq: 1, callId: 'c9' }));
    expect(statuses().at(-1)).toBe('481');
  });
});

describe('reliable provisional responses (RFC 3262)', () => {
  const ringing = async (): Promise<{ tag: string; rseq: number }> => {
    await send(message('INVITE', { body: SDP(), more: 'Require: 100rel\n' }));
    only().ring();
    await timers.advance(2);
    expect(header('Require')).toBe('100rel');
    return { tag: /^To:.*;tag=(\w+)/m.exec(caller.last())?.[1] ?? '', rseq: Number(header('RSeq')) };
  };

  test('the 180 is sent again until its PRACK, then the call is answered', async () => {
    const { tag, rseq } = await ringing();
    await timers.advance(3_600);
    expect(caller.got('180')).toHaveLength(4);
    await send(message('PRACK', { tag, seq: 2, more: `RAck: ${rseq + 1} 1 INVITE\n` }));
    expect(statuses().at(-1)).toBe('481');
    await send(message('PRACK', { tag, seq: 3, more: `RAck: ${rseq} 1 INVITE\n` }));
    expect(statuses().at(-1)).toBe('200');
    await timers.advance(30_000);
    expect(caller.got('180')).toHaveLength(4);
    await only().answer(HERE);
    await timers.advance(2);
    await send(message('ACK', { tag }));
    await send(message('BYE', { tag, seq: 4 }));
    expect(ends).toMatchObject([{ by: 'remote' }]);
  });

  test('no PRACK in 32 s: 504', async () => {
    await ringing();
    await timers.advance(32_100);
    expect(caller.got('504')).toHaveLength(1);
    expect(ends).toMatchObject([{ by: 'local', status: 504 }]);
  });

  test('a late offer cannot be rung reliably, but is answered', async () => {
    await send(message('INVITE', { more: 'Require: 100rel\n' }));
    only().ring();
    void only().answer(HERE);
    await timers.advance(2);
    expect(statuses()).toEqual(['100', '200']);
  });
});

describe('a call of ours', () => {
  const invite = async (): Promise<string> => {
    agent
      .call({ target: 'sip:200@127.0.0.2:5070', from: 'sip:100@127.0.0.1', media: HERE })
      .onEnded((end) => ends.push(end));
    await timers.advance(2);
    return caller.last();
  };
  const answer = async (status: string, request: string, more: string, body = ''): Promise<void> => {
    await reply(status, request.replace(/^(To: .*)\r$/m, '$1;tag=theirs\r'), more, body);
  };

  test('asks for a session timer, and longer after a 422', async () => {
    const first = await invite();
    expect([header('Session-Expires', first), header('Supported', first)]).toEqual(['1800', 'timer, 100rel, replaces']);
    await answer('422 Session Interval Too Small', first, 'Min-SE: 3600\n');
    const second = caller.got('INVITE').at(-1)?.text ?? '';
    expect([header('CSeq', second), header('Session-Expires', second)]).toEqual(['2 INVITE', '3600']);
    await answer('422 Session Interval Too Small', second, 'Min-SE: 3600\n');
    expect(ends).toMatchObject([{ status: 422 }]);
  });

  test('is refreshed by us as the answer says, or dies', async () => {
    await answer('200 OK', await invite(), 'Session-Expires: 120;refresher=uac\nAllow: UPDATE\n', SDP());
    await timers.advance(60_010);
    expect(caller.last()).toMatch(/^UPDATE sip:ann@127\.0\.0\.2:5070/);
    await reply('200 OK', caller.last(), 'Session-Expires: 120;refresher=uas\n');
    await timers.advance(88_100);
    expect(statuses().at(-1)).toBe('BYE');
    expect(ends).toMatchObject([{ reason: 'the session was not refreshed' }]);
  });

  test('PRACKs each reliable response once and in order; the BYE counts on', async () => {
    const first = await invite();
    const reliable = (rseq: number): Promise<void> =>
      answer('183 Session Progress', first, `Require: 100rel\nRSeq: ${rseq}\n`);
    await reliable(7);
    await reliable(7);
    await reliable(9);
    await reliable(8);
    expect(caller.got('PRACK').map(({ text }) => [header('RAck', text), header('CSeq', text)])).toEqual([
      ['7 1 INVITE', '2 PRACK'],
      ['8 1 INVITE', '3 PRACK'],
    ]);
    await answer('200 OK', first, '', SDP());
    agent.close(0).catch(() => {});
    await timers.advance(2);
    expect(header('CSeq', caller.got('BYE')[0]?.text)).toBe('4 BYE');
  });
});
