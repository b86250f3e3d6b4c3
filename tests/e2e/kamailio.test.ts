import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openAuthority, type Authority, type Issued } from '#fakes/certificates.ts';
import { silentLog } from '#observe/log.ts';
import { completeTrunk } from '#shared/config/trunks.ts';
import { legFormat } from '#voice/lines/sip-call.ts';
import { openSipLine, type SipLine } from '#voice/lines/sip.ts';
import type { Leg } from '#voice/media/leg.ts';
import { openMedia, type Media } from '#voice/media/media.ts';
import type { CallEnd, IncomingCall } from '#voice/sip/session/call.ts';
import type { NegotiatedMedia } from '#voice/sip/session/media.ts';
import { SteeredBaresip } from './baresip/steered.ts';
import { startKamailio, type Kamailio } from './kamailio/kamailio.ts';

let proxy: Kamailio;
let media: Media;
let line: SipLine;
let calls: { call: IncomingCall; leg: Leg; loud: () => number }[];
let ends: CallEnd[];
let keys: string[];
let changes: NegotiatedMedia[];
let protocols: Set<string>;

let authority: Authority;
let certificate: Issued;
beforeAll(async () => {
  authority = await openAuthority();
  certificate = await authority.issue('carrier', ['IP:127.0.0.1']);
});
afterAll(() => authority[Symbol.asyncDispose]());

/** A shop behind a carrier: the box registers with Kamailio, and every call goes through it, which stays in the route. */
const open = async (transport: 'udp' | 'tcp' | 'tls'): Promise<void> => {
  vi.stubEnv('LINE_TEST_PASSWORD', 'not a secret');
  [calls, ends, keys, changes, protocols] = [[], [], [], [], new Set()];
  proxy = await startKamailio(certificate);
  media = await openMedia({ host: '127.0.0.1', portRange: { from: 28_100, to: 28_199 }, log: silentLog() });
  const tap = {
    message: (_: unknown, __: unknown, way: { transport: string }) => protocols.add(way.transport),
    dropped: () => {},
  };
  const server = transport === 'tls' ? proxy.safe : proxy.server;
  line = await openSipLine('inside', { host: '127.0.0.1', port: 0, log: silentLog(), tap }, [
    completeTrunk({
      name: 'main',
      register: { server, user: 'shop', password_env: 'LINE_TEST_PASSWORD', expires: 120 },
      caller_id: ['from'],
      transport,
      ...(transport === 'tls' ? { tls: { ca: authority.caFile } } : {}),
    }),
  ]);
  line.agent.onIncoming((call) => void take(call));
  await vi.waitUntil(() => line.states()[0]?.ok, { timeout: 10_000 });
};

afterEach(async () => {
  vi.unstubAllEnvs();
  await line.close();
  await media.close();
  await proxy[Symbol.asyncDispose]();
});

const take = async (call: IncomingCall): Promise<void> => {
  const leg = await media.openLeg();
  let loud = 0;
  leg.onFrame((frame) => {
    if (frame.some((sample) => Math.abs(sample) > 1000)) loud++;
  });
  leg.onDigit((digit) => keys.push(digit));
  calls.push({ call, leg, loud: () => loud });
  call.onEnded((end) => {
    ends.push(end);
    void leg.close();
  });
  call.onMediaChange((agreed) => {
    changes.push(agreed);
    leg.update(legFormat(agreed));
    leg.hold(agreed.direction !== 'sendrecv');
  });
  call.ring();
  leg.start(legFormat(await call.answer({ host: leg.host, port: leg.port })));
};

