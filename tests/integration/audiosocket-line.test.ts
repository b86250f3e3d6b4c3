import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { announce, AudioSocketChannel } from '#fakes/asterisk-audiosocket.ts';
import { silentLog } from '#observe/log.ts';
import type { AudioSocketConfig } from '#shared/config/stream-lines.ts';
import { openAudioSocketLine, type AudioSocketLine } from '#voice/lines/audiosocket/audiosocket.ts';
import type { LineCall } from '#voice/lines/line.ts';
import type { Media } from '#voice/media/media.ts';
import type { SoundLeg } from '#voice/media/sound-leg.ts';
import type { CallEnd } from '#voice/sip/session/call.ts';
import { carried, exactSound, format, framesPass, openTestMedia, played } from './media-line.ts';

const CONFIG: AudioSocketConfig = {
  name: 'pbx',
  host: '127.0.0.1',
  port: 0,
  callsPort: 0,
  allowed: ['127.0.0.1'],
  maxCalls: 2,
  numbers: { '200': 'plumbing' },
};
const CALLER = { from: '+19375550142', to: '200' };

let media: Media;
let line: AudioSocketLine;
let calls: LineCall[];
let ends: CallEnd[];
let channels: AudioSocketChannel[];

beforeEach(async () => {
  [calls, ends, channels] = [[], [], []];
  media = await openTestMedia();
  line = await openAudioSocketLine(CONFIG, silentLog());
  line.onCall((call) => {
    calls.push(call);
    call.onEnded((end) => ends.push(end));
  });
});
afterEach(async () => {
  for (const channel of channels) await channel[Symbol.asyncDispose]();
  await line.close();
  await media.close();
});

const channel = async (uuid?: string, localAddress?: string): Promise<AudioSocketChannel> => {
  const one = await AudioSocketChannel.open(line.ports.sound, uuid, localAddress);
  channels.push(one);
  return one;
};
const rings = async (): Promise<{ pbx: AudioSocketChannel; call: LineCall }> => {
  const { text } = await announce(line.ports.calls, CALLER);
  const count = calls.length;
  const pbx = await channel(text);
  await vi.waitFor(() => expect(calls).toHaveLength(count + 1));
  return { pbx, call: calls.at(-1) as LineCall };
};
const answered = async (): Promise<{ pbx: AudioSocketChannel; call: LineCall; leg: SoundLeg }> => {
  const { pbx, call } = await rings();
  const leg = await call.openLeg(media);
  await call.answer();
  return { pbx, call, leg };
};
const all = (frames: readonly Int16Array[]): Int16Array => Int16Array.from(frames.flatMap((frame) => [...frame]));

describe('a call', () => {
  test('says who calls whom and which line it rings', async () => {
    const { call } = await rings();
    expect(call).toMatchObject({ from: { user: '+19375550142' }, to: { user: '200' } });
    expect(line.nameOf(call)).toBe('plumbing');
    expect(line.health()).toMatchObject({ ok: true, liveCalls: 1 });
  });

  test('carries sound both ways unchanged, one frame of 20 ms at a time', async () => {
    const { pbx, leg } = await answered();
    const heard: Int16Array[] = [];
    leg.onFrame((frame) => heard.push(frame));
    const theirs = Int16Array.from({ length: 8000 }, (_, i) => ((i * 7919) % 60_000) - 30_000);
    const ours = exactSound('PCMU', 8000);
    leg.play('ours', ours, true);
    await Promise.all([pbx.say(theirs), played(leg, 'ours')]);
    await framesPass(leg, 10);
    expect(carried(all(heard), theirs)).toBeGreaterThan(0.9);
    expect(carried(all(pbx.played), ours)).toBe(1);
    expect(new Set(pbx.played.map(({ length }) => length))).toEqual(new Set([160]));
  });

  test('falls silent at once when it is stopped: nothing is queued ahead', async () => {
    const { pbx, leg } = await answered();
    leg.play('long', exactSound('PCMU', 80_000), true);
    await framesPass(leg, 30);
    const stopped = played(leg, 'long');
    leg.stop('long');
    const { samples } = await stopped;
    await framesPass(leg, 20);
    const sounding = pbx.played.filter((frame) => frame.some((sample) => sample !== 0)).length;
    // What was reported as heard is what came: a frame of the tick under way more or less.
    expect(Math.abs(sounding * 160 - samples)).toBeLessThanOrEqual(160);
  });

  test('hears keys', async () => {
    const { pbx, leg } = await answered();
    const keys: string[] = [];
    leg.onDigit((digit) => keys.push(digit));
    for (const digit of '4#d') pbx.press(digit);
    await vi.waitFor(() => expect(keys).toEqual(['4', '#', 'D']));
  });

  test('is hung up by the PBX', async () => {
    const { pbx } = await answered();
    pbx.hangup();
    await vi.waitFor(() => expect(ends).toMatchObject([{ by: 'remote', reason: 'the PBX hung up' }]));
  });

  test('is hung up by us', async () => {
    const { pbx, call } = await answered();
    call.hangup('done');
    await pbx.closed;
    expect(pbx).toMatchObject({ hungUp: true, fault: null });
    expect(ends).toEqual([{ by: 'local', reason: 'done', status: null }]);
  });

  test('whose connection breaks is lost, not hung up', async () => {
    const { pbx } = await answered();
    pbx.cut();
    await vi.waitFor(() => expect(ends).toMatchObject([{ by: 'error', reason: expect.stringContaining('RESET') }]));
    expect(line.health().liveCalls).toBe(0);
  });

  test('is turned away before it is answered', async () => {
    const { pbx, call } = await rings();
    call.reject(503);
    await pbx.closed;
    expect(pbx.hungUp).toBe(true);
    expect(ends).toMatchObject([{ by: 'local', status: 503 }]);
    await expect(call.answer()).rejects.toMatchObject({ code: 'stream_call_over' });
  });
});

