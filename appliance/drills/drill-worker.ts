import { parentPort } from 'node:worker_threads';
import { runDrill } from './drill.ts';
import type { Run } from './pool.ts';

/** A thread that plays one drill after another, as they are handed to it. */
parentPort?.on('message', ({ scenario, seed, llm }: Run) => {
  void runDrill(scenario, { seed, llm, stopwatch: () => performance.now() }).then((report) =>
    parentPort?.postMessage(report),
  );
});
