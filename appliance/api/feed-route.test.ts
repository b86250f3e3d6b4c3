import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { WebSocket } from 'ws';
import { apiParts } from '#fakes/api-parts.ts';
import { SAMPLE_NOW } from '#fakes/sample-records.ts';
import type { FeedMessage } from '#shared/api/feed.ts';
import { createFeedHub, type FeedHub } from './feed-hub.ts';
import { buildServer } from './server.ts';

let app: FastifyInstance;
let feed: FeedHub;
let port: number;

beforeEach(async () => {
  feed = createFeedHub({ shop: 'Shop', ring: '', zone: 'America/New_York', bench: true }, () => SAMPLE_NOW);
  app = await buildServer(apiParts({ feed }));
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port;
});

afterEach(async () => {
  await app.close();
});

const started = (call: string) =>
  ({ type: 'call.started', call, line: 'main', from: '+15555550142', startedAt: SAMPLE_NOW, bench: true }) as const;

const listen = (origin?: string): { socket: WebSocket; next: () => Promise<FeedMessage> } => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/feed`, origin === undefined ? {} : { origin });
  const messages: FeedMessage[] = [];
  const waiting: ((message: FeedMessage) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as FeedMessage;
    const taker = waiting.shift();
    if (taker) taker(message);
    else messages.push(message);
  });
  const next = () =>
    new Promise<FeedMessage>((resolve) => {
      const message = messages.shift();
      if (message) resolve(message);
      else waiting.push(resolve);
    });
  return { socket, next };
};

it('tells a newcomer all that is so, then what changes', async () => {
  feed.publish(started('c1'));
  const { next } = listen(`http://127.0.0.1:${port}`);
  expect(await next()).toMatchObject({ type: 'snapshot', at: SAMPLE_NOW, box: { bench: true }, calls: [{ id: 'c1' }] });
  feed.publish({
    type: 'call.slots',
    call: 'c1',
    phase: 'intake',
    urgency: 'routine',
    slots: { gateCode: { value: '4821', state: 'heard' } },
  });
  expect(await next()).toMatchObject({ type: 'call.slots', slots: { gateCode: { value: 'stored' } } });
});

it('refuses a page of another site', async () => {
  const { socket } = listen('http://elsewhere.example');
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  expect(response.statusCode).toBe(403);
  socket.on('error', () => undefined);
  socket.terminate();
});

it('takes nothing from a listener: too long a message ends it, and the others go on', async () => {
  const rude = listen();
  const polite = listen();
  await Promise.all([rude.next(), polite.next()]);
  rude.socket.send('x'.repeat(10_000));
  const [code] = (await once(rude.socket, 'close')) as [number];
  expect([1006, 1009]).toContain(code);
  feed.publish(started('c2'));
  expect(await polite.next()).toMatchObject({ type: 'call.started', call: 'c2' });
});

it('ends every listener when it stops, even one that no longer reads', async () => {
  const { socket, next } = listen();
  await next();
  const deaf = connect(port, '127.0.0.1');
  deaf.on('error', () => undefined);
  deaf.write(
    `GET /api/v1/feed HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
  );
  await once(deaf, 'data');
  deaf.pause();
  const closed = once(socket, 'close');
  const began = performance.now();
  await app.close();
  expect((await closed)[0]).toBe(1001);
  expect(performance.now() - began).toBeLessThan(5_000);
  deaf.destroy();
});
