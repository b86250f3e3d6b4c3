import { describe, expect, it } from 'vitest';
import { makeProblem } from '#fixtures/schedule/small-problems.ts';
import { readProblem } from '../plan/faults.ts';
import { countTo, optimise } from '../plan/optimise.ts';
import type { PlanProblem } from '../plan/problem.ts';
import { drawPlan } from './picture.ts';
import { timeOfDay } from './marks.ts';

const draw = (problem: PlanProblem): string => drawPlan(problem, optimise(readProblem(problem), 1, countTo(200)));
const count = (svg: string, what: RegExp): number => [...svg.matchAll(what)].length;

const day: PlanProblem = {
  vehicles: [{ id: 'Dana <&>', start: [-83, 40], end: [-83, 40], time_window: [28_800, 61_200] }],
  jobs: [
    { id: 1, location: [-83.02, 40.01], service: 3600, time_windows: [[36_000, 36_000]] },
    {
      id: 2,
      location: [-82.98, 40.02],
      service: 3600,
      time_windows: [[36_000, 36_000]],
      lateness: { per_hour: 100, max: 7200 },
    },
    { id: 3, location: [-82.95, 40.03], skills: ['gas'] },
  ],
};

describe('the picture of a plan', () => {
  it('has the routes on the ground, a bar a visit, and the reason of what is left out', () => {
    const svg = draw(day);
    expect(count(svg, /<polyline /gu)).toBe(1);
    expect(count(svg, /<circle /gu)).toBe(2);
    expect(count(svg, /<title>[12]: /gu)).toBe(2);
    expect(svg).toContain('3: nobody has the skills');
    expect(svg).toContain('Dana &lt;&amp;&gt;');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
  });

  it('outlines what is late', () => {
    expect(count(draw(day), /min late<\/title><rect [^>]*stroke="#c62828"/gu)).toBe(1);
  });

  it('does without the ground when no coordinates are known', () => {
    const svg = draw(makeProblem(3, { jobs: 9, vehicles: 2, coupled: true }));
    expect(count(svg, /<polyline /gu)).toBe(0);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/u);
  });

  it('is a picture even of an empty plan', () => {
    expect(draw({ ...day, jobs: [] })).not.toMatch(/NaN|Infinity|undefined/u);
  });
});

it('reads seconds as a time of day', () => {
  expect([timeOfDay(0), timeOfDay(34_200), timeOfDay(86_400 + 60)]).toEqual(['00:00', '09:30', '00:01']);
});
