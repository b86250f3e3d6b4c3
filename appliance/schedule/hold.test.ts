import { expect, test } from 'vitest';
import { holdUntil } from './hold.ts';

const at = (time: string): number => Date.parse(`2026-11-${time}-05:00`);

test.each([
  ['the next day, until two hours before', '23T20:10', '24T08:00', '24T06:00'],
  ['far off, a day', '23T20:10', '30T08:00', '24T20:00'],
  ['soon, half an hour', '23T20:05', '23T21:00', '23T20:30'],
  ['at once, until it begins', '23T20:50', '23T21:00', '23T21:00'],
])('a window %s', (_, now, starts, until) => {
  expect(holdUntil(at(now), at(starts))).toBe(at(until));
});
