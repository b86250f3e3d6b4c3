import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlan } from '#fixtures/schedule/check-plan.ts';
import { makeProblem } from '#fixtures/schedule/small-problems.ts';
import { countTo, optimise } from '../plan/optimise.ts';
import type { PlanJob, PlanProblem, PlanVehicle } from '../plan/problem.ts';
import type { PlanSolution } from '../plan/solution.ts';
import { freeze } from './freeze.ts';
import { choose, replan, type ReplanSettings } from './replan.ts';

const HOUR = 3600;
const MINUTE = 60;
/** Places on a line, a minute apart; place 0 is the shop. */
const durations = Array.from({ length: 60 }, (_, i) => Array.from({ length: 60 }, (_, j) => Math.abs(i - j) * MINUTE));
const van = (id: string, more: Partial<PlanVehicle> = {}): PlanVehicle => ({
  id,
  start_index: 0,
  end_index: 0,
  time_window: [8 * HOUR, 18 * HOUR],
  ...more,
});
const visit = (id: number, place: number, hour: number, more: Partial<PlanJob> = {}): PlanJob => ({
  id,
  location_index: place,
  service: HOUR,
  time_windows: [[hour * HOUR, (hour + 2) * HOUR]],
  lateness: { per_hour: 36_000, max: 6 * HOUR },
  ...more,
});
const problem: PlanProblem = {
  vehicles: [van('a', { skills: ['gas'] }), van('b', { skills: ['gas'] }), van('c')],
  jobs: [
    visit(1, 10, 8, { pin: { vehicle: 'a' } }),
    visit(2, 12, 10, { pin: { vehicle: 'a' } }),
    visit(3, 50, 8, { pin: { vehicle: 'b' } }),
    visit(4, 52, 13),
    visit(5, 11, 13),
  ],
  weights: { disruption: { vehicle: 600, per_hour: 600, tolerance: 900 } },
  matrices: { car: { durations } },
};
const plan = optimise(problem, 1, countTo(500));
const settings: ReplanSettings = { now: 8.5 * HOUR, seed: 1, iterations: 500, candidates: 3 };
const startOf = (solution: PlanSolution, id: number) => {
  for (const { vehicle, steps } of solution.routes) {
    const step = steps.find((one) => one.type === 'job' && one.id === id);
    if (step) return { vehicle, start: step.arrival + step.waiting_time };
  }
  return null;
};

