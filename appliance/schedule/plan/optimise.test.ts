import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { checkPlan } from '#fixtures/schedule/check-plan.ts';
import { exhaustive } from '#fixtures/schedule/exhaustive.ts';
import { makeProblem } from '#fixtures/schedule/small-problems.ts';
import { readProblem } from './faults.ts';
import { countTo, optimise, runFor, unless } from './optimise.ts';
import type { PlanProblem } from './problem.ts';
import type { PlanSolution } from './solution.ts';

const ITERATIONS = 2500;
const plan = (problem: PlanProblem, seed = 1, iterations = ITERATIONS): PlanSolution =>
  optimise(readProblem(problem), seed, countTo(iterations));
const leftOut = (problem: PlanProblem, solution: PlanSolution): number =>
  solution.unassigned.reduce((sum, { id }) => sum + 1 + (problem.jobs.find((job) => job.id === id)?.priority ?? 0), 0);
const small = (seed: number): PlanProblem =>
  makeProblem(seed, { jobs: 3 + (seed % 5), vehicles: 1 + (seed % 3), coupled: false });
const coupled = (seed: number, jobs: number): PlanProblem =>
  makeProblem(seed, { jobs, vehicles: 1 + (seed % 4), coupled: true });

/** Two hundred days of up to seven visits, in ten parts so that a failure is near. */
const decades = Array.from({ length: 10 }, (_, part) => Array.from({ length: 20 }, (_, i) => part * 20 + i));

describe('a plan', () => {
  test.each(decades)('is the best there is, and nothing is wrong with it (seeds %i and on)', (...seeds) => {
    for (const seed of seeds) {
      const problem = small(seed);
      const found = plan(problem, seed);
      expect(checkPlan(problem, found), `seed ${seed}`).toEqual([]);
      const best = exhaustive(problem);
      expect(leftOut(problem, found), `seed ${seed}: ${best.trail}`).toBe(best.left);
      expect(found.summary.cost, `seed ${seed}: ${best.trail}`).toBeCloseTo(best.cost, 6);
    }
  });

  test.each(decades)('never costs more with one technician more (seeds %i and on)', (...seeds) => {
    for (const seed of seeds) {
      const problem = small(seed);
      const [first] = problem.vehicles;
      if (!first) throw new Error('no vehicle');
      const more = { ...problem, vehicles: [...problem.vehicles, { ...first, id: 'another' }] };
      const [before, after] = [plan(problem, seed), plan(more, seed)];
      const fewer = leftOut(problem, before) - leftOut(more, after);
      expect(fewer, `seed ${seed}`).toBeGreaterThanOrEqual(0);
      if (fewer === 0) expect(after.summary.cost, `seed ${seed}`).toBeLessThanOrEqual(before.summary.cost + 1e-6);
    }
  });

  it('keeps every rule with crews, dependencies, pins, started work and pickups', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 3, max: 16 }), fc.nat(300), (seed, jobs, iterations) => {
        const problem = coupled(seed, jobs);
        expect(checkPlan(problem, plan(problem, seed, iterations))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same for the same seed and number of iterations', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        const problem = coupled(seed, 12);
        expect(plan(problem, seed, 200)).toEqual(plan(structuredClone(problem), seed, 200));
      }),
      { numRuns: 30 },
    );
  });

  it('gets better with iterations, and says how many there were', () => {
    const problem = makeProblem(5, { jobs: 40, vehicles: 4, coupled: false });
    const [none, some] = [plan(problem, 1, 0), plan(problem, 1, 4000)];
    expect(none.search.iterations).toBe(0);
    expect(some.search.iterations).toBe(4000);
    expect(checkPlan(problem, none)).toEqual([]);
    expect(leftOut(problem, some)).toBeLessThanOrEqual(leftOut(problem, none));
    if (leftOut(problem, some) === leftOut(problem, none)) expect(some.summary.cost).toBeLessThan(none.summary.cost);
  });

  it('frees what a cancelled visit held', () => {
    for (let seed = 200; seed < 240; seed++) {
      const problem = small(seed);
      const full = plan(problem, seed);
      const gone = full.routes[0]?.steps.find((step) => step.type === 'job')?.id;
      const rest = { ...problem, jobs: problem.jobs.filter((job) => job.id !== gone) };
      const after = plan(rest, seed);
      expect(leftOut(rest, after), `seed ${seed}`).toBe(exhaustive(rest).left);
      expect(leftOut(rest, after), `seed ${seed}`).toBeLessThanOrEqual(leftOut(problem, full));
    }
  });
});

describe('a search', () => {
  const problem = readProblem(makeProblem(3, { jobs: 30, vehicles: 4, coupled: true }));

  it('ends when its clock says so, and counts', () => {
    let now = 0;
    const found = optimise(
      problem,
      1,
      runFor(100, () => now++),
    );
    expect(found.search.iterations).toBeGreaterThan(1000);
    expect(found.search.iterations).toBeLessThan(2000);
  });

  it('gives the best plan so far when it is cancelled', () => {
    let asked = 0;
    const found = optimise(
      problem,
      1,
      unless(() => asked++ >= 50, countTo(100_000)),
    );
    expect(found.search.iterations).toBe(50);
    expect(checkPlan(problem, found)).toEqual([]);
  });
});
