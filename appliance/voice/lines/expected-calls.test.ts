import { expect, test } from 'vitest';
import { ExpectedCalls } from './expected-calls.ts';

const CALL = { from: '9375550142', to: '100' };

test('a key is good once', () => {
  const expected = new ExpectedCalls({ lastsMs: 1000, most: 5 });
  expect(expected.add('key', CALL, 0)).toBe(true);
  expect(expected.take('other', 1)).toBeNull();
  expect(expected.take('key', 1)).toEqual(CALL);
  expect(expected.take('key', 2)).toBeNull();
});

test('a key is good for a while only, and makes room then', () => {
  const expected = new ExpectedCalls({ lastsMs: 1000, most: 1 });
  expected.add('key', CALL, 0);
  expect(expected.add('second', CALL, 999)).toBe(false);
  expect(expected.add('second', CALL, 1000)).toBe(true);
  expect(expected.take('key', 1000)).toBeNull();
});

test('a key that waits cannot be given to another call', () => {
  const expected = new ExpectedCalls({ lastsMs: 1000, most: 5 });
  expected.add('key', CALL, 0);
  expect(expected.add('key', { from: '', to: '' }, 1)).toBe(false);
  expect(expected.take('key', 2)).toEqual(CALL);
});