describe.each(['udp', 'tcp', 'tls'] as const)('the box behind Kamailio by %s', (transport) => {
  const sealed = transport === 'tls';
  beforeEach(() => open(transport));

  test('Kamailio as registrar and proxy: a phone rings the box, is heard, holds, presses keys and hangs up', async () => {
    await using phone = await SteeredBaresip.start(sealed ? { account: ';mediaenc=srtp', modules: ['srtp.so'] } : {});
    phone.command('dial', `sip:shop@${proxy.server}`);
    await phone.event('CALL_ESTABLISHED');
    await expect.poll(() => calls[0]?.loud() ?? 0, { timeout: 5_000 }).toBeGreaterThan(20);
    expect(calls[0]?.call.trunk).toBe('main');
    phone.command('hold');
    await expect.poll(() => changes.at(-1)?.direction, { timeout: 5_000 }).toBe('recvonly');
    phone.command('resume');
    await expect.poll(() => changes.at(-1)?.direction, { timeout: 5_000 }).toBe('sendrecv');
    for (const key of ['4', '#']) phone.command('sndcode', key);
    await expect.poll(() => keys.join(''), { timeout: 5_000 }).toBe('4#');
    phone.command('hangup');
    await expect.poll(() => ends, { timeout: 5_000 }).toMatchObject([{ by: 'remote' }]);
    await expect.poll(() => line.agent.liveCalls(), { timeout: 5_000 }).toBe(0);
    expect([...protocols]).toEqual([transport.toUpperCase()]);
  }, 60_000);

  test('Kamailio as proxy: the box holds and hangs up, through the recorded route', async () => {
    await using phone = await SteeredBaresip.start(sealed ? { account: ';mediaenc=srtp', modules: ['srtp.so'] } : {});
    phone.command('dial', `sip:shop@${proxy.server}`);
    await phone.event('CALL_ESTABLISHED');
    await expect.poll(() => calls.length).toBe(1);
    expect(await calls[0]?.call.offerMedia('sendonly')).toMatchObject({ direction: 'sendonly' });
    expect(await calls[0]?.call.offerMedia('sendrecv')).toMatchObject({ direction: 'sendrecv' });
    calls[0]?.call.hangup('done');
    await phone.event('CALL_CLOSED');
    await expect.poll(() => line.agent.liveCalls(), { timeout: 5_000 }).toBe(0);
  }, 60_000);

  test('Kamailio as proxy: a call of the box is challenged, placed, and hung up by the phone', async () => {
    await using phone = await SteeredBaresip.start(sealed ? { account: ';mediaenc=srtp', modules: ['srtp.so'] } : {});
    const leg = await media.openLeg();
    const call = line.agent.call({
      target: `sip:555${phone.port}@${sealed ? proxy.safe : proxy.server}`,
      from: `<sip:shop@${proxy.server}>`,
      trunk: 'main',
      media: { host: leg.host, port: leg.port },
    });
    const agreed = await new Promise<NegotiatedMedia | CallEnd>((resolve) => {
      call.onAnswered(resolve);
      call.onEnded(resolve);
    });
    expect(agreed).toMatchObject({ codec: 'pcmu' });
    expect('srtp' in agreed && agreed.srtp !== null).toBe(sealed);
    const over = new Promise<CallEnd>((resolve) => {
      call.onEnded(resolve);
    });
    await phone.event('CALL_ESTABLISHED');
    expect(await call.offerMedia('sendonly')).toMatchObject({ direction: 'sendonly' });
    phone.command('hangup');
    expect(await over).toMatchObject({ by: 'remote' });
    await leg.close();
  }, 60_000);

  test('Kamailio as proxy: the box sends the phone on by REFER and is told that another one answered', async () => {
    await using phone = await SteeredBaresip.start();
    await using person = await SteeredBaresip.start();
    phone.command('dial', `sip:shop@${proxy.server}`);
    await phone.event('CALL_ESTABLISHED');
    await expect.poll(() => calls.length).toBe(1);
    const outcome = calls[0]?.call.refer({ to: `sip:phone@127.0.0.1:${person.port}`, by: 'sip:shop@127.0.0.1' });
    await person.event('CALL_ESTABLISHED');
    expect(await outcome).toMatchObject({ ok: true });
    calls[0]?.call.hangup('handed over');
    await expect.poll(() => line.agent.liveCalls(), { timeout: 5_000 }).toBe(0);
  }, 60_000);
});
