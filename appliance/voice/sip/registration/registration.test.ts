import { handTimers, type HandTimers } from '#fakes/hand-timers.ts';
import { openRegistrar, type FakeRegistrar, type RegistrarOptions } from '#fakes/sip-registrar.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '#observe/log.ts';
import type { Stack } from '../agent/stack.ts';
import { parseMessage } from '../parse/reader.ts';
import { openTransactions } from '../transaction/layer.ts';
import { locator, ANY_WAY } from '../locate/locate.ts';
import { openDns } from '../locate/dns.ts';
import { Outages } from '../locate/outages.ts';
import type { ListeningTransport } from '../transport/transport.ts';
import { openUdp } from '../transport/udp.ts';
import { Registration } from './registration.ts';

let timers: HandTimers;
let transport: ListeningTransport;
let stack: Stack;
let registrar: FakeRegistrar;

beforeEach(async () => {
  timers = handTimers();
  transport = await openUdp('127.0.0.1', 0);
  const transactions = openTransactions(transport, timers, { request: () => {}, ack: () => {}, response: () => {} });
  transport.onData((data, source) => {
    const parsed = parseMessage(data);
    if (parsed.ok) transactions.receive(parsed.message, source);
  });
  const { address, port } = transport.local;
  const now = (): number => timers.now();
  stack = {
    transactions,
    timers,
    log: silentLog(),
    self: {
      host: address,
      bound: address,
      ports: { UDP: port, TCP: port, TLS: 5061 },
      listening: new Set(['UDP']),
      protocol: 'UDP',
      family: 4,
      product: 'Test',
    },
    now,
    locate: locator({ records: openDns([], now), family: 4, speaks: (one) => one === 'UDP', random: () => 0 }),
    outages: new Outages(now),
    way: { ...ANY_WAY, protocol: 'UDP' },
    longByTcp: false,
    mayTalk: () => true,
  };
});
afterEach(async () => {
  await Promise.all([transport.close(), registrar.close()]);
});

const begin = async (options: Partial<RegistrarOptions> = {}, password = 'not a secret'): Promise<Registration> => {
  registrar = await openRegistrar({ user: 'box', password: 'not a secret', ...options });
  const one = new Registration(stack, { server: registrar.server, user: 'box', password, expires: 600 }, () => 0);
  one.start();
  return one;
};
/** Moves time on in steps shorter than T1, and lets packets arrive between: the network is real. */
const pass = async (ms: number): Promise<void> => {
  const end = timers.now() + ms;
  while (timers.now() < end) {
    await timers.advance(Math.min(400, end - timers.now()));
    for (let i = 0; i < 6; i++) await new Promise((resolve) => void setImmediate(resolve));
  }
};
const logged = (...lines: string[]): Promise<void> => vi.waitFor(() => expect(registrar.log).toEqual(lines));
const status = (one: Registration, expected: string): Promise<void> =>
  vi.waitFor(() => expect(one.view().status).toBe(expected));
const contact = (host = '127.0.0.1', port = transport.local.port): string => `sip:box@${host}:${port}`;

test.each(['MD5', 'SHA-256'] as const)(
  'registers with %s, refreshes with the same nonce, takes it away',
  async (algorithm) => {
    const one = await begin({ algorithm });
    await logged('REGISTER 401', 'REGISTER 200');
    await status(one, 'registered');
    expect(one.view()).toEqual({ status: 'registered', since: 0, until: 600_000, failure: null });
    expect([...registrar.bindings]).toEqual([[contact(), 600]]);
    await pass(25_000);
    await logged('REGISTER 401', 'REGISTER 200', 'OPTIONS 200');
    await pass(485_000);
    await vi.waitFor(() => expect(registrar.log.filter((line) => line !== 'OPTIONS 200')).toHaveLength(3));
    expect(registrar.log.filter((line) => line === 'REGISTER 401')).toHaveLength(1);
    expect(registrar.requests.at(-1)).toContain('nc=00000002');
    await vi.waitFor(() => expect(one.view()).toMatchObject({ since: 0, until: 1_110_000 }));
    await one.stop();
    expect(registrar.bindings.size).toBe(0);
    expect(one.view().status).toBe('stopped');
  },
);