test('caller and person are joined: the one over AudioSocket, the other over RTP', async () => {
  const { pbx, leg } = await answered();
  const [theirs, phone] = [await media.openLeg(), await media.openLeg()];
  theirs.start(format(phone.port));
  phone.start(format(theirs.port));
  const heard: Int16Array[] = [];
  phone.onFrame((frame) => heard.push(frame));
  leg.join(theirs, { record: true });
  const [caller, person] = [exactSound('PCMU', 8000), exactSound('PCMU', 8000).toReversed()];
  const over = played(phone, 'person');
  phone.play('person', person, true);
  await Promise.all([pbx.say(caller), over]);
  await framesPass(phone, 15);
  expect(carried(all(heard), caller)).toBeGreaterThan(0.9);
  expect(carried(all(pbx.played), person)).toBeGreaterThan(0.9);
});

describe('who may come in', () => {
  test('an id that nobody announced is closed without an octet', async () => {
    const pbx = await channel(randomUUID());
    await pbx.closed;
    expect(pbx.played).toEqual([]);
    expect(pbx.hungUp).toBe(false);
    expect(calls).toEqual([]);
  });

  test('an id is good once, and in any case of letters', async () => {
    const uuid = randomUUID();
    expect(await announce(line.ports.calls, { ...CALLER, uuid: uuid.toUpperCase() })).toEqual({
      status: 201,
      text: uuid,
    });
    expect((await announce(line.ports.calls, { ...CALLER, uuid })).status).toBe(503);
    await channel(uuid);
    const again = await channel(uuid);
    await again.closed;
    expect(calls).toHaveLength(1);
  });

  test('an address that is not allowed reaches neither port', async () => {
    const { text } = await announce(line.ports.calls, CALLER);
    const stranger = await channel(text, '127.0.0.2');
    await stranger.closed;
    expect(calls).toEqual([]);
    const socket = connect({ port: line.ports.calls, host: '127.0.0.1', localAddress: '127.0.0.2' });
    let answer = '';
    socket.on('data', (piece) => (answer += piece.toString()));
    socket.on('error', () => undefined);
    socket.end('POST /audiosocket/calls HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n');
    await once(socket, 'close');
    expect(answer).toBe('');
  });

  test('one call too many is told to the dialplan before it connects, and turned away when it comes all the same', async () => {
    await announce(line.ports.calls, CALLER);
    const { text } = await announce(line.ports.calls, CALLER);
    expect(await announce(line.ports.calls, CALLER)).toEqual({ status: 503, text: 'busy' });
    await channel(text);
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    expect(await announce(line.ports.calls, CALLER)).toEqual({ status: 503, text: 'busy' });
  });

  test.each<[string, RequestInit & { path?: string }, number]>([
    ['a number that is none', { body: new URLSearchParams({ from: '<b>', to: '1' }) }, 400],
    ['an id that is none', { body: new URLSearchParams({ uuid: '1', to: '1' }) }, 400],
    ['no object', { body: '[]', headers: { 'content-type': 'application/json' } }, 400],
    ['too much', { body: 'x'.repeat(5000) }, 413],
    ['a web page', { body: new URLSearchParams(CALLER), headers: { origin: 'https://example.com' } }, 403],
    ['another method', { method: 'PUT', body: 'x' }, 405],
    ['another path', { body: 'x', path: '/' }, 404],
  ])('an announcement that holds %s is refused', async (_, { path, ...request }, status) => {
    const url = `http://127.0.0.1:${line.ports.calls}${path ?? '/audiosocket/calls'}`;
    expect((await fetch(url, { method: 'POST', ...request })).status).toBe(status);
  });

  test('JSON is taken too; a number withheld in words is withheld', async () => {
    const body = JSON.stringify({ from: 'anonymous', to: 100 });
    const answer = await fetch(`http://127.0.0.1:${line.ports.calls}/audiosocket/calls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    await channel(await answer.text());
    await vi.waitFor(() => expect(calls[0]).toMatchObject({ from: { user: '' }, to: { user: '100' } }));
  });
});

describe('a PBX that misbehaves', () => {
  test('sound before the id ends the connection', async () => {
    const socket = connect(line.ports.sound, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(Buffer.from([0x10, 0, 2, 0, 0]));
    await once(socket, 'close');
    expect(calls).toEqual([]);
  });

  test('a length that cannot be ends the call and is told in the state of the line, with the way out', async () => {
    const { pbx } = await answered();
    pbx.send(0x12, Buffer.alloc(640));
    await pbx.closed;
    expect(ends).toMatchObject([{ by: 'error', reason: expect.stringContaining('another rate') }]);
    expect(line.states()).toMatchObject([{ name: 'line pbx', ok: false, fix: expect.stringContaining('dialplan') }]);
    await rings();
    expect(line.states()).toMatchObject([{ ok: true }]);
  });

  test('an error it tells of ends the call', async () => {
    const { pbx } = await answered();
    pbx.send(0xff, Buffer.from([2]));
    await vi.waitFor(() => expect(ends).toMatchObject([{ by: 'error', reason: 'the PBX told of error 2' }]));
  });

  test('a connection that never says who it is does not stay', async () => {
    const socket = connect(line.ports.sound, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'close');
    expect(calls).toEqual([]);
  });
});

test('a port in use shows in the state of the line, and no other line is hurt', async () => {
  const second = await openAudioSocketLine({ ...CONFIG, port: line.ports.sound }, silentLog());
  expect(second.states()).toMatchObject([{ ok: false, detail: expect.stringContaining('EADDRINUSE') }]);
  await second.close();
});
