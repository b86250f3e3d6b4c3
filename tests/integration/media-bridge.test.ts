import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RtpPeer, type Wire, type WirePacket } from '#fakes/rtp-peer.ts';
import { SrtpLine } from '#fakes/srtp-line.ts';
import { rms } from '#voice/media/audio.ts';
import { decodeG711, encodeG711 } from '#voice/media/g711.ts';
import type { Leg } from '#voice/media/leg.ts';
import type { Media } from '#voice/media/media.ts';
import type { LegFormat } from '#voice/media/messages.ts';
import { carried, exactSound, format, openTestMedia } from './media-line.ts';

let media: Media;
let caller: RtpPeer;
let person: RtpPeer;
beforeEach(async () => {
  media = await openTestMedia();
  [caller, person] = await Promise.all([RtpPeer.open(), RtpPeer.open()]);
});
afterEach(async () => {
  await media.close();
  await Promise.all([caller[Symbol.asyncDispose](), person[Symbol.asyncDispose]()]);
});

const MARK = 0x2b;
/** A payload of this packet alone. */
const payload = (n: number, samples = 160): Buffer => Buffer.alloc(samples, n);

const legTo = async (peer: RtpPeer, over: Partial<LegFormat> = {}): Promise<Leg> => {
  const leg = await media.openLeg();
  leg.start(format(peer.port, over));
  peer.target = { address: '127.0.0.1', port: leg.port };
  return leg;
};

/** The next packet that matches, in the order of arrival. */
const arrives = async (peer: RtpPeer, match: (packet: WirePacket) => boolean, from = 0): Promise<WirePacket> => {
  for (let tries = 0; tries < 300; tries++) {
    const found = peer.packets.slice(from).find(match);
    if (found) return found;
    await new Promise((wait) => setTimeout(wait, 10));
  }
  throw new Error(`never came; ${peer.packets.length} packets`);
};

/** Both sides have been heard once, so that each leg knows where its peer is; then they are joined. */
const bridged = async (
  options: { caller?: Partial<LegFormat>; person?: Partial<LegFormat>; record?: boolean; seal?: Wire } = {},
) => {
  person.wire = options.seal ?? null;
  const [a, b] = [await legTo(caller, options.caller), await legTo(person, options.person)];
  caller.send({ payloadType: options.caller?.codec === 'PCMA' ? 8 : 0 });
  person.send({ payloadType: options.person?.codec === 'PCMA' ? 8 : 0 });
  await Promise.all([arrives(caller, () => true), arrives(person, () => true)]);
  a.join(b, { record: options.record ?? false });
  await new Promise((wait) => setTimeout(wait, 60));
  return { a, b, from: person.packets.length };
};