test('a nonce that has run out is replaced', async () => {
  const one = await begin({ nonceUses: 1 });
  await status(one, 'registered');
  await pass(511_000);
  expect(registrar.log.filter((line) => line.startsWith('REGISTER'))).toEqual([
    'REGISTER 401',
    'REGISTER 200',
    'REGISTER 401',
    'REGISTER 200',
  ]);
  expect(registrar.requests.at(-1)).toMatch(/nc=00000001/);
});

test('423: asks for what the registrar wants', async () => {
  const one = await begin({ minExpires: 1200 });
  await logged('REGISTER 401', 'REGISTER 423', 'REGISTER 200');
  await vi.waitFor(() => expect(one.view().until).toBe(1_200_000));
});

test('a wrong password is told, and tried again only after five minutes', async () => {
  const one = await begin({}, 'wrong');
  await logged('REGISTER 401', 'REGISTER 401');
  await status(one, 'failing');
  expect(one.view().failure).toEqual({ at: 0, cause: '401 Unauthorized', nextTryAt: 300_000 });
  await pass(299_000);
  expect(registrar.log).toHaveLength(2);
});

test('503 with Retry-After: waits as long, then registers', async () => {
  registrar = await openRegistrar({ user: 'box', password: 'not a secret' });
  registrar.answer = { status: 503, more: 'Retry-After: 60 (upgrade)\r\n' };
  const one = new Registration(
    stack,
    { server: registrar.server, user: 'box', password: 'not a secret', expires: 600 },
    () => 0,
  );
  one.start();
  await status(one, 'failing');
  expect(one.view().failure).toMatchObject({ cause: '503 Scripted', nextTryAt: 60_000 });
  registrar.answer = null;
  await pass(59_000);
  expect(registrar.log).toEqual(['REGISTER 503']);
  await pass(1_000);
  await status(one, 'registered');
  expect(one.view().failure).toBeNull();
});

test('silence: the REGISTER is sent again by its transaction, then backs off, and the binding lapses', async () => {
  const one = await begin();
  await status(one, 'registered');
  registrar.answer = { status: 0 };
  await pass(543_000);
  expect(registrar.log.filter((line) => line === 'REGISTER lost')).toHaveLength(11);
  expect(one.view()).toMatchObject({ status: 'registered', failure: { cause: 'the registrar did not answer' } });
  await pass(58_000);
  expect(one.view()).toMatchObject({ status: 'failing', since: null, until: null });
  registrar.answer = null;
  await pass(60_000);
  await status(one, 'registered');
});

test('seen through a router: the Contact is what the registrar sees, from the first binding on', async () => {
  registrar = await openRegistrar({ user: 'box', password: 'not a secret' });
  registrar.sees = { address: '198.51.100.7', port: 40_000 };
  const one = new Registration(
    stack,
    { server: registrar.server, user: 'box', password: 'not a secret', expires: 600 },
    () => 0,
  );
  one.start();
  await vi.waitFor(() => expect([...registrar.bindings.keys()]).toEqual([contact('198.51.100.7', 40_000)]));
  await status(one, 'registered');
  expect(one.contact).toEqual({ user: 'box', host: '198.51.100.7', port: 40_000 });
});

test('the router gets another address: the next keep-alive sees it, the old binding is replaced', async () => {
  const one = await begin();
  await status(one, 'registered');
  registrar.sees = { address: '198.51.100.8', port: 41_000 };
  await pass(25_000);
  await vi.waitFor(() => expect([...registrar.bindings.keys()]).toEqual([contact('198.51.100.8', 41_000)]));
  expect(registrar.requests.at(-1)).toContain(`<${contact()}>;expires=0`);
});
