import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysFor, occurrences, standingOf, type Recurrence } from './rule.ts';

const rule = (more: Partial<Recurrence> = {}): Recurrence => ({
  every: 2,
  unit: 'week',
  from: '2026-01-06',
  early: 0,
  late: 0,
  ...more,
});
const due = (one: Recurrence, from: string, to: string): string[] => [...occurrences(one, from, to)].map((o) => o.due);

describe('a visit that comes again', () => {
  it('is due every so many weeks, on the same weekday across both changes of the clocks', () => {
    expect(due(rule(), '2026-02-20', '2026-03-31')).toEqual(['2026-03-03', '2026-03-17', '2026-03-31']);
    expect(due(rule(), '2026-10-25', '2026-11-20')).toEqual(['2026-10-27', '2026-11-10']);
  });

  it('is due on the last day of a month that is too short, and on the full day after it', () => {
    const monthly = rule({ every: 1, unit: 'month', from: '2026-01-31' });
    expect(due(monthly, '2026-01-01', '2026-05-31')).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
    ]);
    expect(due(rule({ every: 12, unit: 'month', from: '2024-02-29' }), '2025-01-01', '2028-12-31')).toEqual([
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
  });

  it('keeps to its season, over New Year too, and to its last date', () => {
    const monthly = rule({ every: 1, unit: 'month', from: '2026-01-15' });
    const summer = { ...monthly, season: { from: '05-01', to: '08-31' } };
    expect(due(summer, '2026-01-01', '2026-12-31')).toEqual(['2026-05-15', '2026-06-15', '2026-07-15', '2026-08-15']);
    const winter = { ...monthly, season: { from: '11-01', to: '02-28' }, until: '2027-01-20' };
    expect(due(winter, '2026-01-01', '2027-12-31')).toEqual([
      '2026-01-15',
      '2026-02-15',
      '2026-11-15',
      '2026-12-15',
      '2027-01-15',
    ]);
  });

  it('may be served some days around, but never on a day on which the next one is due', () => {
    const [first, second] = occurrences(rule({ early: 3, late: 30 }), '2026-01-06', '2026-01-20');
    expect(first).toEqual({ due: '2026-01-06', earliest: '2026-01-03', latest: '2026-01-19' });
    expect(second?.earliest).toBe('2026-01-17');
  });

  it('comes on the wished weekday where one of its days is that, else on any of them', () => {
    const wished = rule({ weekday: 5, early: 2, late: 4 });
    const [one] = occurrences(wished, '2026-01-06', '2026-01-06');
    if (!one) throw new Error('none');
    const week = ['2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08', '2026-01-09'];
    expect(daysFor(wished, one, week)).toEqual(['2026-01-09']);
    expect(daysFor(wished, one, week.slice(0, 3))).toEqual(['2026-01-05', '2026-01-06', '2026-01-07']);
  });

  it('is counted the same wherever one begins to look', () => {
    const rules = fc.record({
      every: fc.integer({ min: 1, max: 8 }),
      unit: fc.constantFrom('week' as const, 'month' as const),
      from: fc.constantFrom('2026-01-31', '2026-03-08', '2026-02-28'),
      early: fc.integer({ min: 0, max: 20 }),
      late: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(rules, fc.integer({ min: 0, max: 300 }), (one, days) => {
        const from = new Date(Date.UTC(2026, 1, 1 + days)).toISOString().slice(0, 10);
        const all = [...occurrences(one, '2026-01-01', '2027-12-31')];
        expect([...occurrences(one, from, '2027-12-31')]).toEqual(all.filter(({ latest }) => latest >= from));
        for (const [i, { latest }] of all.entries()) expect(latest < (all[i + 1]?.due ?? '9999')).toBe(true);
      }),
    );
  });
});

describe('a visit that was missed', () => {
  const span = { since: '2026-01-01', today: '2026-01-23', to: '2026-02-10' };
  const monthly = rule({ early: 2, late: 5 });

  it('is made up while its days last, and lapses after that', () => {
    expect(standingOf(monthly, ['2026-01-06'], span).open.map((one) => one.due)).toEqual(['2026-01-20', '2026-02-03']);
    const { open, lapsed } = standingOf(monthly, [], { ...span, today: '2026-01-26' });
    expect(open.map((one) => one.due)).toEqual(['2026-02-03']);
    expect(lapsed.map((one) => one.due)).toEqual(['2026-01-06', '2026-01-20']);
  });

  it('is served by the visit nearest to it, and by no more than one', () => {
    const { open, lapsed } = standingOf(monthly, ['2026-01-19', '2026-01-20'], span);
    expect(open.map((one) => one.due)).toEqual(['2026-02-03']);
    expect(lapsed.map((one) => one.due)).toEqual(['2026-01-06']);
  });
});
