import { expect, test } from 'vitest';
import { silentLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import type { Plan } from '#shared/lines/plan.ts';
import type { Line, LineCall } from '../lines/line.ts';
import { Switchboard, type SwitchboardDeps } from './switchboard.ts';

/** A switchboard with one line, and a call on it that has no place for its sound. */
const rung = async (plan: Plan, more: Partial<SwitchboardDeps> = {}): Promise<string[]> => {
  const told: string[] = [];
  let ring: (call: LineCall) => void = () => undefined;
  const line: Partial<Line> = { name: 'main', nameOf: () => 'main', onCall: (handler) => (ring = handler) };
  const call: Partial<LineCall> = {
    id: 'call',
    openLeg: () => Promise.reject(new Error('every port is taken')),
    ring: () => void told.push('180'),
    reject: (status, _reason, retryAfter) => void told.push(`${status} ${retryAfter ?? ''}`),
    onEnded: () => undefined,
  };
  const deps: Partial<SwitchboardDeps> = {
    plan: () => plan,
    clock: systemClock(),
    log: silentLog(),
    recordings: '/nowhere',
    ...more,
  };
  const switchboard = new Switchboard(deps as SwitchboardDeps);
  switchboard.serve(line as Line);
  ring(call as LineCall);
  await new Promise((settled) => setImmediate(settled));
  return told;
};

test('Overload: a call for which no port is free gets 503 with Retry-After, never 486 (RFC 3261 section 21.5.4)', async () => {
  expect(await rung({ do: 'answer', afterMs: 0 })).toEqual(['503 5']);
  expect(await rung({ do: 'message' })).toEqual(['503 5']);
  expect(await rung({ do: 'listen' })).toEqual(['488 ']);
});
