import { expect, test } from 'vitest';
import { differenceOf, shareOf } from './interval.ts';

/** Newcombe 1998, Stat Med 17:857, table I, method 3, and 17:873, table II, method 10. */
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i: the published interval', (count, of, low, high) => {
  const share = shareOf(count, of);
  expect(share.low).toBeCloseTo(low, 4);
  expect(share.high).toBeCloseTo(high, 4);
});

test.each([
  [48, 80, 56, 70, 0.0524, 0.3339],
  [3, 10, 9, 10, 0.1705, 0.809],
  [0, 29, 5, 56, -0.0381, 0.1926],
])('%i of %i and %i of %i: the published interval of their difference', (a, ofA, b, ofB, low, high) => {
  const found = differenceOf(shareOf(a, ofA), shareOf(b, ofB));
  expect(found?.low).toBeCloseTo(low, 4);
  expect(found?.high).toBeCloseTo(high, 4);
});

test('of no cases nothing is known', () => {
  expect(shareOf(0, 0)).toEqual({ count: 0, of: 0, share: null, low: 0, high: 1 });
  expect(differenceOf(shareOf(0, 0), shareOf(1, 2))).toBeNull();
});
