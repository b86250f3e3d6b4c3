import { openRegistrar, type FakeRegistrar } from '#fakes/sip-registrar.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { completeTrunk, type TrunkConfig } from '#shared/config/trunks.ts';
import { silentLog } from '#observe/log.ts';
import type { SipLineCall } from './sip-call.ts';
import { openSipLine, type SipLine } from './sip.ts';
import { trunkOptions } from './trunks.ts';

const HERE = { host: '127.0.0.1', port: 20_000 };
const MUTE = 'nothing came';
let carrier: FakeRegistrar;
let other: FakeRegistrar;
let line: SipLine;
let calls: { call: SipLineCall; name: string }[];

const trunk = (name: string, registrar: FakeRegistrar | null, more: Partial<TrunkConfig> = {}): TrunkConfig => ({
  ...completeTrunk({
    name,
    ...(registrar && {
      register: { server: registrar.server, user: name, password_env: `PILOT_TEST_${name.toUpperCase()}` },
    }),
  }),
  ...more,
});
const open = async (...trunks: TrunkConfig[]): Promise<void> => {
  // Nobody but the trunks may speak.
  line = await openSipLine('inside', { host: '127.0.0.1', port: 0, allowed: ['192.0.2.1'], log: silentLog() }, trunks);
  line.onCall((call) => calls.push({ call, name: line.nameOf(call) }));
};
const registered = (count: number): Promise<void> =>
  vi.waitFor(() => expect(line.states().filter(({ detail }) => detail.startsWith('registered'))).toHaveLength(count));

let branch = 0;
const SDP = `v=0\no=- 1 1 IN IP4 127.0.0.2\ns=-\nc=IN IP4 127.0.0.2\nt=0 0\nm=audio 4000 RTP/AVP 0 8\n`;
const invite = (uri: string, more = '', sdp = SDP): string => `INVITE ${uri} SIP/2.0
Via: SIP/2.0/UDP 127.0.0.9:5999;branch=z9hG4bKt${++branch};rport
Max-Forwards: 70
From: "Ann" <sip:anonymous@anonymous.invalid>;tag=hers
To: <sip:+15550142@carrier.example>
Call-ID: trunk-${branch}
CSeq: 1 INVITE
Contact: <sip:ann@127.0.0.9:5999>
${more}Content-Type: application/sdp
Content-Length: ${Buffer.byteLength(sdp.replaceAll('\n', '\r\n'))}

${sdp}`;
const ring = async (from: FakeRegistrar, text: string): Promise<string> => {
  const late = new Promise<string>((resolve) => void setTimeout(resolve, 150, MUTE));
  return Promise.race([from.exchange(text, { address: '127.0.0.1', port: line.agent.address.port }), late]);
};

beforeEach(async () => {
  calls = [];
  vi.stubEnv('PILOT_TEST_MAIN', 'not a secret');
  vi.stubEnv('PILOT_TEST_SPARE', 'another');
  carrier = await openRegistrar({ user: 'main', password: 'not a secret', host: '127.0.0.11' });
  other = await openRegistrar({ user: 'spare', password: 'another', host: '127.0.0.12', algorithm: 'SHA-256' });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const { call } of calls) call.reject(480);
  await line.close();
  await Promise.all([carrier.close(), other.close()]);
});

test('two trunks register, take calls, and take themselves away at the end', async () => {
  await open(trunk('main', carrier), trunk('spare', other));
  await registered(2);
  expect(line.states()).toMatchObject([
    { name: 'trunk main', ok: true, fix: null },
    { name: 'trunk spare', ok: true },
  ]);
  const [contact = ''] = carrier.bindings.keys();
  expect(await ring(carrier, invite(contact, 'P-Asserted-Identity: <tel:+15551230000>\n'))).toMatch(/^SIP\/2\.0 100/);
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  expect(calls[0]).toMatchObject({
    name: 'main',
    call: { trunk: 'main', from: { user: '+15551230000' }, to: { user: '+15550142' } },
  });
  calls[0]?.call.reject(486);
  await line.close();
  expect([carrier.bindings.size, other.bindings.size]).toEqual([0, 0]);
  expect(line.states()).toMatchObject([{ ok: false }, { ok: false }]);
});

