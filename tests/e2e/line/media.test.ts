import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf, headerOf, tagIn } from '#fakes/line-peer.ts';
import { RtpPeer } from '#fakes/rtp-peer.ts';
import { completeTrunk } from '#shared/config/trunks.ts';
import { silentLog } from '#observe/log.ts';
import { trunkOptions } from '#voice/lines/trunks.ts';
import { openMedia, type Media } from '#voice/media/media.ts';
import type { TrunkOptions } from '#voice/sip/agent/trunks.ts';
import { answered, openRig, sdp, stillness } from './rig.ts';
import { talk } from './talk.ts';

const PORTS = { from: 28_000, to: 28_039 };
let media: Media;

beforeAll(async () => {
  media = await openMedia({
    host: '127.0.0.1',
    portRange: PORTS,
    quarantineMs: 1_500,
    log: silentLog(),
    statsEveryMs: 100,
    timeouts: { initialMs: 900, laterMs: 900 },
  });
});
afterAll(() => media.close());

test("Offer/answer: first common codec under the offer's own numbers, other sections declined, late offer, direction turned round (RFC 3264 sections 6.1, 8; RFC 3261 section 13.2.1)", async () => {
  await using rig = await openRig();
  const { peer } = rig;
  const many =
    `${sdp({ formats: '18 97 0 99' })}a=rtpmap:97 PCMA/8000\na=rtpmap:99 telephone-event/8000\na=sendonly\nm=video 4004 RTP/AVP 31\n`.replace(
      'a=rtpmap:101 telephone-event/8000\n',
      '',
    );
  const { ok } = await answered(peer, 'many', { body: many });
  expect(bodyOf(ok)).toMatch(/m=audio 20000 RTP\/AVP 97 99\r/);
  expect(bodyOf(ok)).toContain('a=rtpmap:97 PCMA/8000');
  expect(bodyOf(ok)).toContain('a=recvonly');
  expect(bodyOf(ok)).toMatch(/m=video 0 RTP\/AVP 31\r/);

  peer.send(peer.request('INVITE', { callId: 'late' }));
  const offer = await peer.next(/^SIP\/2\.0 200/);
  expect(bodyOf(offer)).toMatch(/m=audio 20000 RTP\/AVP 0 8 101\r/);
  peer.send(peer.request('ACK', { callId: 'late', tag: tagIn(offer), body: sdp({ formats: '8 101' }) }));
  peer.send(peer.request('BYE', { callId: 'late', tag: tagIn(offer), seq: 2 }));
  await peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 BYE/);

  peer.send(peer.request('INVITE', { callId: 'foreign', body: sdp({ formats: '18' }) }));
  await peer.next(/^SIP\/2\.0 488/);
});

test('Re-INVITE: each one gets its own answer, 488 keeps the call, ours crossing theirs is 491 and tried again (RFC 3261 sections 14.1, 14.2)', async () => {
  await using call = await talk(media);
  const { rig, tag, callId } = call;
  const { peer } = rig;
  const again = (seq: number, body: string): void => peer.send(peer.request('INVITE', { callId, tag, seq, body }));
  const ack = (seq: number): void => peer.send(peer.request('ACK', { callId, tag, seq }));
  const version = (text: string): string => /^o=\S+ \d+ (\d+)/m.exec(bodyOf(text))?.[1] ?? '';
  again(2, sdp({ port: call.rtp.port, version: 2, formats: '8 101' }));
  const changed = await peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 INVITE/);
  ack(2);
  expect(bodyOf(changed)).toMatch(/RTP\/AVP 8 101\r/);
  expect(Number(version(changed))).toBe(Number(version(call.ok)) + 1);
  await expect.poll(() => call.rtp.packets.at(-1)?.payloadType).toBe(8);
  again(3, sdp({ port: call.rtp.port, version: 3, formats: '18' }));
  await peer.next(/^SIP\/2\.0 488/);
  ack(3);
  expect(rig.ends).toEqual([]);

  const held = rig.calls[0]?.offerMedia('sendonly');
  const ours = await peer.next(/^INVITE /);
  again(4, sdp({ port: call.rtp.port, version: 4 }));
  await peer.next(/^SIP\/2\.0 491/);
  ack(4);
  peer.send(peer.response(ours, '491 Request Pending'));
  await peer.next(/^ACK /);
  const second = await peer.next(/^INVITE /);
  expect(Number(headerOf(second, 'CSeq').split(' ')[0])).toBe(Number(headerOf(ours, 'CSeq').split(' ')[0]) + 1);
  peer.send(peer.response(second, '200 OK', { tag: 'hers', body: sdp({ port: call.rtp.port, more: 'a=recvonly\n' }) }));
  expect(await held).toMatchObject({ direction: 'sendonly' });
});

