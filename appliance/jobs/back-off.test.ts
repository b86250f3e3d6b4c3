import { expect, it } from 'vitest';
import { backOff, MAX_ATTEMPTS } from './back-off.ts';

it('doubles from five seconds to an hour', () => {
  expect([1, 2, 3, 4].map((n) => backOff(n, false, 0.5))).toEqual([5000, 10_000, 20_000, 40_000]);
  expect(backOff(MAX_ATTEMPTS, false, 0.5)).toBe(3_600_000);
});
it('keeps an alert at ten seconds', () => expect(backOff(9, true, 0.5)).toBe(10_000));
it('spreads by a fifth either way', () => expect([backOff(1, false, 0), backOff(1, false, 1)]).toEqual([4000, 6000]));
it('gives up after most of a working day', () => {
  let total = 0;
  for (let n = 1; n < MAX_ATTEMPTS; n++) total += backOff(n, false, 0.5);
  expect(total / 3_600_000).toBeGreaterThan(7);
  expect(total / 3_600_000).toBeLessThan(10);
});
