import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from './local-time.ts';
import { judgeWindow, offerWindows, type Calendar, type Request, type Wishes } from './offers.ts';
import { parseWindowId } from './window.ts';

const ZONE = 'America/New_York';
const ALL = [1, 2, 3, 4, 5, 6, 7];
const day = [1, 2, 3, 4, 5];
const shift = (weekday: number, kind: 'available' | 'on_call', starts: string, ends: string) => ({
  weekday,
  date: null,
  kind,
  starts,
  ends,
});

const calendar: Calendar = {
  zone: ZONE,
  windows: [
    { weekdays: day, starts: '08:00', ends: '10:00', kind: 'open' },
    { weekdays: day, starts: '10:00', ends: '12:00', kind: 'open' },
    { weekdays: day, starts: '13:00', ends: '15:00', kind: 'open' },
    { weekdays: ALL, starts: '19:00', ends: '21:00', kind: 'on_call' },
    { weekdays: ALL, starts: '21:00', ends: '23:00', kind: 'on_call' },
  ],
  hours: [
    ...day.map((weekday) => ({ weekday, kind: 'open' as const, starts: '08:00', ends: '17:00' })),
    ...ALL.map((weekday) => ({ weekday, kind: 'on_call' as const, starts: '17:00', ends: '23:00' })),
  ],
  holidays: [],
  technicians: [
    {
      id: 'ann',
      skills: ['hvac'],
      shifts: [
        ...day.map((d) => shift(d, 'available', '08:00', '17:00')),
        ...ALL.map((d) => shift(d, 'on_call', '17:00', '23:00')),
      ],
    },
    { id: 'ben', skills: ['plumbing'], shifts: day.map((d) => shift(d, 'available', '08:00', '17:00')) },
  ],
  busy: [],
  leadMinutes: 45,
  horizonDays: 14,
  emergencyReserve: 0,
};
/** Monday, 20:10. */
const now = instantOf('2026-11-23', '20:10', ZONE);
const request: Request = { now, minutes: 90, skill: 'hvac', emergency: false };
const any: Wishes = { date: null, fromHour: null, toHour: null, exclude: [] };
const ids = (c: Calendar, wishes: Partial<Wishes> = {}, limit = 2, r: Partial<Request> = {}): string[] =>
  offerWindows(c, { ...request, ...r }, { ...any, ...wishes }, limit).offers.map((o) => o.id);
const why = (c: Calendar, id: string, r: Partial<Request> = {}): string => {
  const window = parseWindowId(id);
  if (window === null) throw new Error(id);
  const judged = judgeWindow(c, { ...request, ...r }, window);
  return judged.ok ? 'ok' : judged.reason;
};
const busy = (id: string, technicianId: string) => {
  const window = parseWindowId(id);
  if (window === null) throw new Error(id);
  return {
    technicianId,
    startsAt: instantOf(window.date, window.starts, ZONE),
    endsAt: instantOf(window.date, window.ends, ZONE),
  };
};

