import { expect, test, vi } from 'vitest';
import { fasterTimers } from '#fakes/faster-timers.ts';
import { bodyOf, headerOf, LinePeer } from '#fakes/line-peer.ts';
import { openRegistrar } from '#fakes/sip-registrar.ts';
import { silentLog } from '#observe/log.ts';
import { completeTrunk } from '#shared/config/trunks.ts';
import { openSipLine } from '#voice/lines/sip.ts';
import type { UserAgent } from '#voice/sip/agent/user-agent.ts';
import type { CallEnd, OutgoingCall } from '#voice/sip/session/call.ts';
import type { NegotiatedMedia } from '#voice/sip/session/media.ts';
import { answered, openRig, sdp, stillness } from './rig.ts';

const MEDIA = { host: '127.0.0.1', port: 20_004 };

const place = (agent: UserAgent, peer: LinePeer): OutgoingCall =>
  agent.call({ target: `sip:far@${peer.where}`, from: '<sip:100@127.0.0.1>', media: MEDIA });

const result = (call: OutgoingCall): Promise<NegotiatedMedia | CallEnd> =>
  new Promise((resolve) => {
    call.onAnswered(resolve);
    call.onEnded(resolve);
  });

test('Invite UAC: each 2xx of a fork is ACKed and the later ones hung up, CANCEL waits for a 1xx, 3xx leads to who may talk to us and nowhere else (RFC 3261 sections 8.1.3.4, 9.1, 13.2.2.4)', async () => {
  await using rig = await openRig();
  const { agent, peer } = rig;
  const forked = place(agent, peer);
  const invite = await peer.next(/^INVITE /);
  peer.send(peer.response(invite, '200 OK', { tag: 'first', body: sdp() }));
  peer.send(peer.response(invite, '200 OK', { tag: 'second', body: sdp() }));
  await peer.next(/^ACK [^]*tag=first/);
  await peer.next(/^ACK [^]*tag=second/);
  const extra = await peer.next(/^BYE /);
  expect(headerOf(extra, 'To')).toContain('tag=second');
  peer.send(peer.response(extra, '200 OK'));
  // A 2xx that comes again is ACKed again.
  peer.send(peer.response(invite, '200 OK', { tag: 'first', body: sdp() }));
  await peer.next(/^ACK [^]*tag=first/);
  expect(agent.liveCalls()).toBe(1);
  forked.hangup();
  peer.send(peer.response(await peer.next(/^BYE /), '200 OK'));

  const cancelled = place(agent, peer);
  const silent = await peer.next(/^INVITE /);
  cancelled.cancel();
  await stillness(150);
  expect(peer.count(/^CANCEL /)).toBe(0);
  peer.send(peer.response(silent, '180 Ringing'));
  const cancel = await peer.next(/^CANCEL /);
  expect(headerOf(cancel, 'Via')).toBe(headerOf(silent, 'Via'));
  peer.send(peer.response(cancel, '200 OK'));
  peer.send(peer.response(silent, '487 Request Terminated'));
  await peer.next(/^ACK /);

  const moved = result(place(agent, peer));
  peer.send(peer.response(await peer.next(/^INVITE /), '302 Moved', { contact: '<sip:elsewhere@192.0.2.1>' }));
  expect(await moved).toMatchObject({ status: 302 });

  await using other = await LinePeer.open(agent.address);
  const followed = place(agent, peer);
  const talking = result(followed);
  const contact = `<sip:far@192.0.2.1>;q=0.9, <sip:far@${other.where}>;q=0.5`;
  peer.send(peer.response(await peer.next(/^INVITE /), '302 Moved', { contact }));
  const there = await other.next(/^INVITE /);
  expect(there.split('\r\n')[0]).toBe(`INVITE sip:far@${other.where} SIP/2.0`);
  other.send(other.response(there, '200 OK', { body: sdp({ port: 4020 }) }));
  expect(await talking).toMatchObject({ remotePort: 4020 });
  followed.hangup();
  other.send(other.response(await other.next(/^BYE /), '200 OK'));
});

