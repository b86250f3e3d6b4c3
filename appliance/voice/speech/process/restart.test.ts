import { expect, test } from 'vitest';
import { afterDeath, CALM_MS, freshStart } from './restart.ts';

test('the first restart comes at once, later ones ever later, never more than half a minute', () => {
  let state = freshStart;
  const delays = Array.from({ length: 12 }, () => {
    const next = afterDeath(state, 0);
    state = next.state;
    return next.delayMs;
  });
  expect(delays[0]).toBe(0);
  expect(delays.toSorted((a, b) => a - b)).toEqual(delays);
  expect(Math.max(...delays)).toBe(30_000);
});

test('a worker that ran calmly is forgiven its past', () => {
  expect(afterDeath({ deaths: 6 }, CALM_MS).delayMs).toBe(0);
  expect(afterDeath({ deaths: 6 }, CALM_MS - 1).delayMs).toBe(30_000);
});
