import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { PilotError, isPilotError, messageOf } from '#shared/errors.ts';
import type { PlanSolution } from '#schedule/plan/solution.ts';
import type { PlanAnswer, PlanOrder } from './messages.ts';

/**
 * Plans on a thread of its own, so that the caller's event loop stays free.
 * @param order the problem as it came in; `iterations` for a plan that comes out the same anywhere, else `limitMs`
 * @param enough ends the search: the best plan so far is the answer
 * @throws PilotError `plan_invalid` that names the place in the problem, `plan_failed` when the thread dies
 */
export const planInThread = async (order: Omit<PlanOrder, 'cancel'>, enough?: AbortSignal): Promise<PlanSolution> => {
  const cancel = new SharedArrayBuffer(4);
  const stop = (): void => void Atomics.store(new Int32Array(cancel), 0, 1);
  if (enough?.aborted) stop();
  enough?.addEventListener('abort', stop, { once: true });
  const worker = new Worker(new URL('./plan-worker.ts', import.meta.url), {
    workerData: { ...order, cancel } satisfies PlanOrder,
  });
  try {
    const [answer] = (await once(worker, 'message')) as [PlanAnswer];
    if (answer.ok) return answer.solution;
    throw new PilotError(answer.code, answer.message, answer.fix === undefined ? {} : { fix: answer.fix });
  } catch (cause) {
    if (isPilotError(cause)) throw cause;
    throw new PilotError('plan_failed', `the optimiser died: ${messageOf(cause)}`, {
      cause,
      retryable: true,
      fix: 'Try again; if it dies again, plan fewer days or technicians at a time.',
    });
  } finally {
    enough?.removeEventListener('abort', stop);
    await worker.terminate();
  }
};
