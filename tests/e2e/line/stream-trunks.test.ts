import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openAuthority } from '#fakes/certificates.ts';
import { fasterTimers } from '#fakes/faster-timers.ts';
import { headerOf, LinePeer } from '#fakes/line-peer.ts';
import { openRegistrar, type FakeRegistrar, type RegistrarOptions } from '#fakes/sip-registrar.ts';
import { connectPeer } from '#fakes/stream-peer.ts';
import { silentLog } from '#observe/log.ts';
import { completeTrunk, type TrunkFile } from '#shared/config/trunks.ts';
import { openSipLine, type SipLine } from '#voice/lines/sip.ts';
import type { UserAgentOptions } from '#voice/sip/agent/user-agent.ts';
import type { IncomingCall } from '#voice/sip/session/call.ts';
import { sdp } from './rig.ts';

const ACCOUNT = { user: 'shop', password: 'not a secret' };
const NOBODY = ['192.0.2.1'];

let registrar: FakeRegistrar;
let line: SipLine;
let rung: string[];

beforeEach(() => vi.stubEnv('LINE_TEST_PASSWORD', ACCOUNT.password));
afterEach(async () => {
  vi.unstubAllEnvs();
  await line.close();
  await registrar.close();
});

/** A line on one trunk at the fake registrar, which alone may speak to us. */
const open = async (
  at: Partial<RegistrarOptions>,
  trunk: Omit<TrunkFile, 'name'>,
  options: Partial<UserAgentOptions> = {},
): Promise<void> => {
  registrar = await openRegistrar({ ...ACCOUNT, ...at });
  const register = { server: registrar.server, user: 'shop', password_env: 'LINE_TEST_PASSWORD' };
  const own = trunk.server === undefined ? { register } : { server: registrar.server };
  line = await openSipLine('inside', { host: '127.0.0.1', port: 0, allowed: NOBODY, log: silentLog(), ...options }, [
    completeTrunk({ name: 'main', ...trunk, ...own }),
  ]);
  rung = [];
  line.onCall((call) => {
    rung.push(`${call.trunk} ${call.to.user}`);
    call.reject(486);
  });
};
const registered = (): Promise<void> =>
  vi.waitFor(() => expect(line.states()[0]?.detail).toMatch(/^registered since/), { timeout: 5_000 });
const invite = (protocol: string, callId: string, offer = sdp()): string => {
  const body = offer.replaceAll('\n', '\r\n');
  return `INVITE ${[...registrar.bindings.keys()][0] ?? 'sip:shop@127.0.0.1'} SIP/2.0
Via: SIP/2.0/${protocol} ${registrar.server};branch=z9hG4bK${callId};rport
From: <sip:9375550142@carrier.example>;tag=hers
To: <sip:+19375550100@carrier.example>
Call-ID: ${callId}
CSeq: 1 INVITE
Contact: <sip:sbc@${registrar.server};transport=${protocol.toLowerCase()}>
Content-Type: application/sdp
Content-Length: ${Buffer.byteLength(body)}

${body}`;
};

test('NAT: a trunk over TCP registers, is rung on its own connection, and registers anew when that breaks (RFC 5626 section 4.2, RFC 3261 section 18.2)', async () => {
  await open({ over: 'TCP' }, { transport: 'tcp' });
  await registered();
  const [contact = ''] = registrar.bindings.keys();
  // Nobody can connect to us: the Contact is our end of the connection, as the registrar sees it.
  expect(contact).toMatch(/^sip:shop@127\.0\.0\.1:\d+;transport=tcp$/);
  expect(contact).not.toContain(`:${line.agent.address.port};`);
  expect(registrar.connections()).toBe(1);
  expect(await registrar.exchange(invite('TCP', 'own'), registrar.endpoint)).toMatch(/^SIP\/2\.0 100/);
  await vi.waitFor(() => expect(rung).toEqual(['main +19375550100']));
  registrar.hangUp();
  await vi.waitFor(() => expect([...registrar.bindings.keys()]).not.toContain(contact), { timeout: 5_000 });
  expect(registrar.connections()).toBe(2);
  expect(registrar.bindings.size).toBe(1);
});

test('NAT: where we listen for TCP the Contact names that port, and an address of the trunk is told as it is set (RFC 3261 section 10.2.1)', async () => {
  await open({ over: 'TCP' }, { transport: 'tcp' }, { tcp: true });
  await registered();
  const { TCP } = line.agent.ports;
  expect([...registrar.bindings.keys()]).toEqual([`sip:shop@127.0.0.1:${TCP};transport=tcp`]);
  await line.close();
  await registrar.close();
  await open({ over: 'TCP' }, { transport: 'tcp', advertise: '198.51.100.7' }, { tcp: true });
  await registered();
  expect([...registrar.bindings.keys()]).toEqual([`sip:shop@198.51.100.7:${line.agent.ports.TCP};transport=tcp`]);
  expect(headerOf(registrar.requests.at(-1) ?? '', 'Via')).toContain(`TCP 198.51.100.7:${line.agent.ports.TCP};`);
  const heard = registrar.exchange('\r\n', registrar.endpoint);
  const media = { host: '127.0.0.1', port: 20_000 };
  line.agent.call({ target: `sip:2@${registrar.server}`, from: 'sip:shop@carrier.example', media, trunk: 'main' });
  const invited = await heard;
  expect(invited).toContain('c=IN IP4 198.51.100.7');
  expect(headerOf(invited, 'Contact')).toContain('@198.51.100.7:');
});

