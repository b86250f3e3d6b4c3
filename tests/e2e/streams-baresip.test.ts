import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAuthority, type Authority, type Issued } from '#fakes/certificates.ts';
import { silentLog } from '#observe/log.ts';
import { completeSip } from '#shared/config/sip.ts';
import { legFormat } from '#voice/lines/sip-call.ts';
import { openSipLine, type SipLine } from '#voice/lines/sip.ts';
import { sipOptions } from '#voice/lines/sip-options.ts';
import { openMedia, type Media } from '#voice/media/media.ts';
import type { CallEnd, IncomingCall } from '#voice/sip/session/call.ts';
import type { NegotiatedMedia } from '#voice/sip/session/media.ts';
import { SteeredBaresip } from './baresip/steered.ts';

let authority: Authority;
let box: Issued;
let media: Media;
let line: SipLine;
const protocols: string[] = [];
const changes: NegotiatedMedia[] = [];
const ends: CallEnd[] = [];
let live: IncomingCall | null = null;
let keys = '';
let loud = 0;

beforeAll(async () => {
  authority = await openAuthority();
  box = await authority.issue('box', ['DNS:localhost', 'IP:127.0.0.1']);
  media = await openMedia({ host: '127.0.0.1', portRange: { from: 28_260, to: 28_279 }, log: silentLog() });
  const sip = completeSip(
    {
      port: 0,
      tcp: true,
      tls: { port: 0, cert: box.certFile, key: box.keyFile },
      trunks: [{ name: 'phone', hosts: ['192.0.2.1'], transport: 'auto', tls: { ca: authority.caFile } }],
    },
    authority.folder,
  );
  line = await openSipLine(
    'inside',
    {
      ...sipOptions(sip, silentLog()),
      tap: { message: (_, __, { transport }) => protocols.push(transport), dropped: () => {} },
    },
    sip.trunks,
  );
  line.agent.onIncoming((call) => void take(call));
});
afterAll(async () => {
  await line.close();
  await media.close();
  await authority[Symbol.asyncDispose]();
});

const take = async (call: IncomingCall): Promise<void> => {
  const leg = await media.openLeg();
  live = call;
  leg.onFrame((frame) => {
    if (frame.some((sample) => Math.abs(sample) > 1000)) loud++;
  });
  leg.onDigit((digit) => (keys += digit));
  call.onMediaChange((agreed) => {
    changes.push(agreed);
    leg.update(legFormat(agreed));
  });
  call.onEnded((end) => {
    ends.push(end);
    void leg.close();
  });
  call.ring();
  leg.start(legFormat(await call.answer({ host: leg.host, port: leg.port })));
};

test.each(['tcp', 'tls'] as const)(
  'Transport: baresip over %s rings, holds, presses keys, and hangs up; another call is hung up by us; we ring it (RFC 3261 sections 18, 26.2)',
  async (transport) => {
    for (const list of [protocols, changes, ends]) list.length = 0;
    keys = '';
    loud = 0;
    const own = join(authority.folder, 'phone.pem');
    const phoneCertificate = await authority.issue('phone', ['IP:127.0.0.1']);
    writeFileSync(own, phoneCertificate.key + phoneCertificate.cert);
    await using phone = await SteeredBaresip.start({
      account: `;transport=${transport}`,
      lines: [`sip_certificate ${own}`, `sip_cafile ${authority.caFile}`, 'sip_verify_server yes'],
    });
    const port = transport === 'tcp' ? line.agent.ports.TCP : line.agent.ports.TLS;
    const dial = (): void => phone.command('dial', `sip:shop@127.0.0.1:${port};transport=${transport}`);
    dial();
    await phone.event('CALL_ESTABLISHED');
    await expect.poll(() => loud, { timeout: 5_000 }).toBeGreaterThan(20);
    phone.command('hold');
    await expect.poll(() => changes.at(-1)?.direction, { timeout: 5_000 }).toBe('recvonly');
    phone.command('resume');
    await expect.poll(() => changes.at(-1)?.direction, { timeout: 5_000 }).toBe('sendrecv');
    for (const key of ['7', '#']) phone.command('sndcode', key);
    await expect.poll(() => keys, { timeout: 5_000 }).toBe('7#');
    phone.command('hangup');
    await expect.poll(() => ends, { timeout: 5_000 }).toMatchObject([{ by: 'remote' }]);

    dial();
    await phone.event('CALL_ESTABLISHED');
    live?.hangup('done');
    await phone.event('CALL_CLOSED');
    await expect.poll(() => line.agent.liveCalls(), { timeout: 5_000 }).toBe(0);

    // baresip listens for TLS on the port behind that of TCP.
    const at = transport === 'tcp' ? phone.port : phone.port + 1;
    const leg = await media.openLeg();
    const ours = line.agent.call({
      target: `sip:phone@127.0.0.1:${at};transport=${transport}`,
      from: '<sip:shop@127.0.0.1>',
      trunk: 'phone',
      media: { host: leg.host, port: leg.port },
    });
    await new Promise((resolve, reject) => {
      ours.onAnswered(resolve);
      ours.onEnded(({ reason }) => reject(new Error(reason)));
    });
    ours.hangup();
    await expect.poll(() => line.agent.liveCalls(), { timeout: 5_000 }).toBe(0);
    await leg.close();
    expect(new Set(protocols)).toEqual(new Set([transport.toUpperCase()]));
  },
  40_000,
);