test('the number rung chooses the line; a number withheld stays withheld', async () => {
  await open(trunk('main', carrier, { numbers: { '(555) 555-0142': 'plumbing', '+15555550199': 'heating' } }));
  await registered(1);
  const hidden = 'P-Asserted-Identity: <sip:+15551230000@carrier.example>\nPrivacy: id\n';
  await ring(carrier, invite('sip:+15555550142@127.0.0.1', hidden));
  await ring(
    carrier,
    invite('sip:15555550199@127.0.0.1', 'Remote-Party-ID: "Ann" <sip:5551230000@carrier.example>;privacy=off\n'),
  );
  await ring(carrier, invite('sip:5555550177@127.0.0.1'));
  await vi.waitFor(() => expect(calls).toHaveLength(3));
  expect(calls.map(({ name, call }) => [name, call.from.user])).toEqual([
    ['plumbing', ''],
    ['heating', '+15551230000'],
    ['main', ''],
  ]);
});

test('anyone else is left without an answer', async () => {
  await open(trunk('main', carrier));
  await registered(1);
  expect(await ring(other, invite('sip:main@127.0.0.1'))).toBe(MUTE);
  expect(await ring(other, invite('sip:main@127.0.0.1').replaceAll('INVITE', 'BYE'))).toBe(MUTE);
  expect(calls).toEqual([]);
  expect(line.agent.counters.foreign).toBe(2);
});

test('a trunk known by its addresses needs no registration; its limit is its own', async () => {
  await open(trunk('main', null, { hosts: ['127.0.0.8/29'], maxCalls: 1, codecs: ['pcma'] }), trunk('spare', other));
  await registered(1);
  expect(line.states()[0]).toEqual({ name: 'trunk main', ok: true, detail: 'known by its addresses', fix: null });
  const pcmu = SDP.replace('RTP/AVP 0 8', 'RTP/AVP 0');
  expect(await ring(carrier, invite('sip:1@127.0.0.1', '', pcmu))).toMatch(/^SIP\/2\.0 488/);
  expect(await ring(carrier, invite('sip:1@127.0.0.1'))).toMatch(/^SIP\/2\.0 100/);
  expect(calls[0]?.call.incoming.offer?.codecs).toEqual([{ codec: 'pcma', payloadType: 8 }]);
  expect(await ring(carrier, invite('sip:1@127.0.0.1'))).toMatch(/^SIP\/2\.0 503[\s\S]*Retry-After: 10/);
});

test("a wrong password is said in the trunk's state; none at all stops the start", async () => {
  vi.stubEnv('PILOT_TEST_MAIN', 'wrong');
  await open(trunk('main', carrier));
  await vi.waitFor(() =>
    expect(line.states()[0]?.detail).toMatch(/^not registered: 401 Unauthorized at .* UTC, next try /),
  );
  expect(line.states()[0]).toMatchObject({ ok: false, fix: expect.stringContaining('password') });
  expect(() => trunkOptions(trunk('main', carrier), {})).toThrow('PILOT_TEST_MAIN is empty');
});

test('a call of ours goes over a trunk with its codecs, credentials and Contact', async () => {
  carrier.sees = { address: '198.51.100.7', port: 40_000 };
  await open(trunk('main', carrier, { codecs: ['pcma'] }));
  await registered(1);
  const heard = ring(carrier, '\r\n\r\n');
  const { address, port } = carrier.endpoint;
  line.agent.call({ target: `sip:2@${address}:${port}`, from: 'sip:main@carrier.example', media: HERE, trunk: 'main' });
  const text = await heard;
  expect(text).toContain('Contact: <sip:main@198.51.100.7:40000>');
  expect(text).toContain('m=audio 20000 RTP/AVP 8 101');
  expect(text).toContain('c=IN IP4 198.51.100.7');
  expect(text).toMatch(/^Authorization: Digest username="main".*nc=00000002/m);
  expect(() => line.agent.call({ target: 'sip:2@h', from: 'sip:1@h', media: HERE, trunk: 'none' })).toThrow('no trunk');
});

test('listening on every address: RTP is asked for at one that can be reached, or where the sound has its own', async () => {
  line = await openSipLine('inside', { host: '0.0.0.0', port: 0, advertisedHost: '192.0.2.5', log: silentLog() });
  line.onCall((call) => calls.push({ call, name: line.nameOf(call) }));
  for (const host of ['0.0.0.0', '127.0.0.3']) {
    const text = await ring(carrier, invite('sip:1@127.0.0.1').replaceAll('127.0.0.9:5999', carrier.server));
    expect(text).toMatch(/^SIP\/2\.0 100/);
    const answer = ring(carrier, '\r\n\r\n');
    await calls.at(-1)?.call.incoming.answer({ host, port: 20_000 });
    expect(await answer).toContain(`c=IN IP4 ${host === '0.0.0.0' ? '192.0.2.5' : host}`);
  }
  for (const { call } of calls) call.hangup();
});