describe('capacity kept for emergencies', () => {
  const ann = calendar.technicians[0] as Calendar['technicians'][0];
  const two: Calendar = { ...calendar, technicians: [ann, { ...ann, id: 'cyd' }], emergencyReserve: 1 };
  const [morning, noon, evening] = [
    '2026-11-24T08:00/10:00',
    '2026-11-24T10:00/12:00',
    '2026-11-24T19:00/21:00',
  ] as const;

  it.each([
    ['nobody is bound', [], morning, 'ok', 'ok'],
    ['the last but the reserve is free', [busy(morning, 'ann')], morning, 'reserve', 'ok'],
    ['everybody is bound', [busy(morning, 'ann'), busy(morning, 'cyd')], morning, 'full', 'full'],
    ['another window is bound', [busy(noon, 'ann')], morning, 'ok', 'ok'],
    ['the last on call is free', [busy(evening, 'cyd')], evening, 'reserve', 'ok'],
  ] as const)('when %s', (_, bound, id, routine, emergency) => {
    expect(why({ ...two, busy: [...bound] }, id)).toBe(routine);
    expect(why({ ...two, busy: [...bound] }, id, { emergency: true })).toBe(emergency);
  });

  it('is not eaten by a long job that began before it', () => {
    const later: Calendar = { ...two, busy: [busy(noon, 'ann')] };
    expect(why(later, morning, { minutes: 120 })).toBe('ok');
    expect(why(later, morning, { minutes: 180 })).toBe('reserve');
    expect(why(later, morning, { minutes: 180, emergency: true })).toBe('ok');
    expect(why({ ...later, emergencyReserve: 0 }, morning, { minutes: 180 })).toBe('ok');
  });

  it('may be a window of its own', () => {
    const kept: Calendar = {
      ...calendar,
      windows: calendar.windows.map((one) => (one.starts === '21:00' ? { ...one, emergencyOnly: true } : one)),
    };
    expect(why(kept, '2026-11-23T21:00/23:00')).toBe('reserve');
    expect(why(kept, '2026-11-23T21:00/23:00', { emergency: true })).toBe('ok');
    expect(ids(kept)).toEqual([morning, noon]);
  });

  it('whatever routine calls ask for and however long their jobs are, an emergency still finds one free', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 30, max: 600 })), { maxLength: 12 }),
        (asks) => {
          let taken: Calendar = { ...two, horizonDays: 3 };
          for (const [pick, minutes] of asks) {
            const offer = offerWindows(taken, { ...request, minutes }, any, 5).offers[pick];
            const [technicianId] = offer?.technicians ?? [];
            if (!offer || technicianId === undefined) continue;
            const endsAt = Math.max(offer.endsAt, offer.startsAt + minutes * 60_000);
            taken = { ...taken, busy: [...taken.busy, { technicianId, startsAt: offer.startsAt, endsAt }] };
          }
          for (const id of ['2026-11-23T21:00/23:00', morning, noon, evening])
            expect(why(taken, id, { emergency: true }), id).toBe('ok');
        },
      ),
    );
  });
});

