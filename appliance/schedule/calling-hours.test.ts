import { expect, test } from 'vitest';
import { callableFrom } from './calling-hours.ts';

const HOURS = ['09:00', '20:00'] as const;

test.each([
  ['within the hours', '2026-03-04T12:00:00-05:00', '2026-03-04T12:00:00-05:00'],
  ['at their beginning', '2026-03-04T09:00:00-05:00', '2026-03-04T09:00:00-05:00'],
  ['before them', '2026-03-04T05:10:00-05:00', '2026-03-04T09:00:00-05:00'],
  ['at their end', '2026-03-04T20:00:00-05:00', '2026-03-05T09:00:00-05:00'],
  ['at night', '2026-03-04T23:59:00-05:00', '2026-03-05T09:00:00-05:00'],
  ['the night in which clocks go forward', '2026-03-07T22:00:00-05:00', '2026-03-08T09:00:00-04:00'],
  ['the night in which they go back', '2026-10-31T22:00:00-04:00', '2026-11-01T09:00:00-05:00'],
])('%s', (_, now, wanted) => {
  expect(new Date(callableFrom(Date.parse(now), 'America/New_York', HOURS)).toISOString()).toBe(
    new Date(wanted).toISOString(),
  );
});
