import { describe, expect, it } from 'vitest';
import { Reception } from './reception.ts';

const sequence = (...numbers: number[]): (number | 'restart' | null)[] => {
  const reception = new Reception();
  return numbers.map((number) => reception.sequence(number));
};

describe('sequence numbers (RFC 3550 A.1)', () => {
  it('grow on across the wrap, and take what is late for what it is', () =>
    expect(sequence(65_534, 65_535, 1, 0, 2)).toEqual([131_070, 131_071, 131_073, 131_072, 131_074]));
  it('that jump far are dropped once, and a new beginning when the next one follows', () =>
    expect(sequence(100, 20_000, 101, 20_000, 20_001)).toEqual([65_636, null, 65_637, null, 'restart']));
  it('that jump within 3000 are a loss, not a new beginning', () =>
    expect(sequence(100, 3099, 3100)).toEqual([65_636, 68_635, 68_636]));
});

describe('what is reported (RFC 3550 A.3, A.8)', () => {
  it('counts what is missing, and doubles as less than nothing', () => {
    const reception = new Reception();
    for (const number of [1, 2, 5, 5, 5, 5]) reception.sequence(number);
    expect(reception.report()).toMatchObject({ received: 6, lost: -1, highestSequence: 5 });
  });
  it('tells copies from packets out of order, across the wrap', () => {
    const reception = new Reception();
    const taken = [65_534, 0, 65_535, 0, 65_535, 1].map((number) => reception.sequence(number));
    expect(taken).toEqual([131_070, 131_072, 131_071, null, null, 131_073]);
    expect(reception.report()).toMatchObject({ received: 6, lost: -2, reordered: 1, duplicates: 2 });
  });
  it('an even flow has no jitter, also where the timestamp wraps', () => {
    const reception = new Reception();
    for (let i = 0; i < 100; i++) reception.arrival((4_294_960_000 + i * 160) >>> 0, 1000 + i * 20);
    expect(reception.report().jitterMs).toBe(0);
  });
  it('packets 10 ms early and late in turn tend to a jitter of 20 ms', () => {
    const reception = new Reception();
    for (let i = 0; i < 200; i++) reception.arrival(i * 160, i * 20 + (i % 2 === 0 ? 10 : -10));
    expect(reception.report().jitterMs).toBeCloseTo(20, 1);
  });
});