test.each([
  ['by direction', 'a=sendonly\n', '127.0.0.1', 'a=recvonly'],
  ['by direction both ways', 'a=inactive\n', '127.0.0.1', 'a=inactive'],
  ['by 0.0.0.0', '', '0.0.0.0', 'a=recvonly'],
])(
  'Offer/answer: hold %s is answered as hold, stops no timer too late, and ends (RFC 3264 section 8.4)',
  async (_, more, host, direction) => {
    await using call = await talk(media);
    const { rig, tag, rtp, callId } = call;
    await rtp.stream(10);
    rig.peer.send(
      rig.peer.request('INVITE', { callId, tag, seq: 2, body: sdp({ port: rtp.port, host, more, version: 2 }) }),
    );
    const held = await rig.peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 INVITE/);
    rig.peer.send(rig.peer.request('ACK', { callId, tag, seq: 2 }));
    expect(bodyOf(held)).toContain(direction);
    // Longer than the limit of silence: no timeout runs on hold.
    await stillness(1_400);
    expect(call.timeouts).toEqual([]);
    rig.peer.send(rig.peer.request('INVITE', { callId, tag, seq: 3, body: sdp({ port: rtp.port, version: 3 }) }));
    await rig.peer.next(/^SIP\/2\.0 200[^]*CSeq: 3 INVITE/);
    rig.peer.send(rig.peer.request('ACK', { callId, tag, seq: 3 }));
    const before = call.heard.loud;
    await rtp.stream(10);
    await expect.poll(() => call.heard.loud).toBeGreaterThan(before);
    await expect.poll(() => call.timeouts.length, { timeout: 3_000 }).toBe(1);
  },
);

test('DTMF: a key counts once by its timestamp, without marker, with its end three times or lost, A to D included, and by INFO (RFC 4733 sections 2.3, 2.5; RFC 6086)', async () => {
  await using call = await talk(media, (port) =>
    sdp({ port, formats: '0 96', more: 'a=rtpmap:96 telephone-event/8000\na=fmtp:96 0-15\n' }),
  );
  const { rig, rtp, digits, tag, callId } = call;
  await rtp.stream(5);
  await rtp.key(1, { payloadType: 96 });
  await rtp.key(1, { payloadType: 96, marker: false });
  await rtp.stream(3);
  await rtp.key(10, { payloadType: 96, loseEnd: true });
  await rtp.stream(12);
  await rtp.key(15, { payloadType: 96 });
  await expect.poll(() => digits.join('')).toBe('11*D');
  const info = (seq: number): string =>
    rig.peer.request('INFO', { callId, tag, seq, body: 'Signal=#\nDuration=160\n', type: 'application/dtmf-relay' });
  rig.peer.send(info(2));
  await rig.peer.next(/^SIP\/2\.0 200[^]*CSeq: 2 INFO/);
  expect(digits.join('')).toBe('11*D#');
});

test('RTP: any common packet length, wrap of sequence and timestamp, another SSRC, junk refused, sender and receiver reports (RFC 3550 sections 5, 6, A.1, A.8; RFC 3551 section 6)', async () => {
  await using call = await talk(media, (port) => sdp({ port, formats: '0' }).replace(/a=rtpmap.*\n/, ''));
  const { rtp, heard, leg } = call;
  for (const ms of [10, 20, 30, 60]) {
    const before = heard.loud;
    await rtp.stream(240 / ms, { samples: ms * 8 });
    await expect.poll(() => heard.loud - before).toBeGreaterThan(7);
  }
  const before = heard.loud;
  await rtp.stream(20, { ssrc: 0x42 });
  await expect.poll(() => heard.loud - before).toBeGreaterThan(12);
  rtp.lose(3);
  await rtp.stream(10, { ssrc: 0x42 });
  await using junk = await RtpPeer.open();
  junk.target = { address: leg.host, port: leg.port };
  await junk.stream(3, { payloadType: 72 });
  await expect.poll(() => call.stats()?.refusedPackets ?? 0).toBeGreaterThan(0);
  await expect.poll(() => call.stats()?.lost).toBe(3);
  await expect.poll(() => rtp.reports.length, { timeout: 8_000 }).toBeGreaterThan(0);
  expect([200, 201]).toContain(rtp.reports[0]?.[1]);
}, 20_000);

