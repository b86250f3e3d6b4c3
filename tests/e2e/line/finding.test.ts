import { expect, test, vi } from 'vitest';
import { address, naptr, openDnsServer, srv } from '#fakes/dns-server.ts';
import { fasterTimers } from '#fakes/faster-timers.ts';
import { headerOf, LinePeer } from '#fakes/line-peer.ts';
import { openRegistrar } from '#fakes/sip-registrar.ts';
import { listenAsPeer } from '#fakes/stream-peer.ts';
import { trunkAt } from '#fakes/trunk-options.ts';
import { silentLog } from '#observe/log.ts';
import { completeTrunk } from '#shared/config/trunks.ts';
import { openSipLine } from '#voice/lines/sip.ts';
import type { UserAgent } from '#voice/sip/agent/user-agent.ts';
import type { CallEnd, OutgoingCall } from '#voice/sip/session/call.ts';
import type { NegotiatedMedia } from '#voice/sip/session/media.ts';
import { openRig, sdp } from './rig.ts';

const FROM = '<sip:100@127.0.0.1>';
const MEDIA = { host: '127.0.0.1', port: 20_000 };
const HERE = address('sbc.carrier.example', '127.0.0.1');

const place = (agent: UserAgent, more = ''): OutgoingCall =>
  agent.call({ target: `sip:far@carrier.example${more}`, from: FROM, media: MEDIA });
const result = (call: OutgoingCall): Promise<NegotiatedMedia | CallEnd> =>
  new Promise((resolve) => {
    call.onAnswered(resolve);
    call.onEnded(resolve);
  });
const byUdp = (port: number, priority: number) =>
  srv('_sip._udp.carrier.example', port, 'sbc.carrier.example', { priority });
const byTcp = (port: number, priority: number) =>
  srv('_sip._tcp.carrier.example', port, 'sbc.carrier.example', { priority });

test('DNS: a target that says nothing is left for the next, ACK, CANCEL and BYE stay with the one that answered, and who wakes up late is cancelled (RFC 3263 sections 4.2, 4.3)', async () => {
  await using dns = await openDnsServer();
  await using rig = await openRig({ dns: [dns.where], timers: fasterTimers(20) });
  const target = { address: '127.0.0.1', port: rig.agent.address.port };
  await using second = await LinePeer.open(target);
  const first = rig.peer;
  dns.zone = [
    naptr('carrier.example', 1, 'SIP+D2U', '_sip._udp.carrier.example'),
    byUdp(first.endpoint.port, 1),
    byUdp(second.endpoint.port, 2),
    HERE,
  ];
  const call = place(rig.agent);
  const talking = result(call);
  const silent = await first.next(/^INVITE /);
  const invite = await second.next(/^INVITE /);
  expect(headerOf(invite, 'Call-ID')).toBe(headerOf(silent, 'Call-ID'));
  expect(headerOf(invite, 'CSeq')).toBe(headerOf(silent, 'CSeq'));
  expect(headerOf(invite, 'Via')).not.toBe(headerOf(silent, 'Via'));
  second.send(second.response(invite, '180 Ringing'));
  first.send(first.response(silent, '180 Ringing', { tag: 'late' }));
  const cancel = await first.next(/^CANCEL /);
  expect(headerOf(cancel, 'Via')).toBe(headerOf(silent, 'Via'));
  first.send(first.response(cancel, '200 OK'));
  first.send(first.response(silent, '487 Request Terminated', { tag: 'late' }));
  await first.next(/^ACK /);
  second.send(second.response(invite, '200 OK', { body: sdp(), more: 'Record-Route: <sip:carrier.example;lr>\n' }));
  await second.next(/^ACK /);
  expect(await talking).toMatchObject({ codec: 'pcmu' });
  call.hangup();
  // The route names the domain alone: the one who serves the call goes before its equals.
  second.send(second.response(await second.next(/^BYE /), '200 OK'));
  expect(first.count(/^(BYE|ACK .*sip:peer)/)).toBe(0);

  // What gave no answer is tried last for a while.
  const again = place(rig.agent);
  const ringing = await second.next(/^INVITE /);
  second.send(second.response(ringing, '180 Ringing'));
  again.cancel();
  const given = await second.next(/^CANCEL /);
  expect(headerOf(given, 'Via')).toBe(headerOf(ringing, 'Via'));
  second.send(second.response(given, '200 OK'));
  second.send(second.response(ringing, '487 Request Terminated'));
  await second.next(/^ACK /);
  expect(first.inbox.filter(({ text }) => headerOf(text, 'Call-ID') === headerOf(ringing, 'Call-ID'))).toEqual([]);
});

