import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAuthority, type Authority } from '#fakes/certificates.ts';
import { fasterTimers } from '#fakes/faster-timers.ts';
import { handTimers } from '#fakes/hand-timers.ts';
import { headerOf } from '#fakes/line-peer.ts';
import { connectPeer, listenAsPeer } from '#fakes/stream-peer.ts';
import { silentLog } from '#observe/log.ts';
import type { CallEnd } from '#voice/sip/session/call.ts';
import { openCertificate, type Certificate } from '#voice/sip/transport/certificate.ts';
import { openTls } from '#voice/sip/transport/tls.ts';
import { answered, openRig, stillness } from './rig.ts';

let authority: Authority;
let certificate: Certificate;

beforeAll(async () => {
  authority = await openAuthority();
  const box = await authority.issue('box', ['DNS:box.example', 'IP:127.0.0.1']);
  certificate = openCertificate(
    { cert: box.certFile, key: box.keyFile },
    { timers: handTimers(), now: Date.now, log: silentLog() },
  );
});
afterAll(() => authority[Symbol.asyncDispose]());

test('TLS: a call by TLS 1.2 and 1.3 with our certificate, our Contact by TLS, sips: where we were called so; older versions and strangers get nothing (RFC 3261 sections 12.1.1, 26.2.1)', async () => {
  await using rig = await openRig({ tls: { port: 0, certificate }, allowed: ['127.0.0.1'] });
  const target = { address: '127.0.0.1', port: rig.agent.ports.TLS };
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const one = await connectPeer(target, { tls: { ca: authority.ca, servername: 'box.example', maxVersion } });
    const callId = `call-${maxVersion}`;
    const { ok, tag } = await answered(one.peer, callId);
    expect(headerOf(ok, 'Contact')).toBe(`<sip:pilot@127.0.0.1:${target.port};transport=tls>`);
    one.peer.send(one.peer.request('BYE', { callId, tag, seq: 2 }));
    await one.peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 BYE/);
    one.peer.send(one.peer.request('INVITE', { callId: `sips-${maxVersion}`, uri: 'sips:ring@127.0.0.1', body: '' }));
    expect(headerOf(await one.peer.next(/^SIP\/2\.0 (180|200)/), 'Contact')).toBe(
      `<sips:pilot@127.0.0.1:${target.port}>`,
    );
    one.socket.destroy();
  }
  const old = { ca: authority.ca, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await expect(connectPeer(target, { tls: old })).rejects.toThrow(/protocol version|unsupported protocol/i);
  await expect(connectPeer(target, { host: '127.0.0.2', tls: { ca: authority.ca } })).rejects.toThrow(
    /disconnected|ECONNRESET/,
  );
});

test("TLS: the far end's certificate must be made out to the domain we mean, be in time and of a known authority; a trunk may name both (RFC 5922 sections 4, 7)", async () => {
  const says = async (names: string[], trust: { serverName: string; ca?: string }, days = 30): Promise<string> => {
    const { cert, key } = await authority.issue('far', names, days);
    await using host = await listenAsPeer({ tls: { cert, key } });
    const tls = await openTls({
      host: '127.0.0.1',
      port: null,
      mayConnect: () => false,
      timers: handTimers(),
      context: () => null,
    });
    const lost = new Promise<string>((resolve) => {
      tls.onLost?.((_, error) => resolve(error?.message ?? 'closed'));
    });
    tls.send(Buffer.from('OPTIONS sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\n'), {
      ...host.endpoint,
      protocol: 'TLS',
      trust,
    });
    const heard = host.peer(0).then(({ peer }) => peer.next(/^OPTIONS/));
    heard.catch(() => {});
    const result = await Promise.race([lost, heard.then(() => 'heard')]);
    await tls.close();
    return result.replace(/^127\.0\.0\.1:\d+: /, '');
  };
  const { ca } = authority;
  const carrier = { serverName: 'carrier.example', ca };
  expect(await says(['DNS:carrier.example'], carrier)).toBe('heard');
  expect(await says(['URI:sip:carrier.example', 'DNS:host-7.example'], carrier)).toBe('heard');
  expect(await says(['IP:127.0.0.1'], { serverName: '127.0.0.1', ca })).toBe('heard');
  expect(await says(['DNS:other.example'], carrier)).toContain('made out to another name');
  expect(await says(['DNS:carrier.example'], carrier, -1)).toBe('its certificate has expired');
  expect(await says(['DNS:carrier.example'], { serverName: 'carrier.example' })).toContain('see tls.ca of the trunk');
});

test('TLS: a call of ours to a sips: URI goes by TLS alone, and a wrong certificate ends it with the reason (RFC 3261 section 26.2.2, RFC 5922 section 7.3)', async () => {
  await using rig = await openRig();
  const { cert, key } = await authority.issue('stranger', ['DNS:stranger.example']);
  await using host = await listenAsPeer({ tls: { cert, key, ca: authority.ca } });
  const call = rig.agent.call({
    target: `sips:far@127.0.0.1:${host.endpoint.port}`,
    from: '<sip:100@127.0.0.1>',
    media: { host: '127.0.0.1', port: 20_000 },
  });
  const end = await new Promise<CallEnd>((resolve) => call.onEnded(resolve));
  expect(end).toMatchObject({ by: 'error', status: 503, reason: expect.stringMatching(/certificate/) });
  expect(rig.peer.inbox).toEqual([]);
});

test('TLS: junk, resets and silence on the port, and a call after them; a renewed certificate is shown from the next connection on (RFC 3261 section 26.3.1)', async () => {
  const folder = authority.folder;
  const [cert, key] = [join(folder, 'renewed.pem'), join(folder, 'renewed.key')];
  const [before, after] = await Promise.all([
    authority.issue('before', ['DNS:before.example']),
    authority.issue('after', ['DNS:after.example']),
  ]);
  writeFileSync(cert, before.cert);
  writeFileSync(key, before.key);
  const timers = handTimers();
  const renewed = openCertificate({ cert, key }, { timers, now: Date.now, log: silentLog() });
  await using rig = await openRig({ tls: { port: 0, certificate: renewed }, timers: fasterTimers(50) });
  const target = { address: '127.0.0.1', port: rig.agent.ports.TLS };
  const hello = Buffer.from('16030100c8010000c40303', 'hex');
  for (const bytes of [Buffer.from('OPTIONS sip:a SIP/2.0\r\n\r\n'), randomBytes(3_000), hello, Buffer.alloc(0)]) {
    const reset = await connectPeer(target);
    reset.socket.write(bytes);
    await stillness(10);
    reset.socket.resetAndDestroy();
    const left = await connectPeer(target);
    left.socket.write(bytes);
    // 5 s for a handshake are 100 ms here.
    await left.closed;
  }
  const says = async (servername: string): Promise<string> => {
    const { peer, socket } = await connectPeer(target, { tls: { ca: authority.ca, servername } });
    const { ok } = await answered(peer, servername);
    socket.destroy();
    return ok.slice(0, 11);
  };
  expect(await says('before.example')).toBe('SIP/2.0 200');
  writeFileSync(cert, after.cert);
  writeFileSync(key, after.key);
  await timers.advance(31_000);
  expect(await says('after.example')).toBe('SIP/2.0 200');
  await expect(says('before.example')).rejects.toThrow('altnames');
});