describe('a frozen plan', () => {
  it('pins what is under way and the last thing done, drops the rest, and knows what was told', () => {
    const { problem: rest, done } = freeze(problem, plan, 11.5 * HOUR);
    expect(done).toEqual([{ job: 1, vehicle: 'a', start: 8 * HOUR + 10 * MINUTE, end: 9 * HOUR + 10 * MINUTE }]);
    expect(rest.jobs.find(({ id }) => id === 2)?.pin).toEqual({ vehicle: 'a', start: 10 * HOUR, started: true });
    expect(rest.jobs.find(({ id }) => id === 4)?.published).toEqual(
      startOf(plan, 4) && { vehicle: startOf(plan, 4)?.vehicle, start: startOf(plan, 4)?.start },
    );
  });

  it('knows as told only what is soon, where people are told of later visits only the window', () => {
    const told = (ahead: number) =>
      freeze(problem, plan, 8.5 * HOUR, ahead).problem.jobs.flatMap(({ id, published }) => (published ? [id] : []));
    expect(told(2 * HOUR)).toEqual([2]);
    expect(told(9 * HOUR)).toEqual([2, 4, 5]);
  });

  it('has work go on with whoever began it, when that is over and while it lasts', () => {
    const days = ['mon', 'tue'].flatMap((day, i) =>
      ['ann', 'ben'].map((who): PlanProblem['vehicles'][number] => ({
        ...van(`${who}/${day}`, { technician: who }),
        time_window: [(8 + 24 * i) * HOUR, (17 + 24 * i) * HOUR],
      })),
    );
    const goesOn: Partial<PlanJob> = {
      after: [1],
      same_technician_as: 1,
      gap: 10 * HOUR,
      time_windows: [[8 * HOUR, 41 * HOUR]],
    };
    const install: PlanProblem = {
      ...problem,
      vehicles: days,
      jobs: [visit(1, 10, 8, { service: 2 * HOUR, pin: { vehicle: 'ben/mon' } }), visit(2, 1, 8, goesOn)],
    };
    const begun = optimise(install, 1, countTo(200));
    expect(startOf(begun, 2)?.vehicle).toBe('ben/tue');
    for (const now of [9 * HOUR, 16 * HOUR]) {
      const { problem: rest } = freeze(install, begun, now);
      const next = optimise(rest, 1, countTo(200));
      expect(checkPlan(rest, next)).toEqual([]);
      expect(startOf(next, 2)?.vehicle).toBe('ben/tue');
    }
  });

  it('takes somebody on the road as under way, and somebody who still waits as free', () => {
    const leaves = 8 * HOUR + 10 * MINUTE - 10 * MINUTE;
    const pin = (now: number) => freeze(problem, plan, now).problem.jobs.find(({ id }) => id === 1)?.pin;
    expect(pin(leaves)).toMatchObject({ started: true });
    expect(pin(leaves - 1)).toEqual({ vehicle: 'a' });
  });

  it('goes on as planned, whenever it is frozen and however often', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.array(fc.integer({ min: 7 * HOUR, max: 20 * HOUR }), { minLength: 1, maxLength: 4 }),
        (seed, moments) => {
          const whole = makeProblem(seed, { jobs: 10, vehicles: 3, coupled: false });
          let rest = { ...whole, weights: {} };
          let current = optimise(rest, seed, countTo(100));
          const first = current;
          const done: unknown[] = [];
          for (const now of moments.toSorted((a, b) => a - b)) {
            const frozen = freeze(rest, current, now);
            done.push(...frozen.done.map(({ job }) => job));
            rest = { ...frozen.problem, weights: {} };
            current = optimise(rest, seed, countTo(0), current);
            expect(checkPlan(rest, current)).toEqual([]);
          }
          const ids = (solution: PlanSolution) =>
            solution.routes.flatMap(({ steps }) => steps.flatMap((step) => (step.type === 'job' ? [step.id] : [])));
          const kept = new Set([...done, ...ids(current)]);
          expect(ids(first).filter((id) => !kept.has(id))).toEqual([]);
        },
      ),
      { numRuns: 100, seed: 20_261_121 },
    );
  });
});

