import { describe, expect, test } from 'vitest';
import { bodyOf, headerOf, LinePeer, tagIn } from '#fakes/line-peer.ts';
import { RtpPeer } from '#fakes/rtp-peer.ts';
import { openTestMedia } from '../../integration/media-line.ts';
import { openTransferBox } from '../../integration/transfer-rig.ts';
import type { ReferralOutcome } from '#voice/sip/session/referral.ts';
import { answered, openRig, sdp, type Rig } from './rig.ts';

/** A call in progress that we send on; the peer has its REFER. */
const referred = async (
  rig: Rig,
  to: string,
): Promise<{ tag: string; refer: string; outcome: Promise<ReferralOutcome>; rings: number[] }> => {
  const { tag } = await answered(rig.peer, 'moved');
  const rings: number[] = [];
  const outcome = rig.calls[0]?.refer({ to, by: 'sip:shop@127.0.0.1', onProgress: (status) => rings.push(status) });
  if (!outcome) throw new Error('no call came in');
  return { tag, outcome, rings, refer: await rig.peer.next(/^REFER /) };
};

const notify = async (peer: LinePeer, tag: string, seq: number, line: string, state: string): Promise<void> => {
  const more = `Event: refer\nSubscription-State: ${state}\n`;
  const type = 'message/sipfrag;version=2.0';
  peer.send(peer.request('NOTIFY', { callId: 'moved', tag, seq, more, type, body: `SIP/2.0 ${line}\n` }));
  await peer.next(/^SIP\/2\.0 200[^]*CSeq: \d+ NOTIFY/);
};

const bye = (peer: LinePeer, tag: string, seq: number): void =>
  peer.send(peer.request('BYE', { callId: 'moved', tag, seq }));

describe('a caller sent on by REFER', () => {
  test.each(['sip:dana@192.0.2.20', 'tel:+19375550111'])('Transfer: REFER to %s, NOTIFY 100, 180, 200', async (to) => {
    await using rig = await openRig();
    const { peer } = rig;
    const { tag, outcome, refer, rings } = await referred(rig, to);
    expect([headerOf(refer, 'Refer-To'), headerOf(refer, 'Referred-By')]).toEqual([`<${to}>`, '<sip:shop@127.0.0.1>']);
    peer.send(peer.response(refer, '202 Accepted'));
    await notify(peer, tag, 2, '100 Trying', 'active');
    await notify(peer, tag, 3, '180 Ringing', 'active');
    await notify(peer, tag, 4, '200 OK', 'terminated;reason=noresource');
    expect([await outcome, rings]).toEqual([{ ok: true, status: 200, accepted: true }, [100, 180]]);
    rig.calls[0]?.hangup('transferred');
    peer.send(peer.response(await peer.next(/^BYE /), '200 OK'));
  });

  test('Transfer: a NOTIFY of 486 leaves the caller with us', async () => {
    await using rig = await openRig();
    const { peer } = rig;
    const { tag, outcome, refer } = await referred(rig, 'tel:+19375550111');
    peer.send(peer.response(refer, '202 Accepted'));
    await notify(peer, tag, 2, '486 Busy Here', 'terminated;reason=noresource');
    expect([await outcome, rig.ends]).toEqual([{ ok: false, status: 486, accepted: true }, []]);
  });

  test('Transfer: BYE before the NOTIFY is success', async () => {
    await using rig = await openRig();
    const { peer } = rig;
    const { tag, outcome, refer } = await referred(rig, 'tel:+19375550111');
    peer.send(peer.response(refer, '202 Accepted'));
    await notify(peer, tag, 2, '100 Trying', 'active');
    bye(peer, tag, 3);
    await peer.next(/^SIP\/2\.0 200[^]*CSeq: 3 BYE/);
    expect(await outcome).toEqual({ ok: true, status: 200, accepted: true });
    await notify(peer, tag, 4, '200 OK', 'terminated;reason=noresource');
  });

  test.each(['403 Forbidden', '405 Method Not Allowed', '501 Not Implemented', '603 Decline'])(
    'Transfer: REFER refused by %s leaves the caller with us',
    async (line) => {
      await using rig = await openRig();
      const { peer } = rig;
      const { outcome, refer } = await referred(rig, 'sip:dana@192.0.2.20');
      peer.send(peer.response(refer, line));
      expect([await outcome, rig.ends]).toEqual([{ ok: false, status: Number(line.slice(0, 3)), accepted: false }, []]);
    },
  );
});

test('Transfer attended: an INVITE with Replaces takes a call over in the middle of it; the old one gets BYE, the new one our sound', async () => {
  const media = await openTestMedia();
  await using box = await openTransferBox(media, []);
  const { address, port } = box.line.agent.address;
  await using desk = await LinePeer.open({ address, port });
  const { tag } = await answered(desk, 'desk');
  await box.told('say.done');
  const mobile = await LinePeer.open({ address, port });
  const sound = await RtpPeer.open();
  const more = `Require: replaces\nReplaces: desk;to-tag=${tag};from-tag=hers\n`;
  mobile.send(mobile.request('INVITE', { callId: 'mobile', body: sdp({ port: sound.port }), more }));
  const ok = await mobile.next(/^SIP\/2\.0 200/);
  mobile.send(mobile.request('ACK', { callId: 'mobile', tag: tagIn(ok) }));
  expect(bodyOf(ok)).toMatch(/m=audio \d+ RTP\/AVP 0/);
  desk.send(desk.response(await desk.next(/^BYE /), '200 OK'));
  (await box.voice).command('call/say-2', 0, {
    kind: 'say',
    sentences: [{ text: 'Who is there?' }],
    interruptible: false,
    tier: 'cost',
    expect: { kind: 'open', timeoutMs: 60_000 },
  });
  await expect.poll(() => sound.packets.some(({ payload }) => !payload.every((octet) => octet >= 0xfe))).toBe(true);
  mobile.send(mobile.request('BYE', { callId: 'mobile', tag: tagIn(ok), seq: 2 }));
  expect(await box.told('call.ended')).toMatchObject({ by: 'caller' });
  await Promise.all([mobile[Symbol.asyncDispose](), sound[Symbol.asyncDispose]()]);
  await media.close();
});
