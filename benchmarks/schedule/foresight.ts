import { countTo, optimise } from '../../appliance/schedule/plan/optimise.ts';
import type { PlanJob } from '../../appliance/schedule/plan/problem.ts';
import { knowing, type FieldDay } from './field-day.ts';

/**
 * Seconds of travel of one plan made by who knows every call beforehand, while nobody falls ill: what a day could come to.
 * @param asked each visit in any window its caller can take, else in the wished one
 */
export const foresee = (day: FieldDay, asked: boolean, iterations: number): number => {
  const { technicians, calls } = knowing(day, 'all');
  const jobs = calls.map(({ job, takes }): PlanJob => {
    if (!asked) return job;
    const windows = takes.toSorted((a, b) => a[0] - b[0]).map(([from, to]): [number, number] => [from, to]);
    return { ...job, time_windows: windows };
  });
  return optimise({ jobs, vehicles: [...technicians] }, 1, countTo(iterations)).summary.duration;
};
