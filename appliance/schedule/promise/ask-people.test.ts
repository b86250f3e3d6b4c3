import { describe, expect, it } from 'vitest';
import {
  technician,
  ann,
  onCall,
  book,
  once,
  need,
  visiting,
  ids,
  why,
  taken,
  MORNING,
  NOON,
  AFTERNOON,
} from '#fixtures/schedule/week.ts';
import { openBook, type Need, type VisitNeed } from './ask.ts';
import type { BookTechnician, ScheduleBook } from './book.ts';

describe('people', () => {
  const only = (one: BookTechnician): ScheduleBook => ({ ...book, technicians: [one] });
  const tuesday = { weekday: null, date: '2026-11-24' };
  const also = (kind: 'available' | 'time_off', starts: string, ends: string) =>
    only({ ...ann, shifts: [...ann.shifts, { ...tuesday, kind, starts, ends }] });

  it('have days of their own, and time off above all', () => {
    expect(why(also('available', '12:00', '17:00'), MORNING)).toBe('no_shift');
    expect(why(also('time_off', '08:00', '12:00'), NOON)).toBe('no_shift');
    expect(why(also('time_off', '12:00', '12:30'), AFTERNOON)).toBe('ann');
    // After half an hour at home there is just time to be there by ten.
    expect(why(also('time_off', '09:00', '09:30'), MORNING)).toBe('ann');
    expect(why(also('time_off', '09:00', '12:00'), MORNING)).toBe('full');
  });

  it('count a certificate as a skill until its last day', () => {
    const certified = only({ ...ann, certificates: [{ code: 'backflow', expiresOn: '2026-11-24' }] });
    expect(why(certified, MORNING, visiting({ skills: ['hvac', 'backflow'] }))).toBe('ann');
    expect(why(certified, '2026-11-25T08:00/10:00', visiting({ skills: ['hvac', 'backflow'] }))).toBe('skills');
  });

  it('come with what the truck has left that day; a tool is not used up', () => {
    const truck = [
      { code: 'valve', kind: 'part' as const, count: 1 },
      { code: 'camera', kind: 'tool' as const, count: 1 },
    ];
    const one = only({ ...ann, truck });
    const parts = { valve: 1, camera: 1 };
    const used = { ...one, stops: [{ ...taken(MORNING, 'ann', 60), parts }] };
    expect(why(one, NOON, visiting({ parts }))).toBe('ann');
    expect(why(used, NOON, visiting({ parts }))).toBe('stock');
    expect(why(used, NOON, visiting({ parts: { camera: 1 } }))).toBe('ann');
    expect(why(used, '2026-11-25T08:00/10:00', visiting({ parts }))).toBe('ann');
  });

  it('are preferred by the customer, and may be slower than others', () => {
    const cyd = technician('cyd', ['hvac']);
    const two = { ...book, technicians: [ann, cyd] };
    expect(why(two, MORNING)).toBe('ann');
    expect(why(two, MORNING, { preferred: ['cyd'] })).toBe('cyd');
    expect(why({ ...two, stops: [taken(MORNING, 'cyd')] }, MORNING, { preferred: ['cyd'] })).toBe('ann');
    const slow = visiting({ paces: { ann: 300 } });
    expect(why({ ...two, stops: [taken(AFTERNOON, 'ann'), taken(AFTERNOON, 'cyd')] }, MORNING, slow)).toBe('cyd');
  });

  it('start together as a crew', () => {
    const two = { ...book, technicians: [ann, technician('cyd', ['hvac'])] };
    const busy = { ...two, stops: [taken(MORNING, 'ann', 90)] };
    const judged = openBook(busy).judge(
      { ...need, ...visiting({ crew: 2 }) },
      { date: '2026-11-24', starts: '10:00', ends: '12:00' },
    );
    if (typeof judged === 'string') throw new Error(judged);
    expect(judged.offer.seats.map(({ technician: id }) => id).toSorted()).toEqual(['ann', 'cyd']);
    expect(new Set(judged.offer.seats.map(({ start }) => start)).size).toBe(1);
  });

  it('are nearer to some places than to others', () => {
    const far = only({ ...ann, home: [-83.8, 39.92] });
    expect(why(far, MORNING, { location: [-83.7, 39.92] })).toBe('ann');
    expect(why(far, MORNING, { location: [-80, 39.92] })).toBe('too_far');
  });
});

describe('a job of several visits', () => {
  const second: VisitNeed = { ...once, minutes: 240, minDays: 1, maxDays: 2 };
  const two: Partial<Need> = { visits: [once, second] };
  const judged = (one: ScheduleBook) =>
    openBook(one).judge({ ...need, ...two }, { date: '2026-11-24', starts: '08:00', ends: '10:00' });

  it('has the second on its days, by the same people where they can', () => {
    const cyd = technician('cyd', ['hvac']);
    const job = judged({ ...book, technicians: [cyd, onCall], stops: [taken(MORNING, 'cyd')] });
    if (typeof job === 'string') throw new Error(job);
    expect(job.further.map(({ window, seats }) => [window.id, seats[0]?.technician])).toEqual([
      ['2026-11-25T08:00/10:00', 'ann'],
    ]);
  });

  it('is refused whole when a visit of it cannot be had', () => {
    const away = { weekday: null, kind: 'time_off' as const, starts: '00:00', ends: '23:59' };
    const shifts = [...ann.shifts, ...['2026-11-25', '2026-11-26'].map((date) => ({ ...away, date }))];
    const gone = { ...book, technicians: [{ ...ann, shifts }] };
    expect(judged(gone)).toBe('further_visits');
    expect(ids(gone, { date: '2026-11-24' }, 2, two)).toEqual([]);
    expect(ids(gone, { date: '2026-11-24' }, 2)).toEqual([MORNING, NOON]);
  });
});