test('Early media: an answer in a 183 is heard before the call is answered (RFC 3960, RFC 3262)', async () => {
  await using rig = await openRig();
  const { agent, peer } = rig;
  const call = place(agent, peer);
  const early = new Promise<NegotiatedMedia | null>((resolve) => {
    call.onProgress(({ status, media }) => {
      if (status === 183) resolve(media);
    });
  });
  const invite = await peer.next(/^INVITE /);
  peer.send(
    peer.response(invite, '183 Session Progress', {
      more: 'Require: 100rel\nRSeq: 31\n',
      body: sdp({ port: 4010, formats: '8 101' }),
    }),
  );
  expect(await early).toMatchObject({ codec: 'pcma', remotePort: 4010 });
  const prack = await peer.next(/^PRACK /);
  expect(headerOf(prack, 'RAck')).toBe(`31 ${headerOf(invite, 'CSeq')}`);
  peer.send(peer.response(prack, '200 OK'));
  const talking = result(call);
  peer.send(peer.response(invite, '200 OK', { body: sdp({ port: 4010, formats: '8 101' }) }));
  expect(await talking).toMatchObject({ codec: 'pcma', remotePort: 4010 });
});

test('UPDATE and PRACK: a reliable 180 when the caller requires it, repeated until its PRACK; UPDATE is answered with a new answer (RFC 3262 sections 3 to 5, RFC 3311 section 5)', async () => {
  await using rig = await openRig({ timers: fasterTimers(5) });
  const { peer } = rig;
  const required = { callId: 'required', body: sdp(), more: 'Require: 100rel\n', uri: `sip:ring@${peer.where}` };
  peer.send(peer.request('INVITE', required).replace('To: <sip:100@', 'To: <sip:ring@'));
  const ringing = await peer.next(/^SIP\/2\.0 180/);
  expect(headerOf(ringing, 'Require')).toBe('100rel');
  await expect.poll(() => peer.count(/^SIP\/2\.0 180/)).toBeGreaterThanOrEqual(2);
  const tag = /tag=(\w+)/.exec(headerOf(ringing, 'To'))?.[1] ?? '';
  peer.send(
    peer.request('PRACK', { callId: 'required', tag, seq: 2, more: `RAck: ${headerOf(ringing, 'RSeq')} 1 INVITE\n` }),
  );
  await peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 PRACK/);

  const { tag: live } = await answered(peer, 'updated');
  peer.send(peer.request('UPDATE', { callId: 'updated', tag: live, seq: 2, body: sdp({ version: 2, formats: '8' }) }));
  const updated = await peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 UPDATE/);
  expect(bodyOf(updated)).toMatch(/m=audio \d+ RTP\/AVP 8\r/);
});

test('Session timer: too short is 422 with Min-SE, ours to refresh is refreshed at half, theirs unrefreshed ends in BYE (RFC 4028 sections 6 to 10)', async () => {
  await using rig = await openRig({ timers: fasterTimers(60) });
  const { peer } = rig;
  const asks = (callId: string, more: string): Promise<{ ok: string; tag: string }> =>
    answered(peer, callId, { more: `Supported: timer\n${more}` });
  peer.send(peer.request('INVITE', { callId: 'short', body: sdp(), more: 'Session-Expires: 30\nSupported: timer\n' }));
  expect(headerOf(await peer.next(/^SIP\/2\.0 422/), 'Min-SE')).toBe('90');

  const ours = await asks('ours', 'Session-Expires: 90;refresher=uas\nAllow: INVITE, UPDATE\n');
  expect(headerOf(ours.ok, 'Session-Expires')).toBe('90;refresher=uas');
  // 45 s are 0.75 s here.
  const refresh = await peer.next(/^(UPDATE|INVITE) [^]*Call-ID: ours/, 4_000);
  expect(headerOf(refresh, 'Session-Expires')).toMatch(/^90;refresher=uac/);
  peer.send(peer.response(refresh, '200 OK', { more: 'Session-Expires: 90;refresher=uac\nRequire: timer\n' }));

  const theirs = await asks('theirs', 'Session-Expires: 90;refresher=uac\n');
  expect(headerOf(theirs.ok, 'Session-Expires')).toBe('90;refresher=uac');
  const bye = await peer.next(/^BYE [^]*Call-ID: theirs/, 6_000);
  peer.send(peer.response(bye, '200 OK'));
});

const trunk = (server: string) =>
  completeTrunk({
    name: 'main',
    register: { server, user: 'shop', password_env: 'LINE_TEST_PASSWORD' },
    caller_id: ['from'],
  });

