import { describe, expect, test } from 'vitest';
import { isOpen, type OpeningHours } from './opening.ts';
import { openings } from './openings.ts';

const zone = 'America/New_York';
const DAY = 86_400_000;
const weekdays = [1, 2, 3, 4, 5].map(
  (weekday): OpeningHours => ({ weekday, kind: 'open', starts: '08:00', ends: '17:00' }),
);
const written = (spans: readonly (readonly [number, number])[]) =>
  spans.map((span) => span.map((at) => new Date(at).toISOString().slice(5, 16)).join(' '));

describe('the spans in which the shop is open', () => {
  test('stand at the same wall time before and after the clocks change, in spring and in autumn', () => {
    expect(written(openings(weekdays, [], zone, Date.parse('2026-03-06T12:00:00Z'), 4))).toEqual([
      '03-06T13:00 03-06T22:00',
      '03-09T12:00 03-09T21:00',
    ]);
    expect(written(openings(weekdays, [], zone, Date.parse('2026-10-30T12:00:00Z'), 4))).toEqual([
      '10-30T12:00 10-30T21:00',
      '11-02T13:00 11-02T22:00',
    ]);
  });

  test('leave out holidays and the hours somebody is only on call; a lunch break parts the day, an overlap joins it', () => {
    const hours: OpeningHours[] = [
      { weekday: 3, kind: 'open', starts: '13:00', ends: '17:00' },
      { weekday: 3, kind: 'open', starts: '08:00', ends: '12:00' },
      { weekday: 3, kind: 'on_call', starts: '17:00', ends: '23:00' },
      { weekday: 5, kind: 'open', starts: '08:00', ends: '13:00' },
      { weekday: 5, kind: 'open', starts: '12:00', ends: '15:00' },
    ];
    const holidays = [{ date: '2026-11-25', kind: 'on_call' as const }];
    expect(written(openings(hours, holidays, zone, Date.parse('2026-11-18T12:00:00Z'), 10))).toEqual([
      '11-18T13:00 11-18T17:00',
      '11-18T18:00 11-18T22:00',
      '11-20T13:00 11-20T20:00',
      '11-27T13:00 11-27T20:00',
    ]);
  });

  test('say the same as the calendar at every quarter of an hour of a year', () => {
    const saturday: OpeningHours = { weekday: 6, kind: 'open', starts: '09:00', ends: '13:00' };
    const hours = [...weekdays, saturday];
    const holidays = [{ date: '2026-12-25', kind: 'closed' as const }];
    const from = Date.parse('2026-01-01T05:00:00Z');
    const spans = openings(hours, holidays, zone, from, 365);
    const differing: string[] = [];
    for (let at = from; at < from + 364 * DAY; at += 900_000) {
      const told = spans.some(([start, end]) => start <= at && at < end);
      if (told !== isOpen(hours, holidays, zone, at)) differing.push(new Date(at).toISOString());
    }
    expect(differing).toEqual([]);
  });
});
