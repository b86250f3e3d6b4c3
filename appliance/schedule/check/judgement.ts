import type { PlanId } from '../plan/problem.ts';

/** What a person's plan breaks: VROOM's causes where it has them, then ours. */
export type ViolationCause =
  | 'delay'
  | 'skills'
  | 'load'
  | 'max_tasks'
  | 'max_travel_time'
  | 'max_distance'
  | 'missing_break'
  | 'break_time'
  | 'precedence'
  | 'shift'
  | 'stock'
  | 'not_allowed'
  | 'pin'
  | 'crew'
  | 'technician'
  | 'twice'
  | 'unplanned';

export interface Violation {
  readonly cause: ViolationCause;
  readonly vehicle: PlanId | null;
  readonly id: PlanId | null;
  /** Seconds, metres or pieces over; 0 where there is no measure. */
  readonly by: number;
}

export interface JudgedStep {
  readonly type: 'job' | 'break';
  readonly id: PlanId;
  readonly crew_member?: number;
  readonly arrival: number;
  readonly start: number;
  readonly end: number;
}

export interface JudgedRoute {
  readonly vehicle: PlanId;
  readonly departure: number;
  readonly back: number;
  readonly travel: number;
  readonly distance: number;
  readonly waiting: number;
  readonly steps: readonly JudgedStep[];
}

export interface Judgement {
  readonly routes: readonly JudgedRoute[];
  readonly violations: readonly Violation[];
}
