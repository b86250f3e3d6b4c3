import { afterEach, describe, expect, it } from 'vitest';
import { openImpairedPath } from '#fakes/udp-impairment.ts';
import type { Media } from '#voice/media/media.ts';
import type { OneWayReport } from '#voice/media/one-way.ts';
import { rms } from '#voice/media/audio.ts';
import { decodeG711 } from '#voice/media/g711.ts';
import { parseRtcp, type RtcpHeard } from '#voice/media/rtcp.ts';
import { serializeRtp } from '#voice/media/rtp.ts';
import { exactSound, format, framesPass, openPeer, openTestMedia, played } from './media-line.ts';

let media: Media | undefined;
afterEach(() => media?.close());

const SILENT = 0xff;

describe('a leg towards a peer', () => {
  it('never stops sending: a packet every 20 ms, number and time without a gap, sound or not', async () => {
    media = await openTestMedia();
    const peer = await openPeer();
    const leg = await media.openLeg();
    leg.start(format(peer.port));
    await framesPass(leg, 20);
    leg.play('say', exactSound('PCMU', 1600), true);
    await played(leg, 'say');
    // The main thread stands still: the media thread must not notice.
    for (const until = performance.now() + 300; performance.now() < until; );
    leg.hold(true);
    await framesPass(leg, 40);
    await leg.close();
    peer.close();
    const { packets } = peer;
    expect(packets.length).toBeGreaterThan(55);
    packets.forEach((packet, i) => {
      const first = packets[0] ?? packet;
      expect((packet.sequence - first.sequence) & 0xffff).toBe(i);
      const ahead = (packet.timestamp - first.timestamp) >>> 0;
      // Time skipped after a stall of the whole machine is marked; otherwise 160 samples a packet.
      if (!packets.slice(1, i + 1).some(({ marker }) => marker)) expect(ahead).toBe(i * 160);
    });
    const loud = packets.filter(({ payload }) => payload.some((octet) => octet !== SILENT));
    expect(loud.length).toBe(10);
  });

  it('answers to where the packets come from, and not to a stranger', async () => {
    media = await openTestMedia();
    const [named, real, stranger] = [await openPeer(), await openPeer(), await openPeer()];
    const leg = await media.openLeg();
    leg.start(format(named.port));
    const packet = (sequence: number): Buffer =>
      serializeRtp({
        marker: false,
        payloadType: 0,
        sequence,
        timestamp: sequence * 160,
        ssrc: 5,
        payload: new Uint8Array(160),
      });
    const followed = new Promise<void>((resolve) => real.socket.once('message', () => resolve()));
    real.socket.send(packet(1), leg.port, '127.0.0.1');
    await followed;
    stranger.socket.send(packet(2), leg.port, '127.0.0.1');
    stranger.socket.send(Buffer.from('not RTP'), leg.port, '127.0.0.1');
    real.packets.length = 0;
    await framesPass(leg, 10);
    expect(real.packets.length).toBeGreaterThanOrEqual(8);
    expect(stranger.packets).toEqual([]);
    for (const peer of [named, real, stranger]) peer.close();
  });

  it('follows a re-INVITE to another codec and address', async () => {
    media = await openTestMedia();
    const [first, second] = [await openPeer(), await openPeer()];
    const leg = await media.openLeg();
    leg.start(format(first.port));
    await framesPass(leg, 5);
    leg.update(format(second.port, { codec: 'PCMA' }));
    await framesPass(leg, 10);
    expect(new Set(first.packets.map(({ payloadType }) => payloadType))).toEqual(new Set([0]));
    expect(new Set(second.packets.map(({ payloadType }) => payloadType))).toEqual(new Set([8]));
    expect(second.packets[0]?.sequence).toBe(((first.packets.at(-1)?.sequence ?? 0) + 1) & 0xffff);
    first.close();
    second.close();
  });

  it('says goodbye and how much it sent by RTCP', async () => {
    media = await openTestMedia();
    const box = await media.openLeg();
    const peer = await openPeer();
    await using path = await openImpairedPath({ a: box.port, b: peer.port }, () => [0]);
    // RTCP goes to the port above the RTP one.
    const reports = new Promise<RtcpHeard | null>((resolve) =>
      peer.socket.on('message', (datagram) => parseRtcp(datagram) !== null && resolve(parseRtcp(datagram))),
    );
    box.start(format(peer.port - 1));
    await framesPass(box, 10);
    await box.close();
    const heard = await reports;
    expect(heard?.bye).toBe(true);
    expect(heard?.report?.sender?.packets).toBeGreaterThanOrEqual(9);
    expect(path.towardsB).toBeGreaterThan(0);
    peer.close();
  });
});

