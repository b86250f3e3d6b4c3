import { createSocket } from 'node:dgram';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { openSipLine, type SipLine } from '#voice/lines/sip.ts';
import type { CallEnd } from '#voice/sip/session/call.ts';
import type { NegotiatedMedia } from '#voice/sip/session/media.ts';
import type { Target } from '#voice/sip/transport/transport.ts';
import { openUdp } from '#voice/sip/transport/udp.ts';
import { ringWithBaresip, startBaresip } from './baresip/phone.ts';
import { openDoubling } from './sipp/doubling.ts';
import { runSipp } from './sipp/run.ts';

/** Answers with the real user agent; media is a socket that counts packets. The number rung says how it behaves. */
const media = createSocket('udp4');
const sent: { at: number; text: string }[] = [];
const ends: CallEnd[] = [];
const changes: NegotiatedMedia[] = [];
const keys: string[] = [];
let line: SipLine;
let taken = 0;
let packets = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    media.bind(0, '127.0.0.1', resolve);
  });
  media.on('message', () => packets++);
  const udp = await openUdp('127.0.0.1', 0);
  const watched = {
    ...udp,
    send: (data: Buffer, to: Target) => {
      sent.push({ at: performance.now(), text: data.toString('latin1') });
      udp.send(data, to);
    },
  };
  line = await openSipLine('test', { host: '127.0.0.1', port: 0, log: silentLog(), maxCalls: 50, transport: watched });
  line.agent.onIncoming((call) => {
    taken++;
    call.onEnded((end) => ends.push(end));
    call.onMediaChange((change) => changes.push(change));
    call.onDigit((digit) => keys.push(digit));
    call.ring();
    if (call.to.user === 'ring') return;
    void call.answer({ host: '127.0.0.1', port: media.address().port }).then(() => {
      if (call.to.user === 'bye') call.hangup('done');
    });
  });
});

afterAll(async () => {
  await line.close();
  media.close();
});

const target = (): string => line.address.slice('sip:'.length);
const reset = (): void => {
  taken = 0;
  packets = 0;
  for (const list of [sent, ends, changes, keys]) list.length = 0;
};
const started = (start: string): typeof sent => sent.filter(({ text }) => text.startsWith(start));

test('a call with recorded speech: its packets arrive where our answer said', async () => {
  reset();
  expect(await runSipp('call-with-audio', target())).toEqual({ code: 0, errors: '' });
  expect(ends).toMatchObject([{ by: 'remote' }]);
  expect(packets).toBeGreaterThan(60);
});

test('CANCEL while it rings', async () => {
  reset();
  expect(await runSipp('cancel', target(), { service: 'ring' })).toEqual({ code: 0, errors: '' });
  expect(ends).toMatchObject([{ by: 'remote', reason: 'cancelled' }]);
});

test('hold, resume, an empty re-INVITE and a codec change each get their own answer', async () => {
  reset();
  expect(await runSipp('reinvite', target())).toEqual({ code: 0, errors: '' });
  expect(changes.map(({ direction, codec }) => `${direction} ${codec}`)).toEqual([
    'recvonly pcma',
    'sendrecv pcma',
    'sendrecv pcmu',
  ]);
});

test('keys by SIP INFO, hold by 0.0.0.0, and back', async () => {
  reset();
  expect(await runSipp('keys-and-hold', target())).toEqual({ code: 0, errors: '' });
  expect(keys).toEqual(['4', '#']);
  expect(changes.map(({ direction }) => direction)).toEqual(['recvonly', 'sendrecv']);
  expect(ends).toMatchObject([{ by: 'remote' }]);
});

test.each(['options', 'unknown-method', 'unknown-dialog'])('%s', async (scenario) => {
  reset();
  expect(await runSipp(scenario, target())).toEqual({ code: 0, errors: '' });
  expect(taken).toBe(0);
});

test('the 200 is sent again until the late ACK comes, then no more', async () => {
  reset();
  expect((await runSipp('late-ack', target())).code).toBe(0);
  const accepted = started('SIP/2.0 200').filter(({ text }) => text.includes('CSeq: 1 INVITE'));
  const gaps = accepted.map(({ at }, i) => Math.round((at - (accepted[i - 1]?.at ?? at)) / 500) * 500);
  expect(gaps).toEqual([0, 500, 1000]);
  expect(ends).toMatchObject([{ by: 'remote' }]);
});

test('every packet twice: one call, each change once', async () => {
  reset();
  const twice = await openDoubling(line.agent.address.port);
  expect((await runSipp('reinvite', twice.address)).code).toBe(0);
  twice.close();
  expect(taken).toBe(1);
  expect(changes).toHaveLength(3);
  expect(ends).toMatchObject([{ by: 'remote' }]);
});

test('we hang up', async () => {
  reset();
  expect(await runSipp('hung-up-on', target(), { service: 'bye' })).toEqual({ code: 0, errors: '' });
  expect(ends).toEqual([{ by: 'local', reason: 'done', status: null }]);
});

test('a hundred calls, twenty a second, none lost and none left over', async () => {
  reset();
  expect(await runSipp('-uac', target(), { calls: 100, rate: 20 })).toEqual({ code: 0, errors: '' });
  expect(taken).toBe(100);
  await expect.poll(() => line.health().liveCalls).toBe(0);
});

test('malformed packets in between do not disturb it', async () => {
  reset();
  const noise = createSocket('udp4');
  const port = line.agent.address.port;
  const before = line.agent.counters.malformed;
  const throwing = (async () => {
    for (let i = 0; i < 200; i++) {
      noise.send(
        Buffer.from(`INVITE sip:x SIP/2.0\r\nVia: ${'\u0007'.repeat(i)}\r\nContent-Length: ${i}\r\n\r\n`),
        port,
        '127.0.0.1',
      );
      await wait(2);
    }
  })();
  expect(await runSipp('hung-up-on', target(), { service: 'bye', calls: 5 })).toEqual({ code: 0, errors: '' });
  await throwing;
  noise.close();
  await expect.poll(() => line.agent.counters.malformed - before).toBe(200);
  expect(line.agent.counters.failed).toBe(0);
});

test('baresip rings, hears its call answered and hangs up', async () => {
  reset();
  const result = await ringWithBaresip(target(), { service: '100', seconds: 3 });
  expect(result.code).toBe(0);
  expect(ends).toMatchObject([{ by: 'remote' }]);
  expect(packets).toBeGreaterThan(60);
});

test('baresip is rung by us, answers and is hung up on', async () => {
  reset();
  const far = await startBaresip();
  const call = line.agent.call({
    target: `sip:phone@127.0.0.1:${far.port}`,
    from: '"The Box" <sip:100@127.0.0.1>',
    media: { host: '127.0.0.1', port: media.address().port },
  });
  const answered = await new Promise<NegotiatedMedia | CallEnd>((resolve) => {
    call.onAnswered(resolve);
    call.onEnded(resolve);
  });
  expect(answered).toMatchObject({ codec: 'pcmu', direction: 'sendrecv' });
  await expect.poll(() => packets, { timeout: 5_000 }).toBeGreaterThan(20);
  const held = await call.offerMedia('sendonly');
  expect(held).toMatchObject({ direction: 'sendonly' });
  call.hangup();
  await expect.poll(() => started('BYE').length).toBe(1);
  await far.stop();
});