test('DNS: where nobody listens the next target is tried at once, by another transport if the domain has it (RFC 3263 section 4.3)', async () => {
  await using dns = await openDnsServer();
  await using rig = await openRig({ dns: [dns.where] });
  await using host = await listenAsPeer();
  dns.zone = [
    naptr('carrier.example', 1, 'SIP+D2T', '_sip._tcp.carrier.example'),
    naptr('carrier.example', 2, 'SIP+D2U', '_sip._udp.carrier.example'),
    byTcp(1, 1),
    byUdp(rig.peer.endpoint.port, 1),
    HERE,
  ];
  const started = performance.now();
  const busy = result(place(rig.agent));
  const invite = await rig.peer.next(/^INVITE /);
  expect(headerOf(invite, 'Via')).toContain('SIP/2.0/UDP');
  expect(performance.now() - started).toBeLessThan(2_000);
  rig.peer.send(rig.peer.response(invite, '486 Busy Here'));
  expect(await busy).toMatchObject({ status: 486 });

  const only = result(place(rig.agent, ';transport=tcp'));
  expect(await only).toMatchObject({
    by: 'error',
    status: 503,
    reason: expect.stringContaining('nobody listens there'),
  });
  expect(host.taken).toEqual([]);
});

test('DNS: 503 goes to the next target and rests as long as its Retry-After says (RFC 3263 section 4.3, RFC 3261 section 21.5.4)', async () => {
  await using dns = await openDnsServer();
  let now = 0;
  await using rig = await openRig({ dns: [dns.where], now: () => now });
  const first = rig.peer;
  await using second = await LinePeer.open({ address: '127.0.0.1', port: rig.agent.address.port });
  dns.zone = [byUdp(first.endpoint.port, 1), byUdp(second.endpoint.port, 2), HERE];
  const busyAt = async (peer: LinePeer): Promise<void> => {
    const invite = await peer.next(/^INVITE /);
    peer.send(peer.response(invite, '486 Busy Here'));
    await peer.next(/^ACK /);
  };
  const earlier = place(rig.agent);
  const talking = result(earlier);
  const taken = await first.next(/^INVITE /);
  first.send(first.response(taken, '200 OK', { body: sdp(), more: 'Record-Route: <sip:carrier.example;lr>\n' }));
  await first.next(/^ACK /);
  expect(await talking).toMatchObject({ codec: 'pcmu' });
  const one = result(place(rig.agent));
  const refused = await first.next(/^INVITE /);
  first.send(first.response(refused, '503 Service Unavailable', { more: 'Retry-After: 60 (maintenance)\n' }));
  await first.next(/^ACK /);
  await busyAt(second);
  expect(await one).toMatchObject({ status: 486 });
  // Too busy for new calls is not too busy for the end of an old one.
  earlier.hangup();
  first.send(first.response(await first.next(/^BYE /), '200 OK'));

  now = 59_000;
  const two = result(place(rig.agent));
  await busyAt(second);
  expect(await two).toMatchObject({ status: 486 });
  now = 61_000;
  const three = result(place(rig.agent));
  await busyAt(first);
  expect(await three).toMatchObject({ status: 486 });

  // When the last says 503 too, that is the answer.
  const four = result(place(rig.agent));
  for (const peer of [first, second]) {
    const invite = await peer.next(/^INVITE /);
    peer.send(peer.response(invite, '503 Service Unavailable'));
    await peer.next(/^ACK /);
  }
  expect(await four).toMatchObject({ by: 'remote', status: 503 });
});

