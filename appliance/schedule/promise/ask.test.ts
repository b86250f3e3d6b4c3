import fc from 'fast-check';
import {
  ZONE,
  ann,
  onCall,
  book,
  now,
  need,
  any,
  visiting,
  ids,
  why,
  taken,
  TONIGHT,
  MORNING,
  NOON,
  AFTERNOON,
  EVENING,
} from '#fixtures/schedule/week.ts';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../local-time.ts';
import { parseWindowId } from '../window.ts';
import { openBook, refusalOf, type Need } from './ask.ts';
import type { BookedStop, ScheduleBook } from './book.ts';

describe('windows on offer', () => {
  it('are the soonest that can be kept', () => {
    expect(ids(book, {}, 3)).toEqual([TONIGHT, MORNING, NOON]);
  });

  it('meet the wishes: a day, hours within, or hours touched when none lies within', () => {
    expect(ids(book, { date: '2026-11-25' })).toEqual(['2026-11-25T08:00/10:00', '2026-11-25T10:00/12:00']);
    expect(ids(book, { fromHour: 12, toHour: 17 }, 1)).toEqual([AFTERNOON]);
    expect(ids(book, { date: '2026-11-24', fromHour: 14, toHour: 14 })).toEqual([AFTERNOON]);
    expect(ids(book, { date: '2026-11-24', fromHour: 9, toHour: 11 })).toEqual([MORNING, NOON]);
    expect(ids(book, { date: '2026-11-24', fromHour: 3, toHour: 5 })).toEqual([]);
    expect(ids(book, { date: '2027-03-01' })).toEqual([]);
    expect(ids(book, { exclude: [TONIGHT] }, 1)).toEqual([MORNING]);
  });

  it('lie nearer to where somebody is already, where the shop lets that weigh more than a day', () => {
    const home = [-83.8, 39.92] as const;
    const near = { ...taken('2026-11-25T08:00/10:00', 'ann', 60), location: [-83.5, 39.92] as const };
    const there: ScheduleBook = { ...book, technicians: [{ ...onCall, home }], stops: [near] };
    const beside: Partial<Need> = { location: [-83.5, 39.921] };
    const driving = { ...there, rules: { ...there.rules, waitingMinutes: 10 } };
    expect(ids(there, {}, 1, beside)).toEqual([TONIGHT]);
    expect(ids(driving, {}, 1, beside)).toEqual(['2026-11-25T08:00/10:00']);
  });

  it('go by what drives have taught, where the book knows it', () => {
    const home: [number, number] = [-83, 40];
    const there = { location: [-82.9, 40.05] as [number, number] };
    const located = { ...book, technicians: [{ ...ann, home }] };
    expect(ids(located, {}, 1, there)).toEqual(['2026-11-24T08:00/10:00']);
    const slow = { ...located, travel: () => ({ seconds: 100 * 60, metres: 9000 }) };
    expect(why(slow, '2026-11-24T08:00/10:00', there)).toBe('too_far');
  });

  it('keep their wall time when the clocks change', () => {
    const saturday = instantOf('2026-10-31', '09:00', ZONE);
    const [before, after] = ['2026-10-31', '2026-11-01'].map(
      (date) =>
        openBook(book).offer({ ...need, now: saturday }, { ...any, date, fromHour: 21, toHour: 23 }, 1).offers[0]?.offer
          .window,
    );
    expect((after?.from ?? 0) - (before?.from ?? 0)).toBe(25 * 3600);
    expect(after?.id).toBe('2026-11-01T21:00/23:00');
  });

  it('are never refused a moment later, however the day is filled', () => {
    const stops = fc.array(
      fc.tuple(fc.constantFrom('ann', 'ben'), fc.constantFrom(MORNING, NOON, AFTERNOON, EVENING, TONIGHT)),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(stops, fc.integer({ min: 1, max: 6 }), (held, limit) => {
        const one = { ...book, stops: held.map(([who, id]) => taken(id, who)) };
        const { offers } = openBook(one).offer(need, any, limit);
        expect(offers.length).toBeLessThanOrEqual(limit);
        for (const { offer } of offers) {
          expect(why(one, offer.window.id)).toBe('ann');
          expect(offer.window.from * 1000).toBeGreaterThanOrEqual(now + 45 * 60_000);
        }
      }),
    );
  });
});