test('Symmetric RTP: first to the address of the SDP, then to where the sound comes from; a stranger in between is not followed (RFC 4961, RFC 7362)', async () => {
  await using elsewhere = await RtpPeer.open();
  await using call = await talk(media, () => sdp({ port: elsewhere.port }));
  const { rtp } = call;
  await expect.poll(() => elsewhere.packets.length).toBeGreaterThan(3);
  await rtp.stream(10);
  await expect.poll(() => rtp.packets.length).toBeGreaterThan(3);
  const left = elsewhere.packets.length;
  await using stranger = await RtpPeer.open();
  stranger.target = { address: call.leg.host, port: call.leg.port };
  await Promise.all([stranger.stream(10, { ssrc: 9 }), rtp.stream(10)]);
  expect(stranger.packets).toEqual([]);
  expect(elsewhere.packets.length - left).toBeLessThan(3);
});

test("Symmetric RTP: the carrier's own addresses are preferred to a stranger who was faster (RFC 7362)", async () => {
  await using elsewhere = await RtpPeer.open();
  const trunk: TrunkOptions = trunkOptions(completeTrunk({ name: 'main', hosts: ['127.0.0.1', '127.0.0.7'] }));
  await using call = await talk(media, () => sdp({ port: elsewhere.port, host: '127.0.0.8' }), { trunks: [trunk] });
  const at = { address: call.leg.host, port: call.leg.port };
  await using stranger = await RtpPeer.open('127.0.0.9');
  await using carrier = await RtpPeer.open('127.0.0.7');
  [stranger.target, carrier.target] = [at, at];
  await stranger.stream(5, { ssrc: 1 });
  await expect.poll(() => stranger.packets.length).toBeGreaterThan(2);
  await Promise.all([stranger.stream(15, { ssrc: 1 }), carrier.stream(15, { ssrc: 2 })]);
  await expect.poll(() => carrier.packets.length).toBeGreaterThan(10);
  const left = stranger.packets.length;
  await Promise.all([stranger.stream(10, { ssrc: 1 }), carrier.stream(10, { ssrc: 2 })]);
  expect(stranger.packets.length).toBe(left);
});

test('Silence: a packet every 20 ms even when there is nothing to say, comfort noise in, and an end to a line that is dead (RFC 3389)', async () => {
  await using call = await talk(media, (port) => sdp({ port, formats: '0 13 101' }));
  const { rtp } = call;
  await rtp.stream(10);
  await rtp.stream(3, { payloadType: 13, payload: Buffer.from([70]) }, 200);
  const from = rtp.packets.length;
  const before = performance.now();
  await rtp.stream(30);
  const took = performance.now() - before;
  const sent = rtp.packets.slice(from);
  expect(sent.length).toBeGreaterThan(took / 20 - 6);
  expect(sent.every(({ timestamp }, i) => i === 0 || timestamp === ((sent[i - 1]?.timestamp ?? 0) + 160) >>> 0)).toBe(
    true,
  );
  expect(call.stats()?.lost).toBe(0);
  await expect.poll(() => call.timeouts.length, { timeout: 3_000 }).toBe(1);
});

test('Ports: even, from the configured range, and not given out again at once (RFC 3550 section 11)', async () => {
  const leg = await media.openLeg();
  expect(leg.port % 2).toBe(0);
  expect(leg.port).toBeGreaterThanOrEqual(PORTS.from);
  expect(leg.port).toBeLessThanOrEqual(PORTS.to);
  await leg.close();
  const next = await Promise.all(Array.from({ length: 8 }, () => media.openLeg()));
  expect(next.map(({ port }) => port)).not.toContain(leg.port);
  await Promise.all(next.map((one) => one.close()));
});
