import type { PlanSolution } from '#schedule/plan/solution.ts';

/** What the optimiser's thread is given. */
export interface PlanOrder {
  readonly problem: unknown;
  readonly seed: number;
  /** Exactly so many iterations, or as many as `limitMs` allow. */
  readonly iterations: number | null;
  readonly limitMs: number;
  /** One Int32 that turns 1 when the plan so far will do. */
  readonly cancel: SharedArrayBuffer;
}

/** What it answers: a plan, or an error by its code. */
export type PlanAnswer =
  | { readonly ok: true; readonly solution: PlanSolution }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly fix: string | undefined };