describe('Bridge: two calls joined (RFC 3550 section 7.1)', () => {
  it('codecs match: octet by octet, in one stream of ours, with no packet of our own between', async () => {
    const { from } = await bridged();
    const before = person.packets.at(-1);
    for (let n = 1; n <= 50; n++) {
      caller.send({ payload: payload(n) });
      person.send({ payload: payload(n + 100) });
      await new Promise((wait) => setTimeout(wait, 15));
    }
    const last = await arrives(person, (one) => one.payload[0] === 50);
    await arrives(caller, (one) => one.payload[0] === 150);
    const heard = person.packets.slice(person.packets.findIndex((one) => one.payload[0] === 1));
    expect(heard.map((one) => one.payload[0])).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(heard.every((one) => one.payload.equals(payload(one.payload[0] ?? 0)))).toBe(true);
    expect(new Set(person.packets.slice(from - 1).map((one) => one.ssrc)).size).toBe(1);
    heard.slice(1).forEach((one, i) => {
      expect((one.sequence - (heard[i]?.sequence ?? 0)) & 0xffff).toBe(1);
      expect((one.timestamp - (heard[i]?.timestamp ?? 0)) >>> 0).toBe(160);
    });
    expect([heard[0]?.marker, heard[1]?.marker]).toEqual([true, false]);
    expect((last.sequence - (before?.sequence ?? 0)) & 0xffff).toBeGreaterThanOrEqual(50);
    const back = caller.packets.filter((one) => (one.payload[0] ?? 0) > 100 && (one.payload[0] ?? 0) <= 150);
    expect(back.map((one) => one.payload[0])).toEqual(Array.from({ length: 50 }, (_, i) => i + 101));
  });

  it('one side encrypted (SRTP), the other not: octet by octet, reordered packets under their own index, none twice', async () => {
    const [theirs, ours] = [randomBytes(30), randomBytes(30)];
    const suite = 'AES_CM_128_HMAC_SHA1_80';
    await bridged({
      person: { srtp: { suite, send: ours, receive: theirs } },
      seal: new SrtpLine(suite, theirs, ours),
    });
    const held = (n: number): Buffer => {
      const head = Buffer.from('800000000000000000000063', 'hex');
      head.writeUInt16BE(n, 2);
      head.writeUInt32BE(n * 160, 4);
      return Buffer.concat([head, payload(n)]);
    };
    for (const n of [10, 11, 13, 12, 12, 14]) caller.raw(held(n));
    await arrives(person, (one) => one.payload[0] === 14);
    const numbers = person.packets.map((one) => one.payload[0] ?? 0).filter((n) => n >= 10 && n <= 14);
    expect([numbers, person.unreadable]).toEqual([[10, 11, 13, 12, 14], 0]);
    person.send({ payload: payload(100) });
    expect((await arrives(caller, (one) => one.payload[0] === 100)).payload.equals(payload(100))).toBe(true);
  });

  it('mu-law to A-law: each packet as decoding and encoding gives it', async () => {
    await bridged({ person: { codec: 'PCMA' } });
    const sound = exactSound('PCMU', 160 * 20);
    for (let n = 0; n < 20; n++) {
      const octets = Buffer.alloc(160);
      encodeG711('PCMU', sound.subarray(n * 160, n * 160 + 160), octets);
      caller.send({ payload: octets });
      await new Promise((wait) => setTimeout(wait, 15));
    }
    const wanted = Buffer.alloc(160);
    encodeG711('PCMA', sound.subarray(19 * 160), wanted);
    await arrives(person, (one) => one.payloadType === 8 && one.payload.equals(wanted));
    const heard = Int16Array.from(person.packets.flatMap((one) => [...decodeG711('PCMA', one.payload)]));
    const octets = Buffer.alloc(sound.length);
    encodeG711('PCMA', sound, octets);
    expect(carried(heard, decodeG711('PCMA', octets))).toBe(1);
  });

  it('loss before us is loss behind us; packets of 30 ms stay as they are', async () => {
    await bridged();
    for (const n of [1, 2]) caller.send({ payload: payload(n, 240), samples: 240 });
    caller.lose(2);
    caller.send({ payload: payload(5, 240), samples: 240 });
    await arrives(person, (one) => one.payload[0] === 5);
    const [first, second, fifth] = [1, 2, 5].map((n) => person.packets.find((one) => one.payload[0] === n));
    expect([first?.payload.length, fifth?.payload.length]).toEqual([240, 240]);
    expect(((second?.sequence ?? 0) - (first?.sequence ?? 0)) & 0xffff).toBe(1);
    expect(((fifth?.sequence ?? 0) - (second?.sequence ?? 0)) & 0xffff).toBe(3);
  });

  it('keys go through under the number that the other side gave them (RFC 4733)', async () => {
    await bridged({ person: { dtmfPayloadType: 96 } });
    await caller.key(7, { payloadType: 101 });
    await arrives(person, (one) => one.payloadType === 96 && one.payload[1] === 0x8a);
    const events = person.packets.filter((one) => one.payloadType === 96);
    expect(events.map((one) => one.payload[0])).toEqual(Array<number>(8).fill(7));
    expect(new Set(events.map((one) => one.timestamp)).size).toBe(1);
    expect(person.packets.filter((one) => one.payloadType === 101)).toEqual([]);
  });

  it('a side that falls silent is filled up by our clock, and followed again when it comes back', async () => {
    const { from } = await bridged();
    for (let n = 1; n <= 5; n++) caller.send({ payload: payload(n) });
    await arrives(person, (one) => one.payload[0] === 5);
    const silent = person.packets.length;
    await arrives(person, (one) => one.payload[0] !== 5, silent + 4);
    caller.send({ payload: payload(MARK) });
    const back = await arrives(person, (one) => one.payload[0] === MARK, silent);
    expect(back.marker).toBe(true);
    const stream = person.packets.slice(from - 1);
    stream.slice(1).forEach((one, i) => expect((one.sequence - (stream[i]?.sequence ?? 0)) & 0xffff).toBe(1));
    stream
      .slice(1)
      .forEach((one, i) => expect((one.timestamp - (stream[i]?.timestamp ?? 0)) | 0).toBeGreaterThanOrEqual(0));
  });

  it('a side on hold gets nothing of the other; after it the sound goes on', async () => {
    const { b } = await bridged();
    b.hold(true);
    await new Promise((wait) => setTimeout(wait, 40));
    for (let n = 1; n <= 10; n++) {
      caller.send({ payload: payload(n) });
      await new Promise((wait) => setTimeout(wait, 10));
    }
    expect(person.packets.filter((one) => (one.payload[0] ?? 0) <= 10)).toEqual([]);
    b.hold(false);
    await new Promise((wait) => setTimeout(wait, 40));
    caller.send({ payload: payload(MARK) });
    expect((await arrives(person, (one) => one.payload[0] === MARK)).marker).toBe(true);
  });

  it('when one leg closes the other lives on by itself', async () => {
    const { a, b } = await bridged();
    caller.send({ payload: payload(MARK) });
    await arrives(person, (one) => one.payload[0] === MARK);
    await b.close();
    a.play('sorry', exactSound('PCMU', 800), true);
    const said = await arrives(caller, (one) => rms(decodeG711('PCMU', one.payload)) > 1000, caller.packets.length);
    expect(said.payload.length).toBe(160);
  });

  it.each([
    ['goes on where that is wished, with the person on our side', true],
    ['stands still where it is not', false],
  ])('the recording %s', async (_, record) => {
    const folder = await mkdtemp(join(tmpdir(), 'bridge-'));
    const [a, b] = [await legTo(caller), await legTo(person)];
    caller.send();
    person.send();
    await Promise.all([arrives(caller, () => true), arrives(person, () => true)]);
    const path = join(folder, 'call.wav');
    const started = new Promise((resolve) => a.onRecordingStarted(resolve));
    a.record({ path });
    await started;
    a.join(b, { record });
    const sound = exactSound('PCMU', 160 * 25);
    const octets = Buffer.alloc(sound.length);
    encodeG711('PCMU', sound, octets);
    for (let n = 0; n < 35; n++) {
      person.send({ payload: n < 25 ? octets.subarray(n * 160, n * 160 + 160) : Buffer.alloc(160, 0xff) });
      caller.send({ payload: Buffer.alloc(160, 0xff) });
      await new Promise((wait) => setTimeout(wait, 20));
    }
    await a.close();
    const file = await readFile(path);
    const right = Int16Array.from({ length: (file.length - 44) / 4 }, (__, i) => file.readInt16LE(46 + i * 4));
    if (record) expect(carried(right, sound)).toBeGreaterThan(0.9);
    else expect(file.length).toBeLessThan(44 + 4 * 160 * 12);
    await rm(folder, { recursive: true });
  });
});
