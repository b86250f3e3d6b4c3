import { beforeEach, describe, expect, test } from 'vitest';
import {
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
import { REFERRAL_LIMIT, type ReferralOutcome } from '../session/referral.ts';

beforeEach(freshAgent);

const PERSON = 'sip:dana@192.0.2.20';
let tag: string;
let rings: number[];
let outcome: ReferralOutcome | null;

/** A call in progress whose far end we send to a person. */
const refer = async (to = PERSON): Promise<void> => {
  tag = await established();
  rings = [];
  outcome = null;
  const asked = only().refer({ to, by: 'sip:shop@127.0.0.1', onProgress: (status) => rings.push(status) });
  void asked.then((one) => (outcome = one));
  await timers.advance(2);
};
const reply = async (status: string, more = ''): Promise<void> => {
  const request = caller.got('REFER ').at(-1)?.text ?? '';
  const kept = request.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
  await send(`SIP/2.0 ${status}\n${kept.join('\n')}\n${more}\n`);
};
let seq = 1;
const notify = async (fragment: string, state = 'active', event = 'refer'): Promise<void> => {
  const text = message('NOTIFY', {
    tag,
    seq: ++seq,
    body: fragment === '' ? '' : `${fragment}\n`,
    more: `Event: ${event}\nSubscription-State: ${state}\n`,
  });
  await send(text.replace('application/sdp', 'message/sipfrag;version=2.0'));
};
const bye = (): Promise<void> => send(message('BYE', { tag, seq: ++seq }));

describe('Transfer by REFER (RFC 3515 section 2.4)', () => {
  test.each([
    ['a SIP URI', PERSON],
    ['a tel URI (RFC 3966)', 'tel:+19375550111'],
  ])('Refer-To names %s, Referred-By (RFC 3892) names us, within the dialog', async (_, to) => {
    await refer(to);
    const request = caller.last();
    expect(request).toMatch(/^REFER sip:ann@127\.0\.0\.2:5070 SIP\/2\.0/);
    expect([header('Refer-To'), header('Referred-By'), header('Contact')]).toEqual([
      `<${to}>`,
      '<sip:shop@127.0.0.1>',
      '<sip:pilot@127.0.0.1:5060>',
    ]);
    expect([header('To'), header('From')]).toEqual([
      '"Ann" <sip:5551230000@127.0.0.2>;tag=hers',
      `<sip:100@127.0.0.1>;tag=${tag}`,
    ]);
  });

  test('202, NOTIFY of 100, 180 and 200: it went well, and the BYE is ours', async () => {
    await refer();
    await reply('202 Accepted');
    for (const fragment of ['SIP/2.0 100 Trying', 'SIP/2.0 180 Ringing']) await notify(fragment);
    expect([rings, outcome]).toEqual([[100, 180], null]);
    await notify('SIP/2.0 200 OK', 'terminated;reason=noresource');
    expect(outcome).toEqual({ ok: true, status: 200, accepted: true });
    only().hangup('transferred');
    await timers.advance(2);
    expect(statuses().slice(-4)).toEqual(['200', '200', '200', 'BYE']);
  });

  test.each([
    ['486 Busy Here', 486],
    ['503 Service Unavailable', 503],
    ['603 Decline', 603],
  ])('NOTIFY of %s: the caller is still ours', async (line, status) => {
    await refer();
    await reply('202 Accepted');
    await notify('SIP/2.0 100 Trying');
    await notify(`SIP/2.0 ${line}`, 'terminated;reason=noresource');
    expect(outcome).toEqual({ ok: false, status, accepted: true });
    expect([ends, statuses().at(-1)]).toEqual([[], '200']);
  });

  test('a NOTIFY that overtakes the 202 counts', async () => {
    await refer();
    await notify('SIP/2.0 180 Ringing');
    await notify('SIP/2.0 200 OK', 'terminated;reason=noresource');
    await reply('202 Accepted');
    expect([rings, outcome]).toEqual([[180], { ok: true, status: 200, accepted: true }]);
  });

  test('BYE before the NOTIFY is success; the NOTIFY that follows is answered 200, then the dialog is gone', async () => {
    await refer();
    await reply('202 Accepted');
    await notify('SIP/2.0 100 Trying');
    await bye();
    expect(outcome).toEqual({ ok: true, status: 200, accepted: true });
    expect(ends).toMatchObject([{ by: 'remote' }]);
    await notify('SIP/2.0 200 OK', 'terminated;reason=noresource');
    expect(statuses().at(-1)).toBe('200');
    await notify('SIP/2.0 200 OK', 'terminated;reason=noresource');
    expect(statuses().at(-1)).toBe('481');
  });

  test('BYE that overtakes the 202 is success once the 202 comes', async () => {
    await refer();
    await bye();
    expect(outcome).toBeNull();
    await reply('202 Accepted');
    expect(outcome).toEqual({ ok: true, status: 200, accepted: true });
  });

  test('BYE of a caller whose phone refused the REFER is a hang-up', async () => {
    await refer();
    await bye();
    await reply('603 Decline');
    expect(outcome).toEqual({ ok: false, status: 487, accepted: false });
  });

  test.each([['403 Forbidden'], ['405 Method Not Allowed'], ['501 Not Implemented'], ['603 Decline']])(
    'refused by %s: the caller is still ours',
    async (line) => {
      await refer();
      await reply(line);
      expect(outcome).toEqual({ ok: false, status: Number(line.slice(0, 3)), accepted: false });
      expect([ends, agent.liveCalls()]).toEqual([[], 1]);
      await notify('SIP/2.0 200 OK', 'terminated');
      expect(outcome).toMatchObject({ ok: false });
    },
  );

  test('no answer to the REFER, and no result in time, leave the caller with us', async () => {
    await refer();
    await timers.advance(32_000);
    expect(outcome).toEqual({ ok: false, status: 408, accepted: false });
    await freshAgent();
    await refer();
    await reply('202 Accepted');
    await notify('SIP/2.0 180 Ringing');
    await timers.advance(REFERRAL_LIMIT - 100);
    expect(outcome).toBeNull();
    await timers.advance(200);
    expect(outcome).toEqual({ ok: false, status: 408, accepted: true });
    expect(ends).toEqual([]);
  });

  test('a subscription that ends without a result waits a little for the BYE', async () => {
    await refer();
    await reply('202 Accepted');
    await notify('', 'terminated;reason=noresource');
    await timers.advance(4_000);
    expect(outcome).toBeNull();
    await timers.advance(2_000);
    expect(outcome).toEqual({ ok: false, status: 408, accepted: true });
  });

  test('without a subscription (Refer-Sub: false, RFC 4488) the BYE tells', async () => {
    await refer();
    expect(header('Supported')).toBe('norefersub');
    await reply('200 OK', 'Refer-Sub: false\n');
    await timers.advance(3_000);
    expect(outcome).toBeNull();
    await bye();
    expect(outcome).toEqual({ ok: true, status: 200, accepted: true });
    await timers.advance(40_000);
    expect([agent.liveCalls(), timers.pending()]).toEqual([0, 0]);
  });

  test('we hang up meanwhile: nothing is left waiting', async () => {
    await refer();
    await reply('202 Accepted');
    only().hangup();
    await timers.advance(2);
    expect(outcome).toEqual({ ok: false, status: 487, accepted: true });
    const request = caller.got('BYE ').at(-1)?.text ?? '';
    await send(
      `SIP/2.0 200 OK\n${request
        .split('\r\n')
        .filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line))
        .join('\n')}\n\n`,
    );
    await timers.advance(60_000);
    expect([agent.liveCalls(), timers.pending()]).toEqual([0, 0]);
  });

  test('a second REFER waits for the first', async () => {
    await refer();
    expect(await only().refer({ to: PERSON, by: 'sip:shop@127.0.0.1' })).toEqual({
      ok: false,
      status: 491,
      accepted: false,
    });
    await reply('202 Accepted');
    await notify('SIP/2.0 486 Busy Here', 'terminated');
    const again = only().refer({ to: 'tel:+19375550112', by: 'sip:shop@127.0.0.1' });
    await timers.advance(2);
    expect(header('Refer-To')).toBe('<tel:+19375550112>');
    await reply('202 Accepted');
    await notify('SIP/2.0 200 OK', 'terminated');
    expect(await again).toEqual({ ok: true, status: 200, accepted: true });
  });

  test('NOTIFY of another event: 489; without a REFER: 481; a REFER to us: 603 (RFC 3515 section 2.4.2)', async () => {
    await refer();
    await reply('202 Accepted');
    await notify('', 'active', 'presence');
    expect([statuses().at(-1), header('Allow-Events')]).toEqual(['489', 'refer']);
    await freshAgent();
    tag = await established();
    await notify('SIP/2.0 200 OK');
    expect(statuses().at(-1)).toBe('481');
    await send(message('REFER', { tag, seq: ++seq, more: 'Refer-To: <sip:x@127.0.0.9>\n' }));
    expect(statuses().at(-1)).toBe('603');
    await send(message('REFER', { callId: 'outside', more: 'Refer-To: <sip:x@127.0.0.9>\n' }));
    expect(statuses().at(-1)).toBe('603');
    expect([ends, agent.liveCalls()]).toEqual([[], 1]);
  });
});
