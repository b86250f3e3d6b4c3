import type { PlanId, PlanProblem } from '../plan/problem.ts';
import type { PlanSolution, PlanStep } from '../plan/solution.ts';

/** What both drawings share. */
export interface Drawing {
  readonly problem: PlanProblem;
  readonly solution: PlanSolution;
  /** By vehicle, the moment from which its lane counts: midnight of its own day, where a plan has several. */
  readonly midnight: ReadonlyMap<PlanId, number>;
}

export const INK = '#1d2733';
export const FAINT = '#8a96a3';
export const LATE = '#c62828';

/** Hues a golden angle apart, so that routes next to one another differ; every route carries its name as well. */
export const colourOf = (route: number, light = 42): string => `hsl(${(route * 137.5 + 205) % 360} 62% ${light}%)`;

export const escaped = (text: string | number): string =>
  String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const round = (value: number): number => Math.round(value * 10) / 10;

export const beginOf = (step: PlanStep): number => step.arrival + step.waiting_time;
export const endOf = (step: PlanStep): number => beginOf(step) + step.setup + step.service;

/** `09:30` of the seconds' day. */
export const timeOfDay = (seconds: number): string => {
  const minutes = ((Math.round(seconds / 60) % 1440) + 1440) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};
