import { describe, expect, it } from 'vitest';
import { checkPlan } from '#fixtures/schedule/check-plan.ts';
import { makeProblem } from '#fixtures/schedule/small-problems.ts';
import { countTo, optimise } from '#schedule/plan/optimise.ts';
import { planInThread } from './optimiser.ts';

const problem = makeProblem(4, { jobs: 20, vehicles: 3, coupled: true });

describe('the optimiser on its thread', () => {
  it('gives the plan it gives anywhere for that seed and number of iterations', async () => {
    const there = await planInThread({ problem, seed: 9, iterations: 300, limitMs: 0 });
    expect(there).toEqual(optimise(problem, 9, countTo(300)));
  });

  it('gives its best plan so far when that is enough', async () => {
    const enough = new AbortController();
    const planning = planInThread({ problem, seed: 9, iterations: null, limitMs: 3_600_000 }, enough.signal);
    enough.abort();
    expect(checkPlan(problem, await planning)).toEqual([]);
  });

  it('says what is wrong with a problem by code and place', async () => {
    await expect(planInThread({ problem: { jobs: [] }, seed: 1, iterations: 1, limitMs: 0 })).rejects.toMatchObject({
      code: 'plan_invalid',
      message: expect.stringContaining('vehicles') as string,
    });
  });
});
