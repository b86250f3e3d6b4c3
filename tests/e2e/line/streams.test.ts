import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fasterTimers } from '#fakes/faster-timers.ts';
import { headerOf, tagIn } from '#fakes/line-peer.ts';
import { mutants, runs } from '#fakes/sip-mutants.ts';
import { connectPeer, listenAsPeer } from '#fakes/stream-peer.ts';
import type { CallEnd } from '#voice/sip/session/call.ts';
import { runSipp } from '../sipp/run.ts';
import { answered, openRig, sdp, stillness } from './rig.ts';

const MEDIA = { host: '127.0.0.1', port: 20_000 };

test('Transport: a call over TCP on the connection of the caller, with our Contact by TCP and without timer G (RFC 3261 sections 18.2, 18.3)', async () => {
  await using rig = await openRig({ tcp: true, timers: fasterTimers(5) });
  const { peer, socket } = await connectPeer({ address: '127.0.0.1', port: rig.agent.ports.TCP });
  // Timer J is 0: nothing is left of it.
  peer.send(peer.request('OPTIONS', { callId: 'options' }));
  await peer.next(/^SIP\/2\.0 200/);
  await expect.poll(() => rig.agent.kept().transactions, { timeout: 1_000 }).toBe(0);
  const { ok, tag } = await answered(peer, 'tcp');
  expect(headerOf(ok, 'Contact')).toBe(`<sip:pilot@127.0.0.1:${rig.agent.ports.TCP};transport=tcp>`);
  expect(headerOf(ok, 'Via')).toContain('SIP/2.0/TCP');
  peer.send(peer.request('OPTIONS', { callId: 'tcp', tag, seq: 2 }));
  await peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 OPTIONS/);
  peer.send(peer.request('BYE', { callId: 'tcp', tag, seq: 3 }));
  await peer.next(/^SIP\/2\.0 200[^]*CSeq: 3 BYE/);

  peer.send(
    peer
      .request('INVITE', { callId: 'busy', body: sdp(), uri: `sip:busy@${peer.where}` })
      .replace('To: <sip:100@', 'To: <sip:busy@'),
  );
  await peer.next(/^SIP\/2\.0 486/);
  // Timer G would have sent it again after 100 ms.
  await stillness(400);
  expect(peer.count(/^SIP\/2\.0 486/)).toBe(1);
  socket.destroy();
});

test('Transport: a call of ours over TCP, hung up by us on the same connection; one that breaks, and nobody there, are told at once (RFC 3261 sections 18.1, 8.1.3.1)', async () => {
  await using rig = await openRig({ tcp: true });
  await using host = await listenAsPeer();
  const { address, port } = host.endpoint;
  const place = (target: string) => rig.agent.call({ target, from: '<sip:100@127.0.0.1>', media: MEDIA });
  const call = place(`sip:far@${address}:${port};transport=tcp`);
  const { peer, socket } = await host.peer(0);
  const invite = await peer.next(/^INVITE /);
  expect(headerOf(invite, 'Via')).toContain(`SIP/2.0/TCP 127.0.0.1:${rig.agent.ports.TCP};`);
  expect(headerOf(invite, 'Contact')).toContain(';transport=tcp>');
  const talking = new Promise((resolve) => call.onAnswered(resolve));
  peer.send(peer.response(invite, '200 OK', { body: sdp() }));
  await peer.next(/^ACK /);
  await talking;
  call.hangup();
  peer.send(peer.response(await peer.next(/^BYE /), '200 OK'));
  expect(host.taken).toHaveLength(1);

  const broken = place(`sip:far@${address}:${port};transport=tcp`);
  await peer.next(/^INVITE /);
  socket.destroy();
  expect(await new Promise<CallEnd>((resolve) => broken.onEnded(resolve))).toMatchObject({
    status: 503,
    reason: expect.stringContaining('the far end closed the connection'),
  });

  const nobody = place('sip:far@127.0.0.1:1;transport=tcp');
  const end = await new Promise<CallEnd>((resolve) => nobody.onEnded(resolve));
  expect(end).toEqual({
    by: 'error',
    reason: 'the far end cannot be reached: 127.0.0.1:1: nobody listens there',
    status: 503,
  });
});

test('Transport: a far end that cannot be connected to is told of the end on the connection of its call (RFC 5626 section 5.3, RFC 3261 section 18.2)', async () => {
  await using rig = await openRig({ tcp: true });
  const { peer } = await connectPeer({ address: '127.0.0.1', port: rig.agent.ports.TCP });
  peer.send(peer.request('INVITE', { callId: 'inside', body: sdp(), contact: '<sip:ann@127.0.0.1:1;transport=tcp>' }));
  const tag = tagIn(await peer.next(/^SIP\/2\.0 200/));
  peer.send(peer.request('ACK', { callId: 'inside', tag }));
  rig.calls[0]?.hangup('done');
  const bye = await peer.next(/^BYE sip:ann@127\.0\.0\.1:1;transport=tcp/);
  peer.send(peer.response(bye, '200 OK'));
  await expect.poll(() => rig.agent.kept().calls).toBe(0);
  await peer[Symbol.asyncDispose]();

  // The same where we called: our ACK cannot reach the Contact, and goes over the connection when the 200 comes again.
  await using host = await listenAsPeer();
  const target = `sip:far@127.0.0.1:${host.endpoint.port};transport=tcp`;
  const call = rig.agent.call({ target, from: '<sip:100@127.0.0.1>', media: MEDIA });
  const { peer: far } = await host.peer(0);
  const ok = far.response(await far.next(/^INVITE /), '200 OK', { body: sdp() });
  const again = ok.replace(/^Contact: .*$/m, 'Contact: <sip:far@127.0.0.1:2;transport=tcp>');
  far.send(again);
  await stillness(100);
  far.send(again);
  await far.next(/^ACK sip:far@127\.0\.0\.1:2/);
  call.hangup();
  far.send(far.response(await far.next(/^BYE sip:far@127\.0\.0\.1:2/), '200 OK'));
  await expect.poll(() => rig.agent.kept().calls).toBe(0);
});

