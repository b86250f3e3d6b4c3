import { expect, it, test } from 'vitest';
import { checkPlan } from '#fixtures/schedule/check-plan.ts';
import { makeProblem } from '#fixtures/schedule/small-problems.ts';
import { readProblem } from './faults.ts';
import { countTo, optimise } from './optimise.ts';
import type { PlanRoute, PlanSolution, PlanStep } from './solution.ts';

const problem = readProblem(makeProblem(2, { jobs: 8, vehicles: 1, coupled: false }));
const solution = optimise(problem, 1, countTo(500));
const job = (step: PlanStep): boolean => step.type === 'job';
const first = solution.routes[0]?.steps.find(job);
const routes = (change: (route: PlanRoute) => PlanRoute): PlanSolution => ({
  ...solution,
  routes: solution.routes.map((route, i) => (i === 0 ? change(route) : route)),
});
const steps = (change: (step: PlanStep) => PlanStep | PlanStep[]): PlanSolution =>
  routes((route) => ({ ...route, steps: route.steps.flatMap(change) }));

it('finds nothing wrong with a plan that is right', () => {
  expect(solution.routes[0]?.steps.filter(job).length).toBeGreaterThan(1);
  expect(checkPlan(problem, solution)).toEqual([]);
});

test.each([
  ['a visit left out', steps((step) => (step === first ? [] : step)), /times in routes|is missing/],
  ['a visit twice', steps((step) => (step === first ? [step, step] : step)), /2 times in routes/],
  [
    'an arrival before it can be',
    steps((step) => (step === first ? { ...step, arrival: step.arrival - 1 } : step)),
    /before it can be/,
  ],
  [
    'a home-coming after the shift',
    steps((step) => (step.type === 'end' ? { ...step, arrival: 1e6 } : step)),
    /after the shift/,
  ],
  ['work cut short', steps((step) => (job(step) ? { ...step, service: step.service - 60 } : step)), /works/],
  ['a wrong price', routes((route) => ({ ...route, cost: route.cost + 1 })), /costs/],
  ['a route for nobody', routes((route) => ({ ...route, vehicle: 'nobody' })), /there is no vehicle/],
])('notices %s', (_what, broken, message) => {
  expect(checkPlan(problem, broken).join('\n')).toMatch(message);
});