test("TLS: a trunk registers with the carrier's own authority and name, is rung by TLS, and by nothing else (RFC 3261 section 26.3, RFC 5922)", async () => {
  await using authority = await openAuthority();
  const { cert, key } = await authority.issue('carrier', ['DNS:carrier.example']);
  const tls = { ca: authority.caFile, server_name: 'carrier.example' };
  await open({ over: { tls: { cert, key } } }, { transport: 'tls', tls });
  await registered();
  expect([...registrar.bindings.keys()][0]).toMatch(/;transport=tls$/);
  expect(await registrar.exchange(invite('TLS', 'sealed'), registrar.endpoint)).toMatch(/^SIP\/2\.0 100/);
  await vi.waitFor(() => expect(rung).toEqual(['main +19375550100']));
  // The same machine in the clear may be anyone who has its address.
  await using clear = await LinePeer.open(line.agent.address, '127.0.0.1');
  clear.send(clear.request('OPTIONS'));
  await vi.waitFor(() => expect(line.agent.counters.foreign).toBe(1));
  expect(clear.inbox).toEqual([]);
});

test('SRTP SDES and TLS: by TLS keys are taken and offered unless the trunk says otherwise (RFC 4568 sections 7.1, 8)', async () => {
  await using authority = await openAuthority();
  const { cert, key } = await authority.issue('carrier', ['DNS:carrier.example']);
  const tls = { ca: authority.caFile, server_name: 'carrier.example' };
  await open({ over: { tls: { cert, key } } }, { transport: 'tls', tls });
  await registered();
  const theirs = `a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:${randomBytes(30).toString('base64')}\n`;
  const incoming = new Promise<IncomingCall>((resolve) => {
    line.agent.onIncoming(resolve);
  });
  const trying = registrar.exchange(
    invite('TLS', 'keys', sdp({ profile: 'RTP/SAVP', more: theirs })),
    registrar.endpoint,
  );
  const call = await incoming;
  expect(await trying).toMatch(/^SIP\/2\.0 100/);
  const answer = registrar.exchange('\r\n\r\n', registrar.endpoint);
  const agreed = await call.answer({ host: '127.0.0.1', port: 20_000 });
  expect(await answer).toMatch(/m=audio 20000 RTP\/SAVP 0 101\r\n[^]*a=crypto:4 AES_CM_128_HMAC_SHA1_80 inline:/);
  expect(agreed.srtp).not.toBeNull();

  const ours = registrar.exchange('\r\n\r\n', registrar.endpoint);
  const target = `sip:far@${registrar.server};transport=tls`;
  line.agent.call({
    target,
    from: 'sip:shop@carrier.example',
    trunk: 'main',
    media: { host: '127.0.0.1', port: 20_002 },
  });
  expect(await ours).toMatch(/m=audio 20002 RTP\/AVP 0 8 101\r\n[^]*a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:/);
});

test('TLS: a certificate that is not the one of the carrier is told in the state of the trunk', async () => {
  await using authority = await openAuthority();
  const { cert, key } = await authority.issue('other', ['DNS:other.example']);
  await open({ over: { tls: { cert, key } } }, { transport: 'tls', tls: { ca: authority.caFile } });
  await vi.waitFor(() => expect(line.states()[0]?.detail).toContain('made out to another name'), { timeout: 5_000 });
  expect(line.states()[0]).toMatchObject({ ok: false, detail: expect.stringContaining('next try') });
});

test('OPTIONS: a trunk without registration is asked whether it is there, and its health follows (RFC 3261 section 11)', async () => {
  await open({}, { server: 'set by open' }, { timers: fasterTimers(100) });
  await vi.waitFor(() =>
    expect(line.states()[0]).toMatchObject({ ok: true, detail: expect.stringMatching(/^answers/) }),
  );
  expect(await registrar.exchange(invite('UDP', 'plain'), line.agent.address)).toMatch(/^SIP\/2\.0 100/);
  expect(registrar.log.every((entry) => entry === 'OPTIONS 200')).toBe(true);
  const { port } = registrar.endpoint;
  await registrar.close();
  await expect.poll(() => line.states()[0]?.detail, { timeout: 5_000 }).toMatch(/^does not answer since/);
  registrar = await openRegistrar({ ...ACCOUNT, port });
  await expect.poll(() => line.states()[0]?.detail, { timeout: 5_000 }).toMatch(/^answers since/);
});

test('NAT: pings on our connection, and OPTIONS beside them (RFC 5626 section 4.4.1)', async () => {
  await open({ over: 'TCP' }, { transport: 'tcp' }, { timers: fasterTimers(100) });
  await registered();
  await expect
    .poll(() => registrar.log.filter((entry) => entry === 'OPTIONS 200').length, { timeout: 5_000 })
    .toBeGreaterThan(1);
  expect(registrar.pings()).toBeGreaterThan(1);
  expect(registrar.connections()).toBe(1);
  const stranger = connectPeer({ address: '127.0.0.1', port: line.agent.ports.TCP });
  await expect(stranger).rejects.toThrow('ECONNREFUSED');
});
