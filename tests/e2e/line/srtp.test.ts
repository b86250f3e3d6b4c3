import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, headerOf } from '#fakes/line-peer.ts';
import { RtpPeer } from '#fakes/rtp-peer.ts';
import { SrtpLine } from '#fakes/srtp-line.ts';
import { trunkAt } from '#fakes/trunk-options.ts';
import { silentLog } from '#observe/log.ts';
import { openMedia, type Media } from '#voice/media/media.ts';
import type { TrunkOptions } from '#voice/sip/agent/trunks.ts';
import type { NegotiatedMedia, SrtpPolicy } from '#voice/sip/session/media.ts';
import { answered, openRig, sdp, stillness } from './rig.ts';
import { talk, type Talk } from './talk.ts';

const _80 = 'AES_CM_128_HMAC_SHA1_80';
const _32 = 'AES_CM_128_HMAC_SHA1_32';
let media: Media;

beforeAll(async () => {
  media = await openMedia({
    host: '127.0.0.1',
    portRange: { from: 28_200, to: 28_239 },
    quarantineMs: 0,
    log: silentLog(),
    statsEveryMs: 50,
  });
});
afterAll(() => media.close());

const trunk = (srtp: SrtpPolicy): { trunks: readonly TrunkOptions[] } => ({
  trunks: [trunkAt('127.0.0.1/32', { srtp })],
});
const freshKey = (): Buffer => randomBytes(30);
const crypto = (key: Buffer, suite = _80, tag = 1): string =>
  `a=crypto:${tag} ${suite} inline:${key.toString('base64')}|2^31\n`;
/** Tag, suite and key of the only crypto line of a description of ours. */
const ours = (text: string): { tag: string; suite: string; key: Buffer } => {
  const lines = [...bodyOf(text).matchAll(/^a=crypto:(\d+) (\w+) inline:(\S+)\r?$/gm)];
  expect(lines).toHaveLength(1);
  const [, tag = '', suite = '', key = ''] = lines[0] ?? [];
  return { tag, suite, key: Buffer.from(key, 'base64') };
};

interface Sealed extends Talk {
  readonly line: SrtpLine;
  readonly key: Buffer;
}

/** A call over SRTP whose far end offers this suite. */
const sealed = async (suite = _80, more = ''): Promise<Sealed> => {
  const key = freshKey();
  const offer = (port: number): string =>
    sdp({
      port,
      profile: 'RTP/SAVP',
      more: `${crypto(freshKey(), 'F8_128_HMAC_SHA1_80', 1)}${crypto(key, suite, 2)}${more}`,
    });
  const call = await talk(media, offer, trunk('required'));
  const line = new SrtpLine(suite, key, ours(call.ok).key);
  call.rtp.wire = line;
  call.rtp.packets.length = 0;
  call.rtp.unreadable = 0;
  return { ...call, line, key };
};
/** Both sides hear each other from now on, and our packets are all readable. */
const heardBothWays = async ({ rtp, heard }: Talk): Promise<void> => {
  const [loud, came] = [heard.loud, rtp.packets.length];
  await rtp.stream(15);
  await expect.poll(() => heard.loud - loud).toBeGreaterThan(8);
  expect(rtp.packets.length - came).toBeGreaterThan(8);
};

test.each([_80, _32])(
  'SRTP SDES: %s both ways, answered under the tag of the first line we speak, over the wrap of the sequence number, with keys and reports (RFC 3711 sections 3.3.1, 3.4; RFC 4568 sections 6.2, 7.1)',
  async (suite) => {
    await using call = await sealed(suite);
    const { ok, rtp, digits } = call;
    expect(bodyOf(ok)).toMatch(/m=audio \d+ RTP\/SAVP 0 101\r/);
    expect(ours(ok)).toMatchObject({ tag: '2', suite });
    // The far end's sequence number begins five before its wrap.
    await heardBothWays(call);
    expect(rtp.unreadable).toBe(0);
    expect(new Set(rtp.packets.map(({ payloadType }) => payloadType))).toEqual(new Set([0]));
    await rtp.key(5, { payloadType: 101 });
    await expect.poll(() => digits.join('')).toBe('5');
    await expect.poll(() => rtp.reports.length, { timeout: 8_000 }).toBeGreaterThan(0);
    expect([rtp.unreadable, call.stats()?.srtp]).toEqual([0, { suite, unauthenticated: 0, replayed: 0 }]);
  },
  20_000,
);