describe('windows on offer', () => {
  it('are the soonest that can be kept', () => {
    expect(ids(calendar, {}, 3)).toEqual([
      '2026-11-23T21:00/23:00',
      '2026-11-24T08:00/10:00',
      '2026-11-24T10:00/12:00',
    ]);
  });

  it('leave out a window nearer than the lead time', () => {
    const late = instantOf('2026-11-23', '20:16', ZONE);
    expect(why(calendar, '2026-11-23T21:00/23:00', { now: late })).toBe('lead_time');
    expect(why(calendar, '2026-11-23T21:00/23:00', { now: late - 60_000 })).toBe('ok');
  });

  it('meet the wishes: a day, hours within, or hours touched when none lies within', () => {
    expect(ids(calendar, { date: '2026-11-25' })).toEqual(['2026-11-25T08:00/10:00', '2026-11-25T10:00/12:00']);
    expect(ids(calendar, { fromHour: 12, toHour: 17 }, 1)).toEqual(['2026-11-24T13:00/15:00']);
    expect(ids(calendar, { date: '2026-11-24', fromHour: 14, toHour: 14 })).toEqual(['2026-11-24T13:00/15:00']);
    expect(ids(calendar, { date: '2026-11-24', fromHour: 9, toHour: 11 })).toEqual([
      '2026-11-24T08:00/10:00',
      '2026-11-24T10:00/12:00',
    ]);
    expect(ids(calendar, { date: '2026-11-24', fromHour: 3, toHour: 5 })).toEqual([]);
  });

  it('leave out those already turned down', () => {
    expect(ids(calendar, { exclude: ['2026-11-23T21:00/23:00'] }, 1)).toEqual(['2026-11-24T08:00/10:00']);
  });

  it('say why a window cannot be had', () => {
    expect(why(calendar, '2026-11-28T08:00/10:00')).toBe('closed');
    expect(why({ ...calendar, holidays: [{ date: '2026-11-26', kind: 'on_call' }] }, '2026-11-26T08:00/10:00')).toBe(
      'holiday',
    );
    expect(why({ ...calendar, holidays: [{ date: '2026-11-26', kind: 'on_call' }] }, '2026-11-26T21:00/23:00')).toBe(
      'ok',
    );
    expect(why({ ...calendar, holidays: [{ date: '2026-11-26', kind: 'closed' }] }, '2026-11-26T21:00/23:00')).toBe(
      'holiday',
    );
    expect(why({ ...calendar, technicians: [] }, '2026-11-24T08:00/10:00')).toBe('nobody_at_work');
    expect(why(calendar, '2026-11-23T21:00/23:00', { skill: 'plumbing' })).toBe('no_skill');
    expect(why({ ...calendar, busy: [busy('2026-11-24T08:00/10:00', 'ann')] }, '2026-11-24T08:00/10:00')).toBe('full');
    expect(why({ ...calendar, busy: [busy('2026-11-24T08:00/10:00', 'ben')] }, '2026-11-24T08:00/10:00')).toBe('ok');
    expect(why({ ...calendar, emergencyReserve: 1 }, '2026-11-24T08:00/10:00')).toBe('reserve');
    expect(why({ ...calendar, emergencyReserve: 1 }, '2026-11-24T08:00/10:00', { emergency: true })).toBe('ok');
  });

  it('keep a technician for as long as the work takes', () => {
    expect(
      why({ ...calendar, busy: [busy('2026-11-24T10:00/12:00', 'ann')] }, '2026-11-24T08:00/10:00', { minutes: 180 }),
    ).toBe('full');
  });

  it('obey a day of a technician’s own, and time off above all', () => {
    const [ann] = calendar.technicians;
    if (ann === undefined) throw new Error('no technician');
    const with_ = (extra: (typeof ann.shifts)[number]): Calendar => ({
      ...calendar,
      technicians: [{ ...ann, shifts: [...ann.shifts, extra] }],
    });
    const tuesday = { weekday: null, date: '2026-11-24' };
    expect(
      why(with_({ ...tuesday, kind: 'available', starts: '12:00', ends: '17:00' }), '2026-11-24T08:00/10:00'),
    ).toBe('nobody_at_work');
    expect(why(with_({ ...tuesday, kind: 'time_off', starts: '09:00', ends: '09:30' }), '2026-11-24T08:00/10:00')).toBe(
      'nobody_at_work',
    );
    expect(why(with_({ ...tuesday, kind: 'time_off', starts: '12:00', ends: '13:00' }), '2026-11-24T13:00/15:00')).toBe(
      'ok',
    );
  });

  it('keep their wall time when the clocks change', () => {
    const saturday = instantOf('2026-10-31', '09:00', ZONE);
    const [before, after] = ['2026-10-31', '2026-11-01'].map(
      (date) =>
        offerWindows(calendar, { ...request, now: saturday }, { ...any, date, fromHour: 21, toHour: 23 }, 1).offers[0],
    );
    expect((after?.startsAt ?? 0) - (before?.startsAt ?? 0)).toBe(25 * 3_600_000);
    expect(after?.starts).toBe('21:00');
  });

  it('never offer what is refused a moment later, and never out of order', () => {
    const slots = fc.array(
      fc.record({
        technicianId: fc.constantFrom('ann', 'ben'),
        startsAt: fc.integer({ min: 0, max: 14 * 24 }).map((h) => now + h * 3_600_000),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(slots, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 6 }), (held, hour, limit) => {
        const c = { ...calendar, busy: held.map((b) => ({ ...b, endsAt: b.startsAt + 7_200_000 })) };
        const { offers } = offerWindows(c, request, { ...any, fromHour: hour }, limit);
        expect(offers.length).toBeLessThanOrEqual(limit);
        for (const [i, offer] of offers.entries()) {
          expect(judgeWindow(c, request, offer).ok).toBe(true);
          expect(offer.startsAt).toBeGreaterThanOrEqual(now + 45 * 60_000);
          expect(offer.startsAt).toBeGreaterThan(offers[i - 1]?.startsAt ?? 0);
        }
      }),
    );
  });
});