describe('a window that cannot be had says why', () => {
  const holiday = (kind: 'closed' | 'on_call') => ({ ...book, holidays: [{ date: '2026-11-26', kind }] });
  it.each([
    ['the shop is closed', book, '2026-11-28T08:00/10:00', {}, 'closed'],
    ['it is a holiday', holiday('on_call'), '2026-11-26T08:00/10:00', {}, 'holiday'],
    ['on call on a holiday', holiday('on_call'), '2026-11-26T21:00/23:00', {}, 'ann'],
    ['nobody is on call either', holiday('closed'), '2026-11-26T21:00/23:00', {}, 'holiday'],
    ['it is too soon', book, TONIGHT, { now: instantOf('2026-11-23', '20:16', ZONE) }, 'lead_time'],
    ['the work wants more notice', book, TONIGHT, { leadMinutes: 60 }, 'lead_time'],
    ['nobody works for it', { ...book, technicians: [] }, MORNING, {}, 'no_shift'],
    ['nobody on call can do it', book, TONIGHT, visiting({ skills: ['plumbing'] }), 'no_shift'],
    ['nobody can do it at all', book, MORNING, visiting({ skills: ['electrical'] }), 'skills'],
    ['whoever can is bound', { ...book, stops: [taken(MORNING, 'ann')] }, MORNING, {}, 'full'],
    ['somebody else is bound', { ...book, stops: [taken(MORNING, 'ben')] }, MORNING, {}, 'ann'],
    ['the work would not end by night', book, AFTERNOON, visiting({ minutes: 480 }), 'full'],
    [
      'the work would run into the next',
      { ...book, stops: [taken(NOON, 'ann')] },
      MORNING,
      visiting({ minutes: 180 }),
      'full',
    ],
    ['two are needed', book, MORNING, visiting({ crew: 2 }), 'crew'],
  ] as const)('%s', (_, one, id, more, expected) => {
    expect(why(one, id, more)).toBe(expected);
  });

  it('and a day says the nearest of its reasons, within the hours wished for', () => {
    const full = { ...book, stops: [MORNING, NOON, AFTERNOON].map((id) => taken(id, 'ann')) };
    const reason = (one: ScheduleBook, date: string, fromHour: number | null, toHour: number | null) => {
      const { answer } = openBook(one).offer(need, { date, fromHour, toHour, exclude: [] }, 2);
      return refusalOf(answer, { date, fromHour, toHour });
    };
    expect(reason(full, '2026-11-24', null, null)).toBeNull();
    expect(reason(full, '2026-11-24', 8, 15)).toBe('full');
    expect(reason(book, '2026-11-28', 8, 12)).toBe('closed');
    expect(reason(holiday('on_call'), '2026-11-26', 8, 12)).toBe('holiday');
  });
});

describe('the shop', () => {
  it('may block hours, or keep them for emergencies', () => {
    const blocked = (kind: 'blocked' | 'emergency_only', technicianId: string | null = null) => ({
      ...book,
      blocks: [{ date: '2026-11-24', starts: '08:00', ends: '09:00', technicianId, kind }],
    });
    expect(why(blocked('blocked'), MORNING)).toBe('blocked');
    expect(why(blocked('blocked'), NOON)).toBe('ann');
    expect(why(blocked('emergency_only'), MORNING)).toBe('emergency_only');
    expect(why(blocked('emergency_only'), MORNING, { emergency: true })).toBe('ann');
    expect(why(blocked('blocked', 'ann'), MORNING, visiting({ minutes: 30 }))).toBe('ann');
    const kept = { ...book, windows: book.windows.map((one) => ({ ...one, emergencyOnly: one.starts === '21:00' })) };
    expect(why(kept, TONIGHT)).toBe('emergency_only');
    expect(why(kept, TONIGHT, { emergency: true })).toBe('ann');
  });

  it('keeps its share of each duty for emergencies', () => {
    const careful = { ...book, rules: { ...book.rules, emergencyReserve: 0.2 } };
    const filled = { ...careful, stops: [taken(MORNING, 'ann', 180), taken(AFTERNOON, 'ann', 180)] };
    expect(why(careful, EVENING)).toBe('ann');
    expect(why({ ...filled, stops: filled.stops.slice(0, 1) }, NOON, visiting({ minutes: 60 }))).toBe('ann');
    expect(why(filled, NOON, visiting({ minutes: 45 }))).toBe('reserve');
    expect(why(filled, NOON, { ...visiting({ minutes: 45 }), emergency: true })).toBe('ann');
    // The evening on call is a duty of its own.
    expect(why(filled, EVENING)).toBe('ann');
  });
});

describe('a day once a stop is in it', () => {
  it('keeps every stop within its window, in order, none over another', () => {
    const minutes = fc.array(fc.integer({ min: 20, max: 150 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(minutes, fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 8, maxLength: 8 }), (works, picks) => {
        let stops: readonly BookedStop[] = [];
        for (const [i, work] of works.entries()) {
          const open = openBook({ ...book, technicians: [ann], stops });
          const { offers } = open.offer({ ...need, ...visiting({ minutes: work }) }, { ...any, date: '2026-11-24' }, 5);
          const offer = offers[(picks[i] ?? 0) % Math.max(1, offers.length)]?.offer;
          const [seat] = offer?.seats ?? [];
          const window = parseWindowId(offer?.window.id ?? '');
          if (!seat || window === null) continue;
          const plannedStart = seat.start * 1000;
          const added = { id: `${i}`, technicianId: 'ann', window, location: null, fixed: false, parts: {} };
          const stop = { ...added, minutes: (seat.end - seat.start) / 60, plannedStart };
          const times = new Map(open.retime('ann', stop, seat.position).map((time) => [time.id, time]));
          stops = [...stops, stop].map((one) => ({
            ...one,
            plannedStart: times.get(one.id)?.startsAt ?? one.plannedStart,
          }));
          const plan = stops.toSorted((a, b) => a.plannedStart - b.plannedStart);
          for (const [at, one] of plan.entries()) {
            const next = plan[at + 1]?.plannedStart ?? Number.POSITIVE_INFINITY;
            expect(one.plannedStart + one.minutes * 60_000).toBeLessThanOrEqual(next);
            expect(one.plannedStart).toBeGreaterThanOrEqual(instantOf(one.window.date, one.window.starts, ZONE));
            expect(one.plannedStart).toBeLessThanOrEqual(instantOf(one.window.date, one.window.ends, ZONE));
          }
        }
        expect(stops.length).toBeGreaterThan(0);
      }),
    );
  });
});