test('DNS: a trunk registers with the next registrar of its domain, and every address of the domain may ring (RFC 3263 section 4)', async () => {
  vi.stubEnv('LINE_TEST_PASSWORD', 'not a secret');
  await using dns = await openDnsServer();
  const registrar = await openRegistrar({ user: 'shop', password: 'not a secret', host: '127.0.0.31' });
  await using silent = await LinePeer.open({ address: '127.0.0.1', port: 9 }, '127.0.0.32');
  dns.zone = [
    byUdp(silent.endpoint.port, 1),
    srv('_sip._udp.carrier.example', registrar.endpoint.port, 'other.carrier.example', { priority: 2 }),
    address('sbc.carrier.example', '127.0.0.32'),
    address('other.carrier.example', '127.0.0.31'),
  ];
  const line = await openSipLine(
    'inside',
    {
      host: '127.0.0.1',
      port: 0,
      allowed: ['192.0.2.1'],
      dns: [dns.where],
      timers: fasterTimers(20),
      log: silentLog(),
    },
    [
      completeTrunk({
        name: 'main',
        register: { server: 'carrier.example', user: 'shop', password_env: 'LINE_TEST_PASSWORD' },
      }),
    ],
  );
  vi.unstubAllEnvs();
  try {
    await expect.poll(() => line.states()[0]?.detail, { timeout: 5_000 }).toMatch(/^registered since/);
    expect(silent.count(/^REGISTER /)).toBeGreaterThan(1);
    for (const [host, answers] of [
      ['127.0.0.32', true],
      ['127.0.0.31', true],
      ['127.0.0.33', false],
    ] as const) {
      await using caller = await LinePeer.open({ address: '127.0.0.1', port: line.agent.address.port }, host);
      caller.send(caller.request('OPTIONS', { callId: host }));
      const heard = await caller.next(/^SIP\/2\.0 200/, answers ? 5_000 : 200).catch(() => null);
      expect(heard !== null, host).toBe(answers);
    }
  } finally {
    await line.close();
    await registrar.close();
  }
});

test('DNS: with auto a trunk registers by what its domain prefers, and its Contact says so (RFC 3263 section 4.1)', async () => {
  vi.stubEnv('LINE_TEST_PASSWORD', 'not a secret');
  await using dns = await openDnsServer();
  const registrar = await openRegistrar({ user: 'shop', password: 'not a secret', over: 'TCP' });
  dns.zone = [
    naptr('carrier.example', 1, 'SIP+D2T', '_sip._tcp.carrier.example'),
    naptr('carrier.example', 2, 'SIP+D2U', '_sip._udp.carrier.example'),
    byTcp(registrar.endpoint.port, 1),
    byUdp(9, 1),
    HERE,
  ];
  const register = { server: 'carrier.example', user: 'shop', password_env: 'LINE_TEST_PASSWORD' };
  const line = await openSipLine(
    'inside',
    { host: '127.0.0.1', port: 0, dns: [dns.where], tcp: true, log: silentLog() },
    [completeTrunk({ name: 'main', register, transport: 'auto' })],
  );
  vi.unstubAllEnvs();
  try {
    await expect.poll(() => line.states()[0]?.detail, { timeout: 5_000 }).toMatch(/^registered since/);
    expect([...registrar.bindings.keys()]).toEqual([`sip:shop@127.0.0.1:${line.agent.ports.TCP};transport=tcp`]);
  } finally {
    await line.close();
    await registrar.close();
  }
});

test('DNS: a trunk is reached as its setting says, or with auto as its domain prefers (RFC 3263 section 4.1)', async () => {
  await using dns = await openDnsServer();
  await using host = await listenAsPeer();
  const trunk = { server: 'carrier.example', keepAlive: false };
  await using rig = await openRig({
    dns: [dns.where],
    trunks: [
      trunkAt('127.0.0.41', { ...trunk, name: 'udp' }),
      trunkAt('127.0.0.42', { ...trunk, name: 'auto', protocol: null }),
    ],
  });
  dns.zone = [
    naptr('carrier.example', 1, 'SIP+D2T', '_sip._tcp.carrier.example'),
    byTcp(host.endpoint.port, 1),
    byUdp(rig.peer.endpoint.port, 1),
    HERE,
  ];
  for (const name of ['udp', 'auto']) {
    const call = rig.agent.call({ target: 'sip:far@carrier.example', from: FROM, media: MEDIA, trunk: name });
    const ended = result(call);
    const peer = name === 'udp' ? rig.peer : (await host.peer(0)).peer;
    const invite = await peer.next(/^INVITE /);
    peer.send(peer.response(invite, '486 Busy Here'));
    expect(await ended).toMatchObject({ status: 486 });
  }
});