describe('an emergency', () => {
  const leak = visit(9, 11, 8, { skills: ['gas'], time_windows: [[8.5 * HOUR, 10 * HOUR]], priority: 90 });
  const { options } = replan(problem, plan, { kind: 'emergency', job: leak }, settings);

  it('has an option for each qualified technician, with the start he makes', () => {
    expect(new Set(options.map(({ responder }) => responder?.vehicle))).toEqual(new Set(['a', 'b']));
    const [a] = options.filter(({ responder }) => responder?.vehicle === 'a');
    expect(a?.responder?.start).toBe(9 * HOUR + 10 * MINUTE + MINUTE);
  });

  it('leaves what is under way alone, and says who is delayed and what it costs', () => {
    for (const { plan: next, impact } of options) {
      expect(startOf(next, 1)).toEqual(startOf(plan, 1));
      expect(startOf(next, 3)).toEqual(startOf(plan, 3));
      expect(impact.changes.find(({ job }) => job === 9)?.before).toBeNull();
      for (const { before, after, later } of impact.changes)
        if (before && after) expect(later).toBe(after.start - before.start);
    }
    expect(options[0]?.impact.cost).toBeLessThanOrEqual(options[1]?.impact.cost ?? 0);
  });

  it('is told to the technician who goes and to the caller', () => {
    const chosen = choose(options, { prefer: 'soonest', breaksAllowed: 0 });
    expect(chosen?.option.responder?.vehicle).toBe('a');
    expect(chosen?.option.messages).toContainEqual({
      to: 'technician',
      vehicle: 'a',
      job: 9,
      about: 'planned',
      start: 9 * HOUR + 11 * MINUTE,
    });
    expect(chosen?.option.messages.some(({ to, job }) => to === 'customer' && job === 9)).toBe(true);
  });

  it('needs a person’s word when it breaks more promises than allowed, or nobody can come', () => {
    const tight: PlanProblem = {
      ...problem,
      vehicles: [van('a', { skills: ['gas'] })],
      jobs: problem.jobs.slice(0, 2),
    };
    const before = optimise(tight, 1, countTo(100));
    const long = { ...leak, service: 4 * HOUR, lateness: { per_hour: 400_000, max: HOUR } };
    const forced = replan(tight, before, { kind: 'emergency', job: long }, settings).options;
    expect(forced[0]?.impact.changes.some(({ breaks }) => breaks)).toBe(true);
    expect(choose(forced, { prefer: 'cheapest', breaksAllowed: 0 })?.needsApproval).toBe(true);
    expect(choose(forced, { prefer: 'cheapest', breaksAllowed: 2 })?.needsApproval).toBe(false);
    const nobody = replan(tight, before, { kind: 'emergency', job: { ...leak, skills: ['crane'] } }, settings).options;
    expect(nobody[0]?.responder).toBeNull();
    expect(choose(nobody, { prefer: 'cheapest', breaksAllowed: 9 })?.needsApproval).toBe(true);
  });
});

describe('a day that goes otherwise', () => {
  const only = (event: Parameters<typeof replan>[2], now = settings.now) => {
    const { options, problem: rest } = replan(problem, plan, event, { ...settings, now });
    const [option] = options;
    if (!option) throw new Error('no option');
    expect(checkPlan(rest, option.plan)).toEqual([]);
    return option;
  };

  it('a job that runs long moves what is behind it', () => {
    const { plan: next, impact } = only({ kind: 'runs_long', job: 1, seconds: 4 * HOUR });
    expect(startOf(next, 2)?.start).toBe(13 * HOUR + 12 * MINUTE);
    expect(impact.changes.find(({ job }) => job === 2)).toMatchObject({ breaks: true });
  });

  it('the visits of a technician who falls ill go to others, and the one he was at begins again', () => {
    const { plan: next, messages } = only({ kind: 'technician_ill', vehicle: 'a' });
    expect(next.routes.map(({ vehicle }) => vehicle)).not.toContain('a');
    expect(startOf(next, 1)?.start).toBeGreaterThanOrEqual(settings.now);
    expect(startOf(next, 2)).not.toBeNull();
    expect(messages.some(({ to, about, job }) => to === 'customer' && job === 2 && about !== 'planned')).toBe(true);
  });

  it('a visit that is cancelled frees its place', () => {
    const { plan: next, impact } = only({ kind: 'cancelled', job: 4 });
    expect(startOf(next, 4)).toBeNull();
    expect(impact.cost).toBeLessThan(0);
  });

  it('slow traffic makes later arrivals', () => {
    const { plan: next } = only({ kind: 'traffic', factor: 0.5 });
    expect(next.summary.duration).toBeGreaterThan(plan.summary.duration);
  });

  it('a part that is missing sends somebody who has it', () => {
    const withParts: PlanProblem = {
      ...problem,
      vehicles: ['a', 'b'].map((id) => van(id, { stock: { valve: 1 } })),
      jobs: [visit(7, 5, 13, { parts: { valve: 1 } })],
    };
    const before = optimise(withParts, 1, countTo(100));
    const who = startOf(before, 7)?.vehicle ?? '';
    const event = { kind: 'part_missing', vehicle: who, part: 'valve' } as const;
    const [option] = replan(withParts, before, event, settings).options;
    expect(option && startOf(option.plan, 7)?.vehicle).toBe(who === 'a' ? 'b' : 'a');
  });
});
