import { parentPort, workerData } from 'node:worker_threads';
import { isPilotError, messageOf } from '#shared/errors.ts';
import { readProblem } from '#schedule/plan/faults.ts';
import { countTo, optimise, runFor, unless } from '#schedule/plan/optimise.ts';
import type { PlanAnswer, PlanOrder } from './messages.ts';

const answer = (order: PlanOrder): PlanAnswer => {
  const flag = new Int32Array(order.cancel);
  try {
    const problem = readProblem(order.problem);
    const until =
      order.iterations === null ? runFor(order.limitMs, () => performance.now()) : countTo(order.iterations);
    const solution = optimise(
      problem,
      order.seed,
      unless(() => Atomics.load(flag, 0) === 1, until),
    );
    return { ok: true, solution };
  } catch (error) {
    const known = isPilotError(error);
    return {
      ok: false,
      code: known ? error.code : 'plan_failed',
      message: messageOf(error),
      fix: known ? error.fix : undefined,
    };
  }
};

parentPort?.postMessage(answer(workerData as PlanOrder));
