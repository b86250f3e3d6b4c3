import { expect, test } from 'vitest';
import type { Technician } from './crew.ts';
import { onDuty } from './on-duty.ts';

const ZONE = 'America/New_York';
const week = (kind: 'available' | 'on_call', starts: string, ends: string, weekday = 1) => ({
  weekday,
  date: null,
  kind,
  starts,
  ends,
});
const day: Technician = { id: 'day', skills: [], shifts: [week('available', '08:00', '17:00')] };
const night: Technician = { id: 'night', skills: [], shifts: [week('on_call', '17:00', '23:00')] };
const away: Technician = {
  id: 'away',
  skills: [],
  shifts: [
    week('on_call', '17:00', '23:00'),
    { weekday: null, date: '2026-11-23', kind: 'time_off', starts: '00:00', ends: '23:59' },
  ],
};

test.each([
  ['2026-11-23T09:00:00-05:00', ['day']],
  ['2026-11-23T20:10:00-05:00', ['night']],
  ['2026-11-23T23:30:00-05:00', []],
  ['2026-11-24T09:00:00-05:00', []],
])('at %s on duty: %j', (instant, ids) => {
  expect(onDuty([day, night, away], ZONE, Date.parse(instant)).map(({ id }) => id)).toEqual(ids);
});
