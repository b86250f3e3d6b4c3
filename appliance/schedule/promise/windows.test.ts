import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../travel/estimate.ts';
import { fitInto, prepareDay, type Drive, type Duty, type PromisedStop, type TechnicianDay } from './technician-day.ts';
import { rankWindows, whyNot, type CandidateWindow, type PromiseRules, type WindowRequest } from './windows.ts';

const HOUR = 3600;
/** A minute for each unit along a line. */
const drive: Drive = (from, to) => (from === null || to === null ? 1500 : Math.abs(from[0] - to[0]) * 60);
const at = (x: number): Point => [x, 0];
const stop = (x: number, from: number, work = 1): PromisedStop => ({
  id: `${x} ${from}`,
  location: at(x),
  window: [from * HOUR, (from + 2) * HOUR],
  work: work * HOUR,
});
const duty = (from: number, to: number, kind: Duty['kind'] = 'open'): Duty => ({
  kind,
  from: from * HOUR,
  to: to * HOUR,
});
const ann = (more: Partial<TechnicianDay> = {}): TechnicianDay => ({
  technician: 'ann',
  skills: ['gas', 'hvac'],
  stock: { valve: 1 },
  home: at(0),
  duties: [duty(8, 17)],
  limit: 30 * HOUR,
  stops: [],
  ...more,
});
const window = (from: number, kind: CandidateWindow['kind'] = 'bookable'): CandidateWindow => ({
  id: `tue-${from}`,
  date: '2026-11-24',
  from: from * HOUR,
  to: (from + 2) * HOUR,
  duty: 'open',
  kind,
});
const request: WindowRequest = {
  now: 6 * HOUR,
  location: at(10),
  skills: ['gas'],
  parts: {},
  work: { '': HOUR },
  crew: 1,
  emergency: false,
  preferred: [],
  lead: HOUR,
};
const rules: PromiseRules = {
  reserve: 0.1,
  maxDrive: HOUR,
  waiting: 600,
  preference: 900,
  overtime: 0,
  emergencyOvertime: 0,
};
const ask = (days: readonly TechnicianDay[], windows: readonly CandidateWindow[], more: Partial<WindowRequest> = {}) =>
  rankWindows(windows, new Map([['2026-11-24', days]]), { ...request, ...more }, rules, drive);
const reason = (days: readonly TechnicianDay[], more: Partial<WindowRequest> = {}, one = window(8)) =>
  ask(days, [one], more).refused[0]?.reason;

describe('windows', () => {
  it('are ranked by the driving they cost and the days they make somebody wait', () => {
    const day = ann({ stops: [stop(11, 13)] });
    const { offers } = ask([day], [window(8), window(13), window(15)]);
    expect(offers.map(({ window: { id } }) => id)).toEqual(['tue-8', 'tue-13', 'tue-15']);
    expect(offers.map(({ seats }) => seats[0]?.detour)).toEqual([0, 0, 0]);
    const far = ask([ann({ stops: [stop(-20, 8, 1.5), stop(11, 13)] })], [window(8), window(13)]).offers;
    expect(far[0]?.window.id).toBe('tue-13');
  });

  it('say why they cannot be had', () => {
    expect(reason([ann()], {}, window(8, 'blocked'))).toBe('blocked');
    expect(reason([ann()], {}, window(8, 'emergency_only'))).toBe('emergency_only');
    expect(reason([ann()], { emergency: true }, window(8, 'emergency_only'))).toBeUndefined();
    expect(reason([ann()], { lead: 3 * HOUR })).toBe('lead_time');
    expect(reason([], {})).toBe('no_shift');
    expect(reason([ann({ duties: [duty(12, 17)] })])).toBe('no_shift');
    expect(reason([ann()], { skills: ['crane'] })).toBe('skills');
    expect(reason([ann()], { parts: { valve: 2 } })).toBe('stock');
    expect(reason([ann()], { location: at(61) })).toBe('too_far');
    expect(reason([ann({ stops: [stop(0, 8, 8)] })])).toBe('full');
    expect(reason([ann()], { crew: 2 })).toBe('crew');
    expect(reason([ann({ stops: [stop(1, 10, 6.3)] })], { work: { '': 2 * HOUR } })).toBe('reserve');
    expect(reason([ann({ stops: [stop(1, 10, 6.3)] })], { work: { '': 2 * HOUR }, emergency: true })).toBeUndefined();
  });

  it('answer "why not Tuesday?" with every reason, and not at all when there is something', () => {
    const full = ask([ann({ stops: [stop(0, 8, 8)] })], [window(8), window(10), window(13, 'blocked')]);
    expect(whyNot(full, '2026-11-24')).toEqual({ full: 2, blocked: 1 });
    expect(whyNot(ask([ann()], [window(8)]), '2026-11-24')).toBeNull();
  });

  it('prefer whom the customer prefers, and know who is slower', () => {
    const ben = ann({ technician: 'ben', home: at(4) });
    expect(ask([ann(), ben], [window(8)]).offers[0]?.seats[0]?.technician).toBe('ben');
    expect(ask([ann(), ben], [window(8)], { preferred: ['ann'] }).offers[0]?.seats[0]?.technician).toBe('ann');
    const busy = ann({ stops: [stop(10, 10)] });
    expect(reason([busy], { work: { '': HOUR, ann: 4 * HOUR } })).toBe('full');
  });
});

describe('a place in a day', () => {
  it('keeps every promise, and is the one with the least detour of all that do', () => {
    const stops = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 8, max: 14 })), {
      maxLength: 4,
    });
    const keeps = (day: TechnicianDay, all: readonly PromisedStop[]): number | null => {
      let [here, time, way] = [day.home, day.duties[0].from, 0];
      for (const one of all) {
        way += drive(here, one.location);
        time = Math.max(time + drive(here, one.location), one.window[0]);
        if (time > one.window[1]) return null;
        time += one.work;
        here = one.location;
      }
      way += drive(here, day.home);
      return time + drive(here, day.home) > day.duties[0].to ? null : way;
    };
    fc.assert(
      fc.property(stops, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 8, max: 15 }), (drawn, x, from) => {
        const promised = drawn.toSorted((a, b) => a[1] - b[1]).map(([place, hour]) => stop(place, hour));
        const day = ann({ stops: promised });
        const before = keeps(day, promised);
        fc.pre(before !== null);
        const visit = stop(x, from);
        const tried = promised.concat(visit).map((_, i) => keeps(day, promised.toSpliced(i, 0, visit)));
        const feasible = tried.filter((way) => way !== null);
        const wanted = { window: visit.window, work: visit.work, until: 17 * HOUR, now: 0 };
        const fit = fitInto(prepareDay(day, visit.location, 0, drive), wanted);
        if (feasible.length === 0) expect(fit).toBeNull();
        else expect((before ?? 0) + (fit?.detour ?? Number.NaN)).toBeCloseTo(Math.min(...feasible), 6);
      }),
    );
  });
});
