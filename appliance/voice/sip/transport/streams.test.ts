import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { handTimers, type HandTimers } from '#fakes/hand-timers.ts';
import { connectPeer, listenAsPeer, type StreamPeer } from '#fakes/stream-peer.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { StreamLimits } from './connection.ts';
import { openTcp } from './tcp.ts';
import type { Endpoint, Target, Transport } from './transport.ts';

const MESSAGE = 'OPTIONS sip:a SIP/2.0\r\nContent-Length: 2\r\n\r\nab';
let timers: HandTimers;
let tcp: Transport;
let got: { text: string; from: Target; fault: string | undefined }[];
let lost: string[];
let opened: (() => unknown)[];

const open = async (limits: Partial<StreamLimits> = {}, listens = true): Promise<void> => {
  tcp = await openTcp({
    host: '127.0.0.1',
    port: listens ? 0 : null,
    mayConnect: (address) => address !== '127.0.0.2',
    timers,
    limits,
  });
  tcp.onData((data, from, fault) => got.push({ text: data.toString(), from, fault }));
  tcp.onLost?.((peer, error) => lost.push(error?.message ?? 'closed'));
};
const local = (): Endpoint => {
  if (!tcp.local) throw new Error('does not listen');
  return tcp.local;
};
const peer = async (host?: string): Promise<StreamPeer> => {
  const one = await connectPeer(local(), host === undefined ? {} : { host });
  opened.push(() => one.socket.destroy());
  return one;
};
const received = (count: number): Promise<void> => vi.waitFor(() => expect(got).toHaveLength(count));
/** Lets bytes cross the loopback before time moves on. */
const passed = async (ms: number): Promise<void> => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => void setImmediate(resolve));
  await timers.advance(ms);
};

beforeEach(() => {
  timers = handTimers();
  got = [];
  lost = [];
  opened = [];
});
afterEach(async () => {
  for (const end of opened) end();
  await tcp.close();
});

describe('connections (RFC 3261 section 18)', () => {
  test('what answers goes back on the connection the request came on', async () => {
    await open();
    const [one, other] = [await peer(), await peer()];
    one.peer.send(MESSAGE);
    await received(1);
    other.peer.send(MESSAGE);
    await received(2);
    expect(got.map(({ text }) => text)).toEqual([MESSAGE, MESSAGE]);
    const [first, second] = got.map(({ from }) => from);
    if (!first || !second) throw new Error('nothing came');
    // The port of sent-by does not matter as long as the connection lives.
    tcp.send(Buffer.from(MESSAGE.replace('ab', '11')), { ...first, port: 9 });
    tcp.send(Buffer.from(MESSAGE.replace('ab', '22')), { ...second, port: 9 });
    expect(await one.peer.next(/^OPTIONS/)).toContain('11');
    expect(await other.peer.next(/^OPTIONS/)).toContain('22');
  });

  test('once that is gone, on a new one to sent-by', async () => {
    await open();
    await using host = await listenAsPeer();
    const one = await peer();
    one.peer.send(MESSAGE);
    await received(1);
    one.socket.destroy();
    await vi.waitFor(() => expect(lost).toHaveLength(1));
    const from = got[0]?.from;
    if (!from) throw new Error('nothing came');
    tcp.send(Buffer.from(MESSAGE), { ...from, port: host.endpoint.port });
    const { peer: again } = await host.peer(0);
    expect(await again.next(/^OPTIONS/)).toBe(MESSAGE);
  });

  test('one connection serves all that goes to a target; after its end there is a new one', async () => {
    await open({}, false);
    expect(tcp.local).toBeNull();
    await using host = await listenAsPeer();
    const to = { ...host.endpoint, protocol: 'TCP' } as const;
    tcp.send(Buffer.from(MESSAGE), to);
    tcp.send(Buffer.from(MESSAGE), to);
    const first = await host.peer(0);
    await first.peer.next(/^OPTIONS/);
    await first.peer.next(/^OPTIONS/);
    first.socket.destroy();
    await vi.waitFor(() => expect(lost).toHaveLength(1));
    tcp.send(Buffer.from(MESSAGE), to);
    await (await host.peer(1)).peer.next(/^OPTIONS/);
    expect(host.taken).toHaveLength(2);
  });

  test('where nobody listens the cause is told in words', async () => {
    await open({}, false);
    tcp.send(Buffer.from(MESSAGE), { address: '127.0.0.1', port: 1, protocol: 'TCP' });
    await vi.waitFor(() => expect(lost).toEqual(['127.0.0.1:1: nobody listens there']));
  });
});

