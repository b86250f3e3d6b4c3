import { expect, test } from 'vitest';
import { BREAKER, failed, probing, unproven, worked } from './breaker.ts';

test('it opens at the third failure in a row, and each failed probe doubles the wait up to a minute', () => {
  let breaker = worked();
  breaker = failed(failed(breaker, 10), 20);
  expect(breaker.state).toBe('closed');
  breaker = failed(breaker, 1000);
  expect(breaker).toMatchObject({ state: 'open', retryAt: 1000 + BREAKER.firstWaitMs });
  const waits: number[] = [];
  for (let i = 0; i < 7; i++) {
    breaker = failed(probing(breaker), 0);
    waits.push(breaker.retryAt);
  }
  expect(waits).toEqual([4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test('where nothing is there, one failure is enough', () => {
  expect(failed(worked(), 5, true)).toMatchObject({ state: 'open', retryAt: 5 + BREAKER.firstWaitMs });
});

test('what works closes it, and the count begins anew', () => {
  expect(failed(worked(), 5)).toMatchObject({ state: 'closed', failures: 1 });
  expect(unproven.state).toBe('open');
  expect(failed(probing(unproven), 0).state).toBe('open');
});