test('SRTP SDES: what is forged, clear or replayed is dropped in silence, and who has no key is not followed (RFC 3711 sections 3.3.2, 4.2)', async () => {
  await using call = await sealed();
  const { leg, rtp } = call;
  await heardBothWays(call);
  await using stranger = await RtpPeer.open();
  stranger.target = { address: leg.host, port: leg.port };
  await stranger.stream(5, { ssrc: 9 });
  stranger.wire = new SrtpLine(_80, freshKey(), freshKey());
  await stranger.stream(5, { ssrc: 9 });
  await expect.poll(() => call.stats()?.srtp?.unauthenticated).toBe(10);
  // What the far end has sent, caught on its way and sent again from elsewhere.
  await using catcher = await RtpPeer.open();
  catcher.target = { address: leg.host, port: leg.port };
  catcher.wire = new SrtpLine(_80, call.key, ours(call.ok).key);
  await catcher.stream(15);
  await expect.poll(() => call.stats()?.srtp?.replayed).toBe(15);
  await rtp.stream(5);
  expect([stranger.packets, catcher.packets]).toEqual([[], []]);
  expect([rtp.unreadable, call.stats()?.srtp?.unauthenticated]).toEqual([0, 10]);
});

test('SRTP SDES: hold and resume by either side keep keys and counters (RFC 4568 section 7.1.4)', async () => {
  await using call = await sealed();
  const { rig, tag, callId, key, rtp, ok } = call;
  const offer = (version: number, more: string): string =>
    sdp({ port: rtp.port, profile: 'RTP/SAVP', version, more: crypto(key, _80, 2) + more });
  await heardBothWays(call);
  for (const [seq, more] of [
    [2, 'a=sendonly\n'],
    [3, ''],
  ] as const) {
    rig.peer.send(rig.peer.request('INVITE', { callId, tag, seq, body: offer(seq, more) }));
    const again = await rig.peer.next(new RegExp(`^SIP/2\\.0 200[^]*CSeq: ${seq} INVITE`));
    rig.peer.send(rig.peer.request('ACK', { callId, tag, seq }));
    expect(ours(again)).toEqual(ours(ok));
  }
  for (const direction of ['sendonly', 'sendrecv'] as const) {
    const held = rig.calls[0]?.offerMedia(direction);
    const invite = await rig.peer.next(/^INVITE /);
    expect(bodyOf(invite)).toContain('RTP/SAVP');
    expect(ours(invite)).toEqual(ours(ok));
    const answer = offer(9, direction === 'sendonly' ? 'a=recvonly\n' : '');
    rig.peer.send(rig.peer.response(invite, '200 OK', { tag: 'hers', body: answer }));
    expect(await held).toMatchObject({ direction });
  }
  await heardBothWays(call);
  expect([rtp.unreadable, call.stats()?.srtp?.unauthenticated]).toEqual([0, 0]);
});

test.each([
  ['whose counter goes on', false],
  ['whose counter begins again', true],
])(
  'SRTP SDES: a re-INVITE with another key, %s: both sides go over, packets under way are still read (RFC 4568 section 7.1.4, RFC 3711 section 3.3.1)',
  async (_, forgets) => {
    await using call = await sealed();
    const { rig, tag, callId, rtp, line, ok } = call;
    await heardBothWays(call);
    const key = freshKey();
    const body = sdp({ port: rtp.port, profile: 'RTP/SAVP', version: 2, more: crypto(key) });
    rig.peer.send(rig.peer.request('INVITE', { callId, tag, seq: 2, body }));
    const again = await rig.peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 INVITE/);
    rig.peer.send(rig.peer.request('ACK', { callId, tag, seq: 2 }));
    expect(ours(again).key).not.toEqual(ours(ok).key);
    // Under the old key still, as from a far end that is slow to change.
    const loud = call.heard.loud;
    await rtp.stream(8);
    await expect.poll(() => call.heard.loud - loud).toBeGreaterThan(4);
    line.rekey(key, ours(again).key, forgets);
    rtp.unreadable = 0;
    await heardBothWays(call);
    expect([rtp.unreadable, call.stats()?.srtp?.unauthenticated]).toEqual([0, 0]);
  },
);

test('SRTP SDES: another stream (SSRC) in mid-call is opened from its own beginning (RFC 3711 section 3.2.3)', async () => {
  await using call = await sealed();
  await heardBothWays(call);
  call.line.rekey(call.key, ours(call.ok).key, true);
  const loud = call.heard.loud;
  await call.rtp.stream(15, { ssrc: 0x42 });
  await expect.poll(() => call.heard.loud - loud).toBeGreaterThan(8);
});

