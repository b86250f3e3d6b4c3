import { expect, test } from 'vitest';
import { isOpen } from './opening.ts';

const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, kind: 'open' as const, starts: '08:00', ends: '17:00' }));
const at = (text: string) => Date.parse(text);
const zone = 'America/New_York';

test('open from the first minute to the last', () => {
  expect(isOpen(hours, [], zone, at('2026-03-04T08:00:00-05:00'))).toBe(true);
  expect(isOpen(hours, [], zone, at('2026-03-04T16:59:59-05:00'))).toBe(true);
  expect(isOpen(hours, [], zone, at('2026-03-04T17:00:00-05:00'))).toBe(false);
  expect(isOpen(hours, [], zone, at('2026-03-04T20:10:00-05:00'))).toBe(false);
});

test('the hours are local wall time on both sides of a clock change', () => {
  expect(isOpen(hours, [], zone, at('2026-03-06T08:30:00-05:00'))).toBe(true);
  expect(isOpen(hours, [], zone, at('2026-03-09T08:30:00-04:00'))).toBe(true);
  expect(isOpen(hours, [], zone, at('2026-03-09T07:30:00-04:00'))).toBe(false);
});

test('closed at the weekend, on holidays, and while only somebody on call is there', () => {
  expect(isOpen(hours, [], zone, at('2026-03-07T10:00:00-05:00'))).toBe(false);
  expect(isOpen(hours, [{ date: '2026-03-04', kind: 'on_call' }], zone, at('2026-03-04T10:00:00-05:00'))).toBe(false);
  expect(
    isOpen(
      [{ weekday: 3, kind: 'on_call', starts: '08:00', ends: '17:00' }],
      [],
      zone,
      at('2026-03-04T10:00:00-05:00'),
    ),
  ).toBe(false);
});
