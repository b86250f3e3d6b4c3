import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ForwardOutcome } from '../calls/forwarding.ts';
import { carryOut, type CallAtDoor } from './door.ts';

let told: string[];
let hangUp: () => void;
const call: CallAtDoor = {
  ring: () => void told.push('180'),
  reject: (status, _reason, retryAfter) =>
    void told.push(`${status}${retryAfter === undefined ? '' : ` after ${retryAfter}`}`),
  redirect: (number, why) => void told.push(`302 ${number} ${why}`),
  onEnded: (handler) => {
    hangUp = () => handler({ by: 'remote', reason: 'taken elsewhere', status: 487 });
  },
};

let forwarded: ForwardOutcome;
const forward = async (to: string): Promise<ForwardOutcome> => {
  told.push(`rings ${to}`);
  return forwarded;
};

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
});
afterEach(() => vi.useRealTimers());

test('a call for the box is taken at once', async () => {
  expect(await carryOut({ do: 'answer', afterMs: 0 }, call, forward)).toBe('talk');
  expect(await carryOut({ do: 'message' }, call, forward)).toBe('message');
  expect(told).toEqual([]);
});

test('Overflow: the call rings its seconds, then the box takes it', async () => {
  const taken = carryOut({ do: 'answer', afterMs: 15_000 }, call, forward);
  await vi.advanceTimersByTimeAsync(14_999);
  expect(told).toEqual(['180']);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(await taken).toBe('talk');
});

test('Overflow: a call that another phone takes meanwhile is none of ours, and leaves no timer', async () => {
  const taken = carryOut({ do: 'answer', afterMs: 15_000 }, call, forward);
  await vi.advanceTimersByTimeAsync(4_000);
  hangUp();
  expect(await taken).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
});

test("the shop's own phones ring two minutes, then the caller is told that nobody is there", async () => {
  const taken = carryOut({ do: 'ring', ms: 120_000 }, call, forward);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(await taken).toBeNull();
  expect(told).toEqual(['180', '480']);
});

test('the fallback number, or back to the carrier: never 486, which says that somebody is there and busy', async () => {
  expect(await carryOut({ do: 'redirect', to: '+19375550142', why: 'open' }, call, forward)).toBeNull();
  expect(await carryOut({ do: 'redirect', to: '+19375550142', why: 'off' }, call, forward)).toBeNull();
  expect(await carryOut({ do: 'hand_back' }, call, forward)).toBeNull();
  expect(told).toEqual(['302 +19375550142 time-of-day', '302 +19375550142 unconditional', '503 after 5']);
});

test.each([
  ['joined', null],
  ['gone', null],
  ['not_taken', 'message'],
] as const)('a fallback number that we ring: %s', async (outcome, answer) => {
  forwarded = outcome;
  expect(await carryOut({ do: 'forward', to: '+19375550142' }, call, forward)).toBe(answer);
  expect(told).toEqual(['rings +19375550142']);
});