test('SRTP SDES: where it is only offered, a re-INVITE may lead to the clear and back (RFC 4568 section 7.1.4)', async () => {
  const key = freshKey();
  await using call = await talk(
    media,
    (port) => sdp({ port, profile: 'RTP/SAVP', more: crypto(key) }),
    trunk('offered'),
  );
  const { rig, rtp, tag, callId } = call;
  rtp.wire = new SrtpLine(_80, key, ours(call.ok).key);
  await heardBothWays(call);
  const again = async (seq: number, body: string): Promise<string> => {
    rig.peer.send(rig.peer.request('INVITE', { callId, tag, seq, body }));
    const ok = await rig.peer.next(new RegExp(`^SIP/2\\.0 200[^]*CSeq: ${seq} INVITE`));
    rig.peer.send(rig.peer.request('ACK', { callId, tag, seq }));
    return ok;
  };
  expect(bodyOf(await again(2, sdp({ port: rtp.port, version: 2 })))).not.toContain('crypto');
  rtp.wire = null;
  await heardBothWays(call);
  expect(call.stats()?.srtp).toBeNull();
  const back = freshKey();
  const sealedAgain = await again(3, sdp({ port: rtp.port, version: 3, profile: 'RTP/SAVP', more: crypto(back) }));
  rtp.wire = new SrtpLine(_80, back, ours(sealedAgain).key);
  await heardBothWays(call);
  expect(call.stats()?.srtp?.unauthenticated).toBe(0);
});

test('SRTP SDES: required turns the clear away by 488, off turns RTP/SAVP away, offered takes both (RFC 4568 section 7.1.2)', async () => {
  const clear = sdp();
  const secret = freshKey();
  const secure = sdp({ profile: 'RTP/SAVP', more: crypto(secret) });
  await using required = await openRig(trunk('required'));
  required.peer.send(required.peer.request('INVITE', { callId: 'clear', body: clear }));
  expect(headerOf(await required.peer.next(/^SIP\/2\.0 488/), 'Warning')).toContain('SRTP is required');
  await using off = await openRig(trunk('off'));
  off.peer.send(off.peer.request('INVITE', { callId: 'secure', body: secure }));
  const refused = await off.peer.next(/^SIP\/2\.0 488/);
  expect(headerOf(refused, 'Warning')).toContain('SRTP is off');
  expect(refused).not.toContain(secret.toString('base64'));
  await using offered = await openRig(trunk('offered'));
  expect(bodyOf((await answered(offered.peer, 'clear', { body: clear })).ok)).not.toContain('a=crypto');
  expect(ours((await answered(offered.peer, 'secure', { body: secure })).ok).tag).toBe('1');
  expect(ours((await answered(offered.peer, 'best effort', { body: sdp({ more: crypto(secret) }) })).ok).tag).toBe('1');
});

test('SRTP SDES: a call of ours offers both suites, takes the one answered, and ends where the answer has no key (RFC 4568 sections 7.1.1, 7.1.3)', async () => {
  await using rig = await openRig(trunk('required'));
  await using rtp = await RtpPeer.open();
  const leg = await media.openLeg();
  const place = () =>
    rig.agent.call({
      target: `sip:far@${rig.peer.where}`,
      from: '<sip:100@127.0.0.1>',
      trunk: 'main',
      media: { host: leg.host, port: leg.port },
    });
  const call = place();
  const answering = new Promise<NegotiatedMedia>((resolve) => {
    call.onAnswered(resolve);
  });
  const invite = await rig.peer.next(/^INVITE /);
  expect(bodyOf(invite).match(/^a=crypto:\d \w+/gm)).toEqual([`a=crypto:1 ${_80}`, `a=crypto:2 ${_32}`]);
  const theirs = freshKey();
  const body = sdp({ port: rtp.port, profile: 'RTP/SAVP', more: crypto(theirs, _32, 2) });
  rig.peer.send(rig.peer.response(invite, '200 OK', { body }));
  expect((await answering).srtp?.ours.tell()).toBe(/^a=crypto:2 \w+ inline:(\S+)\r$/m.exec(bodyOf(invite))?.[1]);
  await rig.peer.next(/^ACK /);
  call.hangup();
  rig.peer.send(rig.peer.response(await rig.peer.next(/^BYE /), '200 OK'));

  const keyless = place();
  const ended = new Promise((resolve) => {
    keyless.onEnded(resolve);
  });
  rig.peer.send(rig.peer.response(await rig.peer.next(/^INVITE /), '200 OK', { body: sdp({ port: rtp.port }) }));
  await rig.peer.next(/^BYE /);
  expect(await ended).toMatchObject({ by: 'error', reason: expect.stringContaining('SRTP is required') });
  await leg.close();
  await stillness(1);
});