test('Transport: a request longer than 1300 bytes goes by TCP, and by UDP where nobody listens for it (RFC 3261 section 18.1.1)', async () => {
  await using rig = await openRig();
  const fields = { 'x-long': 'a'.repeat(1_300) };
  const place = (target: string) => rig.agent.call({ target, from: '<sip:100@127.0.0.1>', media: MEDIA, fields });
  const both = rig.peer;
  await using host = await listenAsPeer({ port: both.endpoint.port });
  place(`sip:far@${both.where}`).onEnded(() => {});
  const { peer } = await host.peer(0);
  const invite = await peer.next(/^INVITE /);
  expect(headerOf(invite, 'Via')).toContain('SIP/2.0/TCP');
  peer.send(peer.response(invite, '486 Busy Here'));
  await peer.next(/^ACK /);
  expect(both.count(/^INVITE /)).toBe(0);

  await using other = await openRig();
  const late = other.agent.call({
    target: `sip:far@${other.peer.where}`,
    from: '<sip:1@127.0.0.1>',
    media: MEDIA,
    fields,
  });
  const plain = await other.peer.next(/^INVITE /);
  expect(headerOf(plain, 'Via')).toContain('SIP/2.0/UDP');
  expect(plain.length).toBeGreaterThan(1_300);
  other.peer.send(other.peer.response(plain, '486 Busy Here'));
  expect(await new Promise<CallEnd>((resolve) => late.onEnded(resolve))).toMatchObject({ status: 486 });
});

test('Transport: what has no end is answered 400 and cut off; a stranger gets not a byte (RFC 3261 section 18.3)', async () => {
  await using rig = await openRig({ tcp: true, allowed: ['127.0.0.1'] });
  const target = { address: '127.0.0.1', port: rig.agent.ports.TCP };
  const one = await connectPeer(target);
  one.peer.send(one.peer.request('OPTIONS').replace(/^Content-Length:.*\r\n/m, ''));
  expect(await one.peer.next(/^SIP\/2\.0 400/)).toContain('no Content-Length on a stream');
  await one.closed;
  const stranger = await connectPeer(target, { host: '127.0.0.2' });
  stranger.peer.send(stranger.peer.request('OPTIONS'));
  await stranger.closed;
  expect(stranger.peer.inbox).toEqual([]);
});

test('Transport: mutants of the messages of RFC 4475, ten on a connection, harm neither the agent nor a call beside them (RFC 3261 section 18.3)', async () => {
  await using rig = await openRig({ tcp: true, timers: fasterTimers(20) });
  const target = { address: '127.0.0.1', port: rig.agent.ports.TCP };
  const { peer, socket } = await connectPeer(target);
  const { tag } = await answered(peer, 'beside');
  rig.agent.onIncoming((call) => call.reject(486));
  const junk = fc.sample(mutants, runs(600));
  for (let at = 0; at < junk.length; at += 10) {
    const one = await connectPeer(target);
    one.socket.end(Buffer.concat(junk.slice(at, at + 10)));
    await one.closed;
  }
  expect(rig.agent.counters).toMatchObject({ failed: 0 });
  expect(rig.agent.counters.malformed).toBeGreaterThan(30);
  peer.send(peer.request('OPTIONS', { callId: 'beside', tag, seq: 2 }));
  await peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 OPTIONS/);
  expect(rig.agent.liveCalls()).toBe(1);
  rig.calls[0]?.hangup();
  peer.send(peer.response(await peer.next(/^BYE /), '200 OK'));
  await expect.poll(() => rig.agent.kept(), { timeout: 5_000 }).toEqual({ calls: 0, transactions: 0 });
  socket.destroy();
}, 40_000);

test.each(['t1', 'tn'] as const)(
  'Transport: sipp makes 40 calls over TCP (%s), and is hung up on in five (RFC 3261 section 18)',
  async (over) => {
    await using rig = await openRig({ tcp: true, maxCalls: 60 });
    const target = `127.0.0.1:${rig.agent.ports.TCP}`;
    expect(await runSipp('-uac', target, { calls: 40, rate: 40, over })).toEqual({ code: 0, errors: '' });
    await expect.poll(() => rig.agent.liveCalls()).toBe(0);
    rig.agent.onIncoming((call) => {
      call.onEnded((end) => rig.ends.push(end));
      void call.answer(MEDIA).then(() => call.hangup('done'));
    });
    expect(await runSipp('hung-up-on', target, { service: 'bye', calls: 5, over })).toEqual({ code: 0, errors: '' });
    await expect.poll(() => rig.agent.kept().calls).toBe(0);
  },
  60_000,
);