test('Register: 401, refresh before the binding ends, 423, back-off after 503, another address, and taken away at the end (RFC 3261 section 10.2)', async () => {
  vi.stubEnv('LINE_TEST_PASSWORD', 'not a secret');
  const registrar = await openRegistrar({ user: 'shop', password: 'not a secret', minExpires: 900, most: 900 });
  registrar.sees = { address: '127.0.0.1', port: 15_060 };
  const line = await openSipLine(
    'inside',
    { host: '127.0.0.1', port: 0, log: silentLog(), timers: fasterTimers(400) },
    [trunk(registrar.server)],
  );
  const registers = (): string[] => registrar.log.filter((entry) => entry.startsWith('REGISTER'));
  // Asked for 600, told 423, asked again for 900.
  await expect.poll(() => registers().includes('REGISTER 423')).toBe(true);
  await expect.poll(() => [...registrar.bindings.values()]).toEqual([900]);
  const first = [...registrar.bindings.keys()][0];
  await expect
    .poll(() => registers().filter((entry) => entry === 'REGISTER 200').length, { timeout: 8_000 })
    .toBeGreaterThanOrEqual(2);
  registrar.answer = { status: 503, more: 'Retry-After: 40\r\n' };
  await expect.poll(() => registers().at(-1), { timeout: 8_000 }).toBe('REGISTER 503');
  registrar.answer = null;
  registrar.sees = { address: '127.0.0.1', port: 15_061 };
  await expect.poll(() => [...registrar.bindings.keys()].some((uri) => uri !== first), { timeout: 8_000 }).toBe(true);
  await line.close();
  expect(registrar.bindings.size).toBe(0);
  await registrar.close();
});

test.each(['MD5', 'SHA-256'] as const)(
  'Digest: %s with qop auth, a stale nonce, one try with each password (RFC 8760 section 2, RFC 7616)',
  async (algorithm) => {
    vi.stubEnv('LINE_TEST_PASSWORD', 'not a secret');
    const registrar = await openRegistrar({ user: 'shop', password: 'not a secret', algorithm, nonceUses: 1 });
    const options = { host: '127.0.0.1', port: 0, log: silentLog(), timers: fasterTimers(400) };
    const line = await openSipLine('inside', options, [trunk(registrar.server)]);
    await expect
      .poll(() => registrar.log.filter((entry) => entry === 'REGISTER 200').length, { timeout: 8_000 })
      .toBeGreaterThanOrEqual(2);
    expect(
      registrar.requests.some((text) => text.includes(`algorithm=${algorithm}`) && text.includes('qop=auth')),
    ).toBe(true);
    await line.close();
    await registrar.close();

    const refusing = await openRegistrar({ user: 'shop', password: 'another', algorithm });
    const wrong = await openSipLine('inside', { ...options, timers: fasterTimers(1) }, [trunk(refusing.server)]);
    await expect.poll(() => refusing.log.length).toBe(2);
    await stillness(300);
    expect(refusing.log).toEqual(['REGISTER 401', 'REGISTER 401']);
    expect(wrong.states()[0]).toMatchObject({ ok: false });
    await wrong.close();
    await refusing.close();
  },
);

test('NAT: the address that the far end is told, OPTIONS that keep the way open, and rport (RFC 3261 section 18, RFC 5626 section 4.4, RFC 3581)', async () => {
  vi.stubEnv('LINE_TEST_PASSWORD', 'not a secret');
  const registrar = await openRegistrar({ user: 'shop', password: 'not a secret' });
  const line = await openSipLine(
    'inside',
    { host: '127.0.0.1', port: 0, log: silentLog(), timers: fasterTimers(40), advertisedHost: '203.0.113.9' },
    [trunk(registrar.server)],
  );
  await expect
    .poll(() => registrar.log.filter((entry) => entry === 'OPTIONS 200').length, { timeout: 5_000 })
    .toBeGreaterThan(2);
  for (const text of registrar.requests.filter((one) => one.startsWith('REGISTER'))) {
    expect(headerOf(text, 'Via')).toContain('203.0.113.9');
    expect(headerOf(text, 'Via')).toMatch(/;rport/);
  }
  await line.close();
  await registrar.close();

  await using rig = await openRig({ advertisedHost: '203.0.113.9' });
  const { ok } = await answered(rig.peer, 'outside');
  expect(headerOf(ok, 'Contact')).toContain('@203.0.113.9:');
  expect(bodyOf(ok)).toContain('c=IN IP4 203.0.113.9');
});
