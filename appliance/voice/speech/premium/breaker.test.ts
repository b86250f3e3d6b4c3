import { expect, test } from 'vitest';
import { afterFault, closed } from './breaker.ts';

/** Waits before each probe, ms, while everything fails. */
const waits = (lasting: boolean, faults: number): number[] => {
  let state = closed;
  return Array.from({ length: faults }, () => {
    const next = afterFault(state, lasting);
    ({ state } = next);
    return next.probeMs;
  });
};

test('probes come ever later, and at last every five minutes', () => {
  expect(waits(false, 4)).toEqual([2000, 4000, 8000, 16_000]);
  expect(waits(false, 40).at(-1)).toBe(300_000);
});

test('a refused key is not asked again within a minute', () => {
  expect(Math.min(...waits(true, 20))).toBe(60_000);
});
