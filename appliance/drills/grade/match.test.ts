import { expect, test } from 'vitest';
import { fits, misfits } from './match.ts';

test('values fit as written, by pattern, or by being there at all', () => {
  expect([
    fits('a', 'a'),
    fits('a', 'b'),
    fits('/^a/', 'Ab'),
    fits('/^a/', null),
    fits('*', 0),
    fits('*', null),
  ]).toEqual([true, false, true, false, true, false]);
  expect([fits(true, 1), fits(true, 0), fits(false, 0), fits(null, null), fits(null, 'x')]).toEqual([
    true,
    false,
    true,
    true,
    false,
  ]);
});

test('a record may hold more than is named, a list may not', () => {
  expect(fits({ a: 1 }, { a: 1, b: 2 })).toBe(true);
  expect(fits({ a: 1, c: 3 }, { a: 1, b: 2 })).toBe(false);
  expect(fits(['/x/'], ['x', 'y'])).toBe(false);
  expect(misfits({ a: 1, b: 2 }, { a: 1, b: 3 })).toEqual(['b']);
});
