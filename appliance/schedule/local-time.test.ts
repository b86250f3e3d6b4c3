import { describe, expect, it } from 'vitest';
import { daysFrom, instantOf, localDate } from './local-time.ts';

const NY = 'America/New_York';
const HOUR = 3_600_000;

describe('local wall time', () => {
  it('follows the zone, not a fixed offset', () => {
    expect(instantOf('2026-11-23', '21:00', NY)).toBe(Date.parse('2026-11-24T02:00:00Z'));
    expect(instantOf('2026-07-01', '21:00', NY)).toBe(Date.parse('2026-07-02T01:00:00Z'));
  });

  it('moves a time that does not exist forward by the gap (8 March 2026, 23 hours)', () => {
    expect(instantOf('2026-03-08', '02:30', NY)).toBe(Date.parse('2026-03-08T03:30:00-04:00'));
    expect(instantOf('2026-03-09', '00:00', NY) - instantOf('2026-03-08', '00:00', NY)).toBe(23 * HOUR);
  });

  it('takes the first of a time that comes twice (1 November 2026, 25 hours)', () => {
    expect(instantOf('2026-11-01', '01:30', NY)).toBe(Date.parse('2026-11-01T01:30:00-04:00'));
    expect(instantOf('2026-11-02', '00:00', NY) - instantOf('2026-11-01', '00:00', NY)).toBe(25 * HOUR);
  });

  it('knows which day it is there', () => {
    expect(localDate(Date.parse('2026-11-24T01:10:00Z'), NY)).toBe('2026-11-23');
  });

  it('walks days by the calendar across a change of the clocks', () => {
    expect([...daysFrom('2026-10-31', 3)]).toEqual([
      { date: '2026-10-31', weekday: 6 },
      { date: '2026-11-01', weekday: 7 },
      { date: '2026-11-02', weekday: 1 },
    ]);
  });
});
