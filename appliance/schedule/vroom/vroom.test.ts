import { describe, expect, it, test } from 'vitest';
import { checkPlan } from '#fixtures/schedule/check-plan.ts';
import type { PlanJob, PlanProblem, PlanVehicle } from '../plan/problem.ts';
import { fromVroom } from './answer.ts';
import { toVroom } from './input.ts';

const durations = Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (__, k) => Math.abs(i - k) * 60.4));
const job = (id: string, place: number, more: Partial<PlanJob> = {}): PlanJob => ({
  id,
  location_index: place,
  service: 600,
  ...more,
});
const van = (id: string, more: Partial<PlanVehicle> = {}): PlanVehicle => ({
  id,
  start_index: 0,
  end_index: 0,
  time_window: [28_800, 61_200],
  ...more,
});
const problem = (jobs: PlanJob[], vehicles: PlanVehicle[] = [van('ann'), van('ben')]): PlanProblem => ({
  jobs,
  vehicles,
  matrices: { car: { durations } },
});
const steps = (...ids: number[]) => ids.map((id) => ({ type: 'job', id }));

describe('a problem in VROOM’s words', () => {
  it('has whole numbers for ids, times and skills, and parts as capacities', () => {
    const input = toVroom(
      problem(
        [job('leak', 1, { skills: ['gas'], parts: { valve: 1 }, delivery: [2], time_windows: [[30_000, 37_200]] })],
        [van('ann', { skills: ['gas', 'hvac'], stock: { valve: 3 }, capacity: [4], speed_factor: 2 })],
      ),
    );
    expect(input.jobs).toEqual([
      {
        id: 1,
        location_index: 1,
        setup: 0,
        service: 600,
        delivery: [2, 1],
        pickup: [0, 0],
        skills: [1],
        priority: 0,
        time_windows: [[30_000, 37_200]],
      },
    ]);
    expect(input.vehicles[0]).toMatchObject({ id: 1, capacity: [4, 3], start_index: 0, end_index: 0 });
    expect(input.vehicles[0]?.skills).toContain(input.jobs[0]?.skills[0]);
    expect(input.matrices[input.vehicles[0]?.profile ?? '']?.durations[1]?.[3]).toBe(60);
  });

  it('says "only him" and "not him" by skills, and a time by a window', () => {
    const input = toVroom(
      problem([job('a', 1, { pin: { vehicle: 'ben', start: 36_000 } }), job('b', 2, { excluded_vehicles: ['ben'] })]),
    );
    const able = (j: number): number[] =>
      input.vehicles
        .filter(({ skills }) => input.jobs[j]?.skills.every((skill) => skills.includes(skill)))
        .map(({ id }) => id);
    expect([able(0), able(1)]).toEqual([[2], [1]]);
    expect(input.jobs[0]?.time_windows).toEqual([[36_000, 36_000]]);
  });

  test.each<[string, PlanProblem, string]>([
    [
      'lateness',
      problem([job('a', 1, { lateness: { per_hour: 1, max: 60 } })]),
      'jobs/0/lateness: its windows are hard',
    ],
    ['haste', problem([job('a', 1, { urgency: { per_hour: 9 } })]), 'jobs/0/urgency'],
    [
      'work that goes on',
      problem([job('a', 1), job('b', 2, { after: ['a'], same_technician_as: 'a' })]),
      'jobs/1/same_technician_as',
    ],
    ['a crew', problem([job('a', 1, { crew: [{}] })]), 'jobs/0/crew'],
    ['an order', problem([job('a', 1), job('b', 2, { after: ['a'] })]), 'jobs/1/after'],
    [
      'work under way',
      problem([job('a', 1, { pin: { vehicle: 'ann', start: 1, started: true } })]),
      'jobs/0/pin/started',
    ],
    ['a wish', problem([job('a', 1, { preferred: { vehicles: ['ann'], cost: 5 } })]), 'jobs/0/preferred'],
    ['a pace', problem([job('a', 1, { service_per_type: { new: 900 } })]), 'jobs/0/service_per_type'],
    ['parts of a second', problem([job('a', 1, { service: 0.5 })]), 'jobs/0/service: is 0.5'],
    ['overtime', problem([], [van('ann', { overtime: [{ from: 1, per_hour: 1 }] })]), 'vehicles/0/overtime'],
    ['nowhere', problem([], [{ id: 'ann' }]), 'vehicles/0: has neither start nor end'],
    ['paid waiting', { ...problem([]), weights: { waiting_per_hour: 5 } }, 'weights/waiting_per_hour'],
    ['fairness', { ...problem([]), weights: { fairness: 5 } }, 'weights/fairness'],
    [
      'a plan told',
      {
        ...problem([job('a', 1, { published: { vehicle: 'ann', start: 1 } })]),
        weights: { disruption: { vehicle: 9 } },
      },
      'jobs/0/published',
    ],
  ])('is refused for %s', (_what, one, message) => {
    expect(() => toVroom(one)).toThrow(message);
    expect(() => toVroom(one)).toThrow(expect.objectContaining({ code: 'vroom_unsupported' }) as Error);
  });
});

describe('an answer of VROOM', () => {
  const day = problem(
    [job('a', 1, { parts: { valve: 1 } }), job('b', 2, { parts: { valve: 1 } }), job('c', 3, { skills: ['gas'] })],
    [van('ann', { stock: { valve: 1 } }), van('ben', { stock: { valve: 1 } })],
  );

  it('is a plan like any other, with our times, prices and reasons', () => {
    const plan = fromVroom(day, {
      routes: [
        { vehicle: 1, steps: [{ type: 'start' }, ...steps(1), { type: 'end' }] },
        { vehicle: 2, steps: steps(2) },
      ],
    });
    expect(checkPlan(day, plan)).toEqual([]);
    expect(plan.unassigned).toEqual([expect.objectContaining({ id: 'c', reason: 'skills' })]);
    expect(plan.summary.duration).toBe(2 * 60 + 2 * 121);
  });

  test.each<[string, { vehicle: number; steps: { type: string; id?: number }[] }[], string]>([
    ['a vehicle that is not there', [{ vehicle: 3, steps: [] }], 'there is no vehicle 3'],
    ['a job that is not there', [{ vehicle: 1, steps: steps(9) }], 'there is no job 9'],
    ['a job twice', [{ vehicle: 1, steps: steps(1, 1) }], 'twice'],
    ['a shipment', [{ vehicle: 1, steps: [{ type: 'pickup', id: 1 }] }], 'of type pickup'],
    ['parts that are gone', [{ vehicle: 1, steps: steps(1, 2) }], 'stock of b'],
    ['somebody without the skill', [{ vehicle: 1, steps: steps(3) }], 'skills of c'],
  ])('is refused for %s', (_what, routes, message) => {
    expect(() => fromVroom(day, { routes })).toThrow(message);
  });

  it('is refused when nobody could drive it in time', () => {
    const tight = problem([job('a', 4, { time_windows: [[28_800, 28_900]] })]);
    expect(() => fromVroom(tight, { routes: [{ vehicle: 1, steps: steps(1) }] })).toThrow('is not in time');
  });
});