describe('on hold', () => {
  it('sends music when it is we who hold, what was queued waits, and what comes is not heard', async () => {
    media = await openTestMedia();
    const peer = await openPeer();
    const leg = await media.openLeg();
    leg.start(format(peer.port));
    leg.hold(true, true);
    leg.play('say', exactSound('PCMU', 160), true);
    await framesPass(leg, 30);
    const music = peer.packets.slice(5, 25).map(({ payload }) => decodeG711('PCMU', payload));
    expect(music.filter((pcm) => rms(pcm) > 50).length).toBeGreaterThan(10);
    expect(Math.max(...music.flatMap((pcm) => [...pcm]))).toBeLessThan(1100);
    const said = played(leg, 'say');
    leg.hold(false);
    expect(await said).toMatchObject({ samples: 160, done: true });
    peer.close();
  });

  it('sends nothing to a peer that named 0.0.0.0, waits without a timeout, and goes on where it is named again', async () => {
    media = await openTestMedia({ timeouts: { initialMs: 200, laterMs: 200 } });
    const peer = await openPeer();
    const leg = await media.openLeg();
    let timeouts = 0;
    leg.onTimeout(() => timeouts++);
    leg.start(format(peer.port));
    await framesPass(leg, 3);
    leg.update(format(peer.port, { remoteHost: '0.0.0.0' }));
    leg.hold(true);
    await framesPass(leg, 3);
    peer.packets.length = 0;
    await framesPass(leg, 20);
    expect([peer.packets.length, timeouts]).toEqual([0, 0]);
    leg.update(format(peer.port));
    leg.hold(false);
    await framesPass(leg, 5);
    expect(peer.packets.length).toBeGreaterThan(2);
    peer.close();
  });
});

describe('the limits of the line', () => {
  it('tells that nothing of the caller arrives, and when it does after all', async () => {
    media = await openTestMedia({ oneWay: { noPacketsMs: 200, silenceMs: 400 } });
    const peer = await openPeer();
    const leg = await media.openLeg();
    const reports: OneWayReport[] = [];
    const told = new Promise<void>((resolve) => leg.onOneWay((report) => reports.push(report) === 1 && resolve()));
    leg.start(format(peer.port));
    await told;
    expect(reports).toEqual([{ cause: 'no_packets', afterMs: expect.any(Number), restoredMs: null }]);
    expect(reports[0]?.afterMs).toBeGreaterThanOrEqual(200);
    for (let sequence = 0; sequence < 40 && reports.length < 2; sequence++) {
      const payload = new Uint8Array(160).fill(sequence < 5 ? SILENT : 0x40);
      const packet = { marker: false, payloadType: 0, sequence, timestamp: sequence * 160, ssrc: 5, payload };
      peer.socket.send(serializeRtp(packet), leg.port, '127.0.0.1');
      await framesPass(leg, 1);
    }
    expect(reports[1]).toMatchObject({ cause: 'no_packets', restoredMs: expect.any(Number) });
    peer.close();
  });

  it('tells when nothing comes, but not on hold', async () => {
    media = await openTestMedia({ timeouts: { initialMs: 200, laterMs: 100 } });
    const peer = await openPeer();
    const [silent, held] = [await media.openLeg(), await media.openLeg()];
    let heldTimeouts = 0;
    held.onTimeout(() => heldTimeouts++);
    const timeout = new Promise<number>((resolve) => silent.onTimeout(resolve));
    silent.start(format(peer.port));
    held.start(format(peer.port));
    held.hold(true);
    expect(await timeout).toBeGreaterThanOrEqual(200);
    await framesPass(held, 5);
    expect(heldTimeouts).toBe(0);
    const resumed = new Promise<number>((resolve) => held.onTimeout(resolve));
    held.hold(false);
    expect(await resumed).toBeGreaterThanOrEqual(200);
    peer.close();
  });

  it('refuses a call when no port is left, and takes one when a port is free again', async () => {
    media = await openTestMedia({ portRange: { from: 26_000, to: 26_003 } });
    const [first] = [await media.openLeg(), await media.openLeg()];
    await expect(media.openLeg()).rejects.toMatchObject({ code: 'media.ports_exhausted', retryable: true });
    await first.close();
    expect((await media.openLeg()).port).toBe(first.port);
  });

  it('names an address that is not of this machine', async () => {
    media = await openTestMedia({ host: '192.0.2.1' });
    await expect(media.openLeg()).rejects.toMatchObject({ code: 'media.bind_failed' });
  });

  it('refuses a packet length that nobody uses', async () => {
    media = await openTestMedia();
    const leg = await media.openLeg();
    expect(() => leg.start(format(4000, { ptime: 25 }))).toThrow(expect.objectContaining({ code: 'media.ptime' }));
  });
});