describe('hardening', () => {
  test('a stranger is closed without a byte', async () => {
    await open();
    const stranger = connect({ ...local(), host: local().address, localAddress: '127.0.0.2' });
    const bytes: Buffer[] = [];
    stranger.on('data', (chunk) => bytes.push(chunk));
    stranger.on('error', () => {});
    await once(stranger, 'close');
    expect(bytes).toEqual([]);
    expect(got).toEqual([]);
  });

  test('connections of one address are counted, and all of them', async () => {
    await open({ perPeer: 2, total: 3 });
    const told: string[] = [];
    tcp.onError((error) => told.push(error.message));
    const held: Socket[] = [];
    for (const host of ['127.0.0.1', '127.0.0.1', '127.0.0.3']) held.push((await peer(host)).socket);
    for (const host of ['127.0.0.1', '127.0.0.1', '127.0.0.3']) {
      const more = connect({ host: local().address, port: local().port, localAddress: host });
      more.on('error', () => {});
      await once(more, 'close');
    }
    expect(held.every((one) => !one.closed)).toBe(true);
    expect(told).toEqual(['127.0.0.1 has too many connections open', '127.0.0.3 has too many connections open']);
    held[0]?.destroy();
    await vi.waitFor(() => expect(lost).toHaveLength(1));
    const again = await peer('127.0.0.3');
    again.peer.send(MESSAGE);
    await received(1);
  });

  test('a message that is not sent to its end, however slowly it trickles', async () => {
    await open({ messageMs: 10_000 });
    const slow = await peer();
    for (const byte of 'OPTIONS sip:a') {
      slow.socket.write(byte);
      await passed(700);
    }
    expect(lost).toEqual([]);
    slow.socket.write('b');
    await passed(1_000);
    await slow.closed;
    expect(lost[0]).toContain('a message was not sent to its end');
  });

  test('a stream without Content-Length is handed up once with its fault, and ended', async () => {
    await open();
    const one = await peer();
    one.socket.write(`OPTIONS sip:a SIP/2.0\r\n\r\n${MESSAGE}`);
    await one.closed;
    expect(got).toMatchObject([{ text: 'OPTIONS sip:a SIP/2.0\r\n\r\n', fault: 'no Content-Length on a stream' }]);
  });

  test('a far end that does not read', async () => {
    await open({ queueBytes: 100_000 });
    const deaf = await peer();
    deaf.peer.send(MESSAGE);
    await received(1);
    deaf.socket.pause();
    const from = got[0]?.from;
    if (!from) throw new Error('nothing came');
    const block = Buffer.alloc(60_000, 'x');
    for (let i = 0; i < 400 && lost.length === 0; i++) {
      tcp.send(block, from);
      await new Promise((resolve) => void setImmediate(resolve));
    }
    expect(lost[0]).toContain('does not read');
  });

  test('silence ends a connection; pings keep theirs', async () => {
    await open({ idleMs: 60_000 });
    const [silent, pinging] = [await peer(), await peer()];
    await passed(40_000);
    pinging.socket.write('\r\n\r\n');
    await pinging.peer.next(/^\r\n$/);
    await passed(30_000);
    await silent.closed;
    expect(pinging.socket.closed).toBe(false);
  });
});

describe('keep-alive of our connections (RFC 5626 section 4.4.1)', () => {
  test('a ping each 25 s; who has answered one before and stops is given up after 10 s', async () => {
    await open({}, false);
    await using host = await listenAsPeer();
    tcp.send(Buffer.from(MESSAGE), { ...host.endpoint, protocol: 'TCP' });
    const { peer: far, socket } = await host.peer(0);
    await far.next(/^OPTIONS/);
    await passed(25_000);
    await far.next(/^\r\n\r\n$/);
    await passed(11_000);
    expect(lost).toEqual([]);
    await passed(14_000);
    await far.next(/^\r\n\r\n$/);
    socket.write('\r\n');
    await passed(25_000);
    await far.next(/^\r\n\r\n$/);
    await passed(10_000);
    expect(lost[0]).toContain('answers no ping');
  });
});
