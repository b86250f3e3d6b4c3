import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import type { Plan } from '#shared/lines/plan.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { Line, LineCall } from '../lines/line.ts';
import type { LinkClient } from '../link/client.ts';
import type { CallEnd } from '../sip/session/call.ts';
import { Switchboard, type SwitchboardDeps } from './switchboard.ts';

/** A switchboard with one line, and a call on it that has no place for its sound. */
const rung = async (plan: Plan, linkUp = (): boolean => true): Promise<string[]> => {
  const told: string[] = [];
  let ring: (call: LineCall) => void = () => undefined;
  const line: Partial<Line> = { name: 'main', nameOf: () => 'main', onCall: (handler) => (ring = handler) };
  const call: Partial<LineCall> = {
    id: 'call',
    openLeg: () => Promise.reject(new Error('every port is taken')),
    ring: () => void told.push('180'),
    redirect: (number, why) => void told.push(`302 ${number} ${why}`),
    reject: (status, _reason, retryAfter) => void told.push(`${status} ${retryAfter ?? ''}`),
    onEnded: () => undefined,
  };
  const deps: Partial<SwitchboardDeps> = {
    reception: { plan: () => plan, withoutCore: () => ({ do: 'redirect', to: '+19375550142', why: 'core' }) },
    link: () => ({ up: linkUp() }) as LinkClient,
    clock: systemClock(),
    log: silentLog(),
    recordings: '/nowhere',
  };
  const switchboard = new Switchboard(deps as SwitchboardDeps);
  switchboard.serve(line as Line);
  ring(call as LineCall);
  await vi.advanceTimersByTimeAsync(3_100);
  return told;
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('Overload: a call for which no port is free gets 503 with Retry-After, never 486 (RFC 3261 section 21.5.4)', async () => {
  expect(await rung({ do: 'answer', afterMs: 0 })).toEqual(['503 5']);
  expect(await rung({ do: 'message' })).toEqual(['503 5']);
  expect(await rung({ do: 'listen' })).toEqual(['488 ']);
});

test('without core the phone rings a moment, then the fallback number has the call', async () => {
  expect(await rung({ do: 'answer', afterMs: 0 }, () => false)).toEqual(['180', '302 +19375550142 out-of-service']);
});

test('a core that is back in that moment takes the call after all', async () => {
  let asked = 0;
  expect(await rung({ do: 'answer', afterMs: 0 }, () => ++asked > 1)).toEqual(['180', '503 5']);
});

test('a caller who is sent on, and gives up while the other number rings, is told to core as such a call, once', async () => {
  const told: CallEvent[] = [];
  let ring: (call: LineCall) => void = () => undefined;
  let hangUp: (end: CallEnd) => void = () => undefined;
  const leg = Promise.withResolvers<unknown>();
  const ended: ((end: CallEnd) => void)[] = [];
  const line: Partial<Line> = { name: 'main', nameOf: () => 'main', onCall: (handler) => (ring = handler) };
  const party = (user: string) => ({ uri: '', user, display: '' });
  const call: Partial<LineCall> = {
    id: 'call',
    trunk: 'main',
    from: party('9375550123'),
    to: party('100'),
    ring: () => undefined,
    onEnded: (handler) => void ended.push(handler),
  };
  hangUp = (end) => {
    for (const tell of ended.splice(0)) tell(end);
  };
  const link: Partial<LinkClient> = {
    up: true,
    send: (_call, _at, body) => told.push(body),
  };
  const deps: Partial<SwitchboardDeps> = {
    reception: { plan: () => ({ do: 'forward', to: '+19375550142', why: 'off' }), withoutCore: () => null },
    media: { openLeg: () => leg.promise } as unknown as SwitchboardDeps['media'],
    link: () => link as LinkClient,
    clock: systemClock(),
    log: silentLog(),
  };
  new Switchboard(deps as SwitchboardDeps).serve(line as Line);
  ring(call as LineCall);
  await vi.advanceTimersByTimeAsync(5000);
  expect(told).toEqual([]);
  hangUp({ by: 'remote', reason: 'CANCEL', status: 487 });
  leg.resolve({ close: async () => null });
  await vi.advanceTimersByTimeAsync(100);
  hangUp({ by: 'remote', reason: 'CANCEL', status: 487 });
  expect(told).toMatchObject([
    {
      kind: 'call.forwarded',
      line: 'main',
      from: '9375550123',
      forwardedTo: '+19375550142',
      joined: false,
      by: 'caller',
    },
  ]);
});
