import { Worker } from 'node:worker_threads';
import { runDrill, type DrillReport } from './drill.ts';
import type { LlmConfig } from '#shared/config/llm.ts';
import type { Scenario } from './scenario/schema.ts';

/** One run to be made. */
export interface Run {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly llm: LlmConfig | null;
}

const inThread = (next: () => Run | undefined, onReport: (report: DrillReport) => void) =>
  new Promise<void>((resolve, reject) => {
    const worker = new Worker(new URL('./drill-worker.ts', import.meta.url));
    const give = (): void => {
      const run = next();
      if (run) worker.postMessage(run);
      else void worker.terminate().then(() => resolve());
    };
    worker.on('message', (report: DrillReport) => {
      onReport(report);
      give();
    });
    worker.once('error', reject);
    give();
  });

/**
 * Makes every run, several at a time on threads of their own; each has a shop of its own, so none knows of another.
 * @param jobs how many at a time; 1 stays on this thread
 */
export const runAll = async (
  runs: readonly Run[],
  jobs: number,
  onReport: (report: DrillReport) => void,
): Promise<void> => {
  let at = 0;
  const next = (): Run | undefined => runs[at++];
  if (jobs > 1) {
    await Promise.all(Array.from({ length: Math.min(jobs, runs.length) }, () => inThread(next, onReport)));
    return;
  }
  for (let run = next(); run; run = next())
    onReport(await runDrill(run.scenario, { seed: run.seed, llm: run.llm, stopwatch: () => performance.now() }));
};
