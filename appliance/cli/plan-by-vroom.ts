import { runVroom } from '#integrations/vroom/run.ts';
import { readProblem } from '#schedule/plan/faults.ts';
import type { PlanSolution } from '#schedule/plan/solution.ts';
import { fromVroom } from '#schedule/vroom/answer.ts';
import { toVroom } from '#schedule/vroom/input.ts';

/** What VROOM may need beside its search: reading, matrices, writing. */
const GRACE = 10_000;

/**
 * Plans with a `vroom` program (VROOM_BIN, else `vroom` of PATH) on one thread.
 * @throws PilotError `plan_invalid`, `vroom_unsupported`, `vroom_missing`, `vroom_refused`, `vroom_failed`
 */
export const planByVroom = async (given: unknown, limitMs: number, unwanted?: AbortSignal): Promise<PlanSolution> => {
  const problem = readProblem(given);
  const binary = process.env['VROOM_BIN'] ?? 'vroom';
  const answer = await runVroom(toVroom(problem), { binary, limitMs, threads: 1, graceMs: GRACE }, unwanted);
  return fromVroom(problem, answer);
};
